import ArgumentParser
import FreqAnalysis

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export the points of a plot: each class's count and accuracy.",
    usage: "corpus-tool export [--binned] [--as-published] [<options>]",
    discussion: """
      CSV unless --format says otherwise: one row per class and model, zeros included, unknown values empty. \
      With -o, FILE.meta.json beside it records what it was made from. --as-published joins counts of the rule \
      paper with accuracies as the published notebook did, and reports what that assumes.

      EXAMPLE
        corpus-tool export --classes imagenet -o points.csv
        corpus-tool export --binned --model llava
        corpus-tool export --binned --bins 0,10,10000 --as-published
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var measure: MeasureOptions
  @OptionGroup var models: ModelOptions
  @OptionGroup var output: OutputOptions

  @Flag(
    help: "Mean accuracies in the paper's bins of the count: [0,10), … [90,100), [100,1000), …, [100000,).")
  var binned = false

  @Option(
    help: ArgumentHelp(
      "For --binned: paper, equal:N, or edges such as 0,10,10000 (default: paper).", valueName: "bins"))
  var bins: BinChoice?

  @Flag(help: "Add the judged precision (see audit) and the corrected number of mentions.")
  var precision = false

  @Flag(
    help: "The published notebook's join, on counts of the rule paper: one row per distinct label and model.")
  var asPublished = false

  func validate() throws {
    if precision, binned || asPublished {
      throw ValidationError("--precision cannot be used with --binned or --as-published")
    }
    if asPublished { try measure.checkAsPublished() }
    if bins != nil, !binned { throw ValidationError("--bins applies only to --binned") }
  }

  func run() throws {
    let output = try output.target(store.path, reading: selection.files)
    try provenanceFile(of: output)?.check()
    let store = try store.open(.readOnly)
    if asPublished {
      return try writeAsPublished(
        selection.selection(in: store, models: models, measure: measure), store, output)
    }
    let query = PointQuery(selection: try selection.selection(in: store, models: models, measure: measure))
    let answer = try query.ask(store, allowsNoModel: !binned)
    Messages.notes(answer.notes)
    if !binned, measure.count == .captions {
      // The points show mentions beside the captions.
      Messages.notes(ResolvedSelection.mentionNotes(of: answer.resolved.pools))
    }
    var table =
      binned
      ? try Table.binned(answer.series, bins ?? .paper, measure: measure.count).get()
      : .points(answer.series)
    if precision {
      let findings = try store.auditFindings(answer.resolved)
      for sentence in AuditFindings.told(findings.notes, isUnjudged: findings.isUnjudged) {
        Messages.note(sentence)
      }
      table = table.with(findings)
    }
    try output.write(table, default: .csv)
    if binned { Messages.notes(BinnedCurve.sentences(answer.known, bins: bins ?? .paper)) }
    try writeProvenance(of: answer.resolved, store, beside: output)
    if answer.resolved.models.isEmpty {
      Messages.note("no model was tested on this class set yet, so accuracies are empty")
    }
  }

  /// The file beside the result that says from what it was made; nil where the result goes to standard output.
  private func provenanceFile(of output: OutputTarget) -> OutputFile? {
    output.file.map { OutputFile($0.path + ".meta.json", $0.policy) }
  }

  private func writeAsPublished(
    _ selection: Selection, _ store: CountStore, _ output: OutputTarget
  ) throws {
    let (joins, notes) = try AsPublished.all(of: selection, bins: bins, in: store)
    Messages.notes(notes)
    try output.write(binned ? .bins(asPublished: joins) : .points(asPublished: joins), default: .csv)
    let sentences = AsPublished.sentences(joins)
    try writeProvenance(
      of: AsPublished.resolve(selection, in: store), store, beside: output, asPublished: sentences)
    for line in sentences { Messages.line(line) }
    if binned { Messages.notes(BinnedCurve.sentences(joins.map(\.points), bins: bins ?? .paper)) }
  }

  private func writeProvenance(
    of selection: ResolvedSelection, _ store: CountStore, beside output: OutputTarget,
    asPublished: [String]? = nil
  ) throws {
    guard let file = provenanceFile(of: output) else { return }
    var provenance = try Provenance(
      of: selection, in: store, toolVersion: ToolVersion.current, command: CommandLine.arguments)
    provenance.asPublished = asPublished
    let value = provenance.json
    try file.write(JSONText(value).text)
  }
}
