import ArgumentParser
import FreqAnalysis

/// How a picture looks, for a paper or a slide: its size, letters, title, ranges, and the names in it.
struct PictureOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Another title, with -o FILE.html also that of the page.", valueName: "text"))
  var title: String?

  @Flag(help: "No title: the paper's caption says it.")
  var noTitle = false

  @Option(
    help: ArgumentHelp(
      "The width: 3.3in, 84mm, 8.4cm, 240pt or pixels (default: 720). The letters stay as large as they are.",
      valueName: "length"))
  var width: Length?

  @Option(
    help: ArgumentHelp(
      "The height, if not what the content needs; rows keep 10 units each.", valueName: "length"))
  var height: Length?

  @Option(
    help: ArgumentHelp(
      "The font, or several, the first that is there: 'Times New Roman, serif'.", valueName: "name"))
  var font: FontFamily?

  @Option(
    help: ArgumentHelp("The size of the letters in points, or with a unit (default: 9).", valueName: "size"))
  var fontSize: FontSize?

  @Option(
    help: ArgumentHelp(
      "A letter in the upper left corner; the panels of matrix go on from it.", valueName: "letter"))
  var panel: String?

  @Option(
    name: .customLong("label"),
    help: ArgumentHelp(
      "For scatter and matrix: name this class; can be repeated. Without it, scatter names the classes farthest from "
        + "the line.", valueName: "class"))
  var labels: [String] = []

  @Option(
    name: .customLong("range"),
    help: ArgumentHelp(
      "The range of an axis: accuracy=0:60 (percent), count=0:100000, rho=-0.2:0.6 or slope=-2:8; can be repeated. "
        + "What lies outside is not drawn, and its number is reported.", valueName: "axis=low:high"))
  var ranges: [AxisRange] = []

  @Option(
    name: .customLong("names"),
    help: ArgumentHelp(
      "Names to show for models and corpora: CSV with the columns model and name, or a JSON object.",
      valueName: "file"))
  var nameFile: String?

  /// The files that are read.
  var files: [String] { nameFile.map { [$0] } ?? [] }

  func validate() throws {
    if noTitle, title != nil { throw ValidationError("--title and --no-title exclude each other") }
    if let width, !(100...20_000).contains(width.pixels) {
      throw ValidationError("--width must be from 100 to 20,000 pixels (1.04 to 208 inches)")
    }
    if let height, !(60...60_000).contains(height.pixels) {
      throw ValidationError("--height must be from 60 to 60,000 pixels (0.63 to 625 inches)")
    }
    if let fontSize, !(4...200).contains(fontSize.length.pixels) {
      throw ValidationError("--font-size must be from 3 to 150 points")
    }
    if let panel, panel.count > 4 || panel.isEmpty {
      throw ValidationError("--panel takes a letter, such as a or A")
    }
    let axes = ranges.map(\.axis)
    if let twice = axes.first(where: { axis in axes.count { $0 == axis } > 1 }) {
      throw ValidationError("--range is given twice for \(twice.rawValue)")
    }
  }

  /// Refuses what a kind of picture has not.
  func check(_ kind: Plot) throws {
    if !labels.isEmpty, kind != .scatter, kind != .matrix {
      throw ValidationError("--label applies only to scatter and matrix")
    }
    if let range = ranges.first(where: { !kind.axes.contains($0.axis) }) {
      throw ValidationError(
        "--range \(range.axis.rawValue) does not apply to \(kind.rawValue), whose axes are "
          + kind.axes.map(\.rawValue).joined(separator: " and "))
    }
  }

  /// The layout that the options say.
  var layout: FigureLayout {
    var layout = FigureLayout()
    layout.title = noTitle ? .none : title.map { .text($0) } ?? .own
    layout.width = width
    layout.height = height
    layout.font = font
    layout.fontSize = fontSize?.length
    layout.panel = panel
    layout.labels = labels
    layout.ranges = ranges
    return layout
  }

  /// The names under which models and corpora are shown.
  ///
  /// - Throws: `InputError`.
  func names() throws -> ShownNames { try nameFile.map(ShownNames.init(reading:)) ?? ShownNames() }
}

/// A size of letters: a number alone is of points.
struct FontSize: ExpressibleByArgument {
  /// The size.
  let length: Length

  /// Reads a size as it stands on the command line.
  init?(argument: String) {
    guard let length = Length(argument, plain: .point) else { return nil }
    self.length = length
  }
}

extension Length: ExpressibleByArgument {
  /// Reads a length as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}

extension FontFamily: ExpressibleByArgument {
  /// Reads fonts as they stand on the command line.
  public init?(argument: String) { self.init(argument) }
}

extension AxisRange: ExpressibleByArgument {
  /// Reads a range as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}
