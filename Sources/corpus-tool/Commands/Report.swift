import ArgumentParser
import FreqAnalysis

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write an HTML report: a forest plot, the models, all classes.",
    usage: "corpus-tool report [<options>] -o <file.html>",
    discussion: """
      One self-contained page: each model's coefficient with its interval, a sortable table of the models that opens \
      each one's figures, and a sortable, searchable table of all classes. Clicking on a class highlights it in every \
      figure. With --examples it also shows captions, read from the output of \
      `corpus-tool examples --format json -o FILE`.

      EXAMPLE
        corpus-tool report --classes imagenet -o report.html
        corpus-tool report --model llava --control model=clip -o report.html
        corpus-tool report --names names.csv -o report.html
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var measure: MeasureOptions
  @OptionGroup var models: ModelOptions
  @OptionGroup var exposure: ExposureOptions
  @OptionGroup var sample: SampleOptions
  @OptionGroup var statistics: StatisticsOptions
  @OptionGroup var refinement: RefinementOptions

  @Option(
    name: .customLong("examples"),
    help: ArgumentHelp("Mentions to show with their classes: JSON output of examples.", valueName: "file"))
  var exampleFile: String?

  @Option(
    name: .customLong("names"),
    help: ArgumentHelp(
      "Names to show for models and corpora: CSV with the columns model and name, or a JSON object.",
      valueName: "file"))
  var nameFile: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The page to write. An existing file is replaced if it looks like an earlier page.", valueName: "file"))
  var file: String

  @OptionGroup var replacing: ReplaceOptions

  func run() throws {
    let page = OutputFile(
      file,
      OutputPolicy(
        database: store.path,
        inputs: selection.files + exposure.files + statistics.files + refinement.files
          + [exampleFile, nameFile].compactMap { $0 },
        replaces: replacing.replace))
    try page.check()
    let names = try nameFile.map(ShownNames.init(reading:)) ?? ShownNames()
    let store = try store.open(.readOnly)
    let selection = try selection.selection(in: store, models: models, measure: measure)
    var points = PointQuery(
      selection: selection, exposure: try exposure.exposure(for: selection, in: store))
    (points.sampled, points.imagesPerClass) = (sample.sampled, refinement.imagesPerClass)
    var question = statistics.query(points)
    question.refinements = try refinement.refinements(for: selection, in: store)
    let report = try WorkProgress.showing("resampling") {
      try FullReport(question, in: store, meter: $0)
    }
    Messages.notes(report.answer.notes)
    Messages.notes(report.notes)
    if let note = report.resamplingNote {
      Messages.note("\(note); --resamples \(question.resampling.resamples) takes them all")
    }
    let provenance = try Provenance(
      of: report.answer.resolved, in: store, toolVersion: ToolVersion.current, command: CommandLine.arguments)
    let examples = try exampleFile.map {
      try ClassExample.read($0, classSet: store.load(report.answer.resolved.classSet))
    }
    try page.write(Page(report, provenance, examples: examples ?? [], names: names).html())
    Messages.line("written: \(file)")
  }
}
