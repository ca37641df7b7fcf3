import ArgumentParser
import FreqAnalysis

struct Correlate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Correlate frequency with accuracy, for each model.",
    usage: """
      corpus-tool correlate [--each-corpus | --each-stage | --as-published]
               [<options>]
      """,
    discussion: """
      n is the number of classes with a count and an accuracy, zero how many of them are never mentioned. \
      Spearman's rho and Pearson's r of log10(count + 1) and of the raw count, each with its two-sided p-value; \
      slope and intercept of accuracy (a fraction) on log10(count + 1). Corpora are added up unless --each-corpus. \
      --as-published joins counts of the rule paper with accuracies as the published notebook did, and tells what \
      that assumes.

      EXAMPLE
        corpus-tool correlate --classes imagenet
        corpus-tool correlate --each-corpus --model llava --format csv
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Each corpus on its own instead of all added up.")
  var eachCorpus = false

  @Flag(help: "Each stage on its own, then all together.")
  var eachStage = false

  @Flag(
    help: "The published notebook's join, on counts of the rule paper: stages pretrain and instruct together."
  )
  var asPublished = false

  func validate() throws {
    if eachCorpus, eachStage { throw ValidationError("--each-corpus and --each-stage exclude each other") }
    if asPublished {
      guard !eachCorpus, !eachStage else {
        throw ValidationError("--as-published excludes --each-corpus and --each-stage")
      }
      try selection.checkAsPublished()
    }
  }

  func run() throws {
    let store = try store.open(.readOnly)
    if asPublished { return try printAsPublished(selection.selection(in: store), store) }
    let query = PointQuery(
      selection: try selection.selection(in: store),
      split: eachCorpus ? .eachCorpus : eachStage ? .eachStage : .pooled)
    let answer = try query.ask(store)
    Messages.notes(answer.notes)
    let correlations = answer.correlations
    try output.write(.correlations(correlations))
    for sentence in correlations.flatMap(\.undefined) { Messages.note(sentence) }
  }

  private func printAsPublished(_ selection: Selection, _ store: CountStore) throws {
    let (joins, notes) = try AsPublished.all(of: selection, in: store)
    Messages.notes(notes)
    try output.write(.correlations(asPublished: joins))
    for line in AsPublished.sentences(joins) { Messages.line(line) }
    for sentence in joins.flatMap(\.undefined) { Messages.note(sentence) }
  }
}
