import ArgumentParser
import FreqAnalysis

struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what a database holds: class sets, corpora and models.",
    usage: "corpus-tool info [--db <file>] [<options>]",
    discussion: """
      A table for each; in JSON one object with a list for each, in CSV one table with a column `kind`. A corpus has \
      a row for each rule set it was counted by. `classes list`, `corpora` and `models` show one of the three.

      EXAMPLE
        corpus-tool info
        corpus-tool info --db result/corpus.sqlite --format json
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let output = try output.target(store.path)
    try output.write(store.open(.readOnly).content())
  }
}
