import ArgumentParser
import FreqAnalysis

struct Corpora: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpora",
    abstract: "List the corpora of a database.",
    usage: "corpus-tool corpora [<options>]",
    discussion: """
      One row per corpus and rule set: the stage, the shards that were counted, their captions, and the shards that \
      could not be read. `forget --corpus` removes a corpus.

      EXAMPLE
        corpus-tool corpora
        corpus-tool corpora --format csv
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let output = try output.target(store.path)
    try output.write(.corpora(store.open(.readOnly).corpusUses()))
  }
}
