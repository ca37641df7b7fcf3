import ArgumentParser
import FreqAnalysis
import Foundation

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Plot accuracy against frequency.",
    usage: "corpus-tool plot <kind> [<options>] -o <file.svg>",
    discussion: """
      KIND is scatter (each class), binned (the paper's bins, or others with --bins), bar (the most frequent classes \
      of one model), tail (counts by rank), compare (several models) or sensitivity (the coefficient under other \
      choices). FILE ends in .svg, .html (with a table of the classes), .vl.json (Vega-Lite with its data), or .png \
      if rsvg-convert is installed.

      EXAMPLE
        corpus-tool plot scatter --model llava -o scatter.svg
        corpus-tool plot binned --bins equal:10 -o binned.vl.json
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var exposure: ExposureOptions

  @Option(
    help: ArgumentHelp("For binned: paper, equal:N, or edges such as 0,1,10,100.", valueName: "bins"))
  var bins: BinChoice?

  @Flag(help: "Each corpus separately instead of pooled; always so for tail.")
  var eachCorpus = false

  @Option(help: ArgumentHelp("light, dark, or auto, which follows the reader's system.", valueName: "theme"))
  var theme: FigureStyle.Theme = .light

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The picture to write.", valueName: "file"))
  var file: String

  @Argument(
    help: ArgumentHelp("scatter, binned, bar, tail, compare or sensitivity.", valueName: "kind"))
  var kind: Plot

  func validate() throws {
    guard [".svg", ".html", ".vl.json", ".png"].contains(where: file.hasSuffix) else {
      throw ValidationError("the file name must end in .svg, .html, .vl.json or .png")
    }
    if eachCorpus, exposure.isGiven || kind == .sensitivity {
      throw ValidationError("--each-corpus cannot be used with --weight, --mixture or the sensitivity plot")
    }
    if bins != nil, kind != .binned { throw ValidationError("--bins applies only to binned") }
  }

  func run() throws {
    let store = try store.open(.readOnly)
    let selection = try selection.selection(in: store)
    let points = PointQuery(
      selection: selection, split: eachCorpus ? .eachCorpus : .pooled,
      exposure: try exposure.exposure(for: selection, in: store))
    let (picture, notes) = try kind.picture(of: ReportQuery(points, bins: bins ?? .paper), in: store)
    Messages.notes(notes)
    if file.hasSuffix(".html") {
      let answer = try kind.showsClasses ? points.ask(store, allowsNoModel: kind == .tail) : nil
      try OutputFile.write(Page(picture, of: answer).html(), to: file)
    } else if file.hasSuffix(".vl.json") {
      try OutputFile.write(JSONText(picture.vegaLite).text, to: file)
    } else if file.hasSuffix(".png") {
      try OutputFile.write(try PictureConverter.png(of: picture.svg(FigureStyle(theme: theme))), to: file)
    } else {
      try OutputFile.write(picture.svg(FigureStyle(theme: theme)), to: file)
    }
    Messages.line("written: \(file)")
  }
}

extension Plot: ExpressibleByArgument {}
extension FigureStyle.Theme: ExpressibleByArgument {}
