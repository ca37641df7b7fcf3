import ArgumentParser
import FreqAnalysis

struct ClassesAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Create a class set from a file.",
    usage: "corpus-tool classes add [<options>] <name> <file>",
    discussion: """
      FILE is a JSON array of names, a JSON object from name to aliases, one name per line, CSV or TSV with the \
      columns index, name, aliases (separated by |), or LOC_synset_mapping.txt. Terms are the names and aliases \
      as given; nothing is added unless an option asks for it.

      EXAMPLE
        corpus-tool classes add imagenet imagenet_classes.json
        corpus-tool classes add imagenet-base imagenet_classes.json --base-names
      """)

  enum AliasSource: String, ExpressibleByArgument, CaseIterable { case wordnet }

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Flag(help: "For a name such as 'kite (bird of prey)', add the term 'kite'.")
  var baseNames = false

  @Flag(help: "Add the English plural of each term.")
  var plurals = false

  @Option(
    help: ArgumentHelp(
      "wordnet: add each class's lemmas, from the Debian package wordnet-base.", valueName: "source"))
  var aliases: AliasSource?

  @Argument(help: "The name of the class set.")
  var name: String

  @Argument(help: ArgumentHelp("The class list.", valueName: "file"))
  var file: String

  func run() throws {
    let options = TermOptions(baseNames: baseNames, plurals: plurals, wordNet: aliases == .wordnet)
    let list = try ClassFile(path: file, name: name, options: options)
    let chosen = ChosenClassSet(list, options: options, source: file)
    verbosity.tell(chosen.notes)
    Messages.note(
      try chosen.register(in: store.open(.create)).isNew
        ? "class set `\(name)` added to \(store.path)"
        : "class set `\(name)` already exists in \(store.path), with the same content")
  }
}
