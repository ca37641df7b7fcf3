import ArgumentParser
import FreqAnalysis
import Foundation

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Plot accuracy against frequency.",
    usage: "corpus-tool plot <kind> [<options>] -o <file.svg>",
    discussion: """
      KIND is scatter (each class), matrix (a small scatter each model), curve (mean accuracy over the count, smooth and \
      monotone, with a band), binned (the paper's bins, or others with --bins), forest (models and corpora with \
      intervals), compare (models with both coefficient and slope), bar (the most frequent classes of one model), tail \
      (counts by rank) or sensitivity (the coefficient under other choices). FILE ends in .svg, .html (with a table of \
      the classes), .vl.json (Vega-Lite with its data), or, if rsvg-convert is installed, .pdf or .png.

      EXAMPLE
        corpus-tool plot scatter --model llava -o scatter.svg
        corpus-tool plot binned --bins equal:10 -o binned.vl.json
        corpus-tool plot curve --model llava -o curve.svg
        corpus-tool plot forest --no-title --width 3.3in -o forest.pdf
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var measure: MeasureOptions
  @OptionGroup var models: ModelOptions
  @OptionGroup var exposure: ExposureOptions
  @OptionGroup var sample: SampleOptions

  @Option(
    help: ArgumentHelp("For binned: paper, equal:N, or edges such as 0,1,10,100.", valueName: "bins"))
  var bins: BinChoice?

  @Flag(help: "Each corpus separately instead of pooled; always so for tail.")
  var eachCorpus = false

  @Option(
    help: ArgumentHelp(
      "For matrix and scatter: a panel each model, or each corpus, with the others in it (default: a panel for each "
        + "model and corpus).", valueName: "model|corpus"))
  var facet: MatrixFigure.Facet?

  @Option(help: ArgumentHelp("For forest: rho, or slope (default: rho).", valueName: "rho|slope"))
  var value: ForestFigure.Value?

  @Option(
    help: ArgumentHelp(
      "For forest: the images that each class was tested on, where the database does not have them; a second mark then "
        + "shows rho corrected for their number.", valueName: "n"))
  var imagesPerClass: Int?

  @Option(help: ArgumentHelp("light, dark, or auto, which follows the reader's system.", valueName: "theme"))
  var theme: FigureStyle.Theme = .light

  @OptionGroup var look: PictureOptions

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The picture to write. An existing file is replaced if it looks like an earlier picture.",
      valueName: "file"))
  var file: String

  @OptionGroup var replacing: ReplaceOptions

  @Argument(
    help: ArgumentHelp(
      "scatter, matrix, curve, binned, forest, compare, bar, tail or sensitivity.", valueName: "kind"))
  var kind: Plot

  /// A scatter in panels is a matrix.
  private var drawn: Plot { kind == .scatter && facet != nil ? .matrix : kind }

  func validate() throws {
    guard [".svg", ".html", ".vl.json", ".png", ".pdf"].contains(where: file.hasSuffix) else {
      throw ValidationError("the file name must end in .svg, .html, .vl.json, .pdf or .png")
    }
    if eachCorpus, exposure.isGiven || kind == .sensitivity {
      throw ValidationError("--each-corpus cannot be used with --weight, --mixture or the sensitivity plot")
    }
    if bins != nil, kind != .binned { throw ValidationError("--bins applies only to binned") }
    if facet != nil, drawn != .matrix { throw ValidationError("--facet applies only to matrix and scatter") }
    if value != nil, kind != .forest { throw ValidationError("--value applies only to forest") }
    if let imagesPerClass {
      guard kind == .forest, value != .slope else {
        throw ValidationError("--images-per-class applies only to forest and to rho")
      }
      guard (2...1_000_000_000).contains(imagesPerClass) else {
        throw ValidationError("--images-per-class must be at least 2")
      }
    }
    try look.check(drawn)
  }

  func run() throws {
    let target = OutputFile(
      file,
      OutputPolicy(
        database: store.path, inputs: selection.files + exposure.files + look.files,
        replaces: replacing.replace))
    try target.check()
    let names = try look.names()
    let store = try store.open(.readOnly)
    let selection = try selection.selection(in: store, models: models, measure: measure)
    var points = PointQuery(
      selection: selection, split: eachCorpus ? .eachCorpus : .pooled,
      exposure: try exposure.exposure(for: selection, in: store))
    (points.sampled, points.imagesPerClass) = (sample.sampled, imagesPerClass)
    let (picture, notes) = try drawn.picture(
      of: ReportQuery(points, bins: bins ?? .paper), in: store,
      details: Plot.Details(facet: facet, value: value ?? .rho, names: names))
    Messages.notes(notes)
    if case .scatter(let figure) = picture, figure.isCrowded {
      let facet = figure.series.contains { $0.model != figure.series[0].model } ? "model" : "corpus"
      Messages.note(
        "the points of \(figure.series.count) series hide one another; `matrix` and --facet \(facet) draw panels"
      )
    }
    if let file = look.nameFile, names.areForeign(to: picture) {
      Messages.note("\(file) names no model and no corpus of this picture")
    }
    try picture.checkLabels(look.labels)
    let style = FigureStyle(theme: theme, layout: look.layout)
    if file.hasSuffix(".html") {
      let answer = try drawn.showsClasses ? points.ask(store, allowsNoModel: drawn == .tail) : nil
      try target.write(Page(picture, of: answer.map(names.applied), layout: look.layout).html())
    } else if file.hasSuffix(".vl.json") {
      let value = picture.vegaLite(layout: look.layout)
      try target.write(JSONText(value).text)
    } else if file.hasSuffix(".png") {
      try target.write(try PictureConverter.convert(picture.svg(style), to: .png, width: look.width))
    } else if file.hasSuffix(".pdf") {
      try target.write(try PictureConverter.convert(picture.svg(style), to: .pdf))
    } else {
      try target.write(picture.svg(style))
    }
    Messages.line("written: \(file)")
  }
}

extension Plot: ExpressibleByArgument {}
extension MatrixFigure.Facet: ExpressibleByArgument {}
extension ForestFigure.Value: ExpressibleByArgument {}
extension FigureStyle.Theme: ExpressibleByArgument {}
