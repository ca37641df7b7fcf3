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
      of one model), tail (counts by rank), compare (several models), sensitivity (the coefficient under other choices) \
      or curve (mean accuracy over the count, smooth and monotone, with a band). FILE ends in .svg, .html (with a table of the classes), .vl.json (Vega-Lite with its data), or .png \
      if rsvg-convert is installed.

      EXAMPLE
        corpus-tool plot scatter --model llava -o scatter.svg
        corpus-tool plot binned --bins equal:10 -o binned.vl.json
        corpus-tool plot curve --model llava -o curve.svg
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var models: ModelOptions
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
    help: ArgumentHelp(
      "The picture to write. An existing file is replaced if it looks like an earlier picture.",
      valueName: "file"))
  var file: String

  @OptionGroup var replacing: ReplaceOptions

  @Argument(
    help: ArgumentHelp("scatter, binned, bar, tail, compare, sensitivity or curve.", valueName: "kind"))
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
    let target = OutputFile(
      file,
      OutputPolicy(
        database: store.path, inputs: selection.files + exposure.files, replaces: replacing.replace))
    try target.check()
    let store = try store.open(.readOnly)
    let selection = try selection.selection(in: store, models: models)
    let points = PointQuery(
      selection: selection, split: eachCorpus ? .eachCorpus : .pooled,
      exposure: try exposure.exposure(for: selection, in: store))
    let (picture, notes) = try kind.picture(of: ReportQuery(points, bins: bins ?? .paper), in: store)
    Messages.notes(notes)
    if file.hasSuffix(".html") {
      let answer = try kind.showsClasses ? points.ask(store, allowsNoModel: kind == .tail) : nil
      try target.write(Page(picture, of: answer).html(), .page)
    } else if file.hasSuffix(".vl.json") {
      let value = picture.vegaLite
      try target.write(JSONText(value).text, .json(value.firstKeys))
    } else if file.hasSuffix(".png") {
      try target.write(try PictureConverter.png(of: picture.svg(FigureStyle(theme: theme))), .png)
    } else {
      try target.write(picture.svg(FigureStyle(theme: theme)), .picture)
    }
    Messages.line("written: \(file)")
  }
}

extension Plot: ExpressibleByArgument {}
extension FigureStyle.Theme: ExpressibleByArgument {}
