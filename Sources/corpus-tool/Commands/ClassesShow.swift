import ArgumentParser
import FreqAnalysis

struct ClassesShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the classes of a class set with their terms.",
    usage: "corpus-tool classes show [--ambiguous | --overlaps] [<options>] [<name>]",
    discussion: """
      EXAMPLE
        corpus-tool classes show imagenet
        corpus-tool classes show imagenet --ambiguous
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Only names that end with a parenthetical, and terms shared by classes.")
  var ambiguous = false

  @Flag(help: "Only terms shared by classes, and terms inside other classes' terms.")
  var overlaps = false

  @Argument(help: ArgumentHelp("The class set, or the file it was made from.", valueName: "name|file"))
  var name: String?

  func validate() throws {
    if ambiguous, overlaps { throw ValidationError("--ambiguous and --overlaps cannot be used together") }
  }

  func run() throws {
    let output = try output.target(store.path, reading: name.map { [$0] } ?? [])
    let store = try store.open(.readOnly)
    let classSet = try store.load(store.classSet(nameOrFile: name))
    let table: Table =
      ambiguous
      ? .ambiguousTerms(of: classSet) : overlaps ? .overlappingTerms(of: classSet) : .classes(of: classSet)
    try output.write(table)
    if table.rows.isEmpty { Messages.note("class set `\(classSet.name)` has no such term") }
  }
}
