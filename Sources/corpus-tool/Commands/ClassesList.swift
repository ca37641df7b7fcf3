import ArgumentParser
import FreqAnalysis

struct ClassesList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the class sets of the database.",
    usage: "corpus-tool classes list [<options>]",
    discussion: """
      EXAMPLE
        corpus-tool classes list
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let output = try output.target(store.path)
    try output.write(.classSets(store.open(.readOnly).classSets()))
  }
}
