import ArgumentParser
import FreqAnalysis

struct ModelList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the models of a database.",
    usage: "corpus-tool model list [<options>]",
    discussion: """
      One row per model and class set: the classes it was tested on, its mean accuracy over them, the corpora it was \
      trained on (`model set`), and the file that the accuracies came from. `corpus-tool models` does the same.

      EXAMPLE
        corpus-tool model list
        corpus-tool models --format csv
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let output = try output.target(store.path)
    try output.write(.models(store.open(.readOnly).modelUses()))
  }
}
