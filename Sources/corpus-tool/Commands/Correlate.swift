import ArgumentParser
import FreqAnalysis

struct Correlate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Correlate frequency with accuracy, for each model.",
    usage: "corpus-tool correlate [--each-corpus | --each-stage] [<options>]",
    discussion: """
      n is the number of classes with a count and an accuracy, zero how many of them are never mentioned. \
      Spearman's rho and Pearson's r of log10(count + 1) and of the raw count, each with its two-sided p-value; \
      slope and intercept of accuracy (a fraction) on log10(count + 1). Corpora are added up unless --each-corpus.

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

  func validate() throws {
    if eachCorpus, eachStage { throw ValidationError("--each-corpus and --each-stage exclude each other") }
  }

  func run() throws {
    let store = try store.open(.readOnly)
    let query = PointQuery(
      selection: try selection.selection(in: store),
      split: eachCorpus ? .eachCorpus : eachStage ? .eachStage : .pooled)
    let answer = try query.ask(store)
    Messages.notes(answer.notes)
    let correlations = answer.correlations
    try output.write(.correlations(correlations))
    for sentence in correlations.flatMap(\.undefined) { Messages.note(sentence) }
  }
}
