import ArgumentParser
import FreqAnalysis
import Foundation

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw frequency against accuracy.",
    usage: "corpus-tool plot <kind> [<options>] -o <file.svg>",
    discussion: """
      KIND is scatter (each class), binned (the paper's bins, or others with --bins), bar (the most frequent classes \
      of one model), tail (counts by rank), compare (several models) or sensitivity (the coefficient under other \
      choices). FILE ends in .svg, in .html (with a table of the classes), in .vl.json (Vega-Lite with the data \
      inside), or in .png where rsvg-convert is installed.

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

  @Flag(help: "Each corpus on its own instead of all added up; tail always does.")
  var eachCorpus = false

  @Option(help: ArgumentHelp("light or dark; auto is as the reader's system asks for.", valueName: "theme"))
  var theme: FigureStyle.Theme = .light

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The picture. A file there is replaced where it looks like an earlier one of its kind.",
      valueName: "file"))
  var file: String

  @OptionGroup var replacing: ReplaceOptions

  @Argument(
    help: ArgumentHelp("scatter, binned, bar, tail, compare or sensitivity.", valueName: "kind"))
  var kind: Plot

  func validate() throws {
    guard [".svg", ".html", ".vl.json", ".png"].contains(where: file.hasSuffix) else {
      throw ValidationError("a picture's name ends in .svg, .html, .vl.json or .png")
    }
    if eachCorpus, exposure.isGiven || kind == .sensitivity {
      throw ValidationError("--each-corpus excludes --weight, --mixture and the sensitivity picture")
    }
    if bins != nil, kind != .binned { throw ValidationError("--bins says something of binned alone") }
  }

  func run() throws {
    let target = OutputFile(
      file,
      OutputPolicy(
        database: store.path, inputs: selection.files + exposure.files, replaces: replacing.replace))
    try target.check()
    let store = try store.open(.readOnly)
    let selection = try selection.selection(in: store)
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
