import ArgumentParser
import FreqAnalysis

struct ClassesAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Create a class set from a file.",
    usage: "corpus-tool classes add [<options>] <name> <file>",
    discussion: """
      FILE is a JSON array of names, a JSON object from name to aliases or from number or identifier to name, one \
      name per line, CSV or TSV with the columns index, name, aliases (separated by |), or LOC_synset_mapping.txt; \
      what was understood is told. Terms are the names and aliases as given; nothing is added unless an option \
      asks for it.

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

  @Option(
    help: ArgumentHelp(
      "Of a JSON object, read the list under this key (a key, or keys with dots between them).",
      valueName: "key"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "Of a table, read the names in this column (its header, or its number from 1).", valueName: "column"))
  var nameColumn: String?

  @Flag(
    help: "Of a name such as 'tench, Tinca tinca', take the first part as the name and the others as aliases."
  )
  var splitSynonyms = false

  @Argument(help: "The name of the class set.")
  var name: String

  @Argument(help: ArgumentHelp("The class list.", valueName: "file"))
  var file: String

  func run() throws {
    let options = TermOptions(baseNames: baseNames, plurals: plurals, wordNet: aliases == .wordnet)
    let reading = ClassListOptions(key: key, nameColumn: nameColumn, splitsSynonyms: splitSynonyms)
    let list = try ClassFile(path: file, name: name, options: options, reading: reading)
    let chosen = ChosenClassSet(list, source: file)
    Messages.concern(store.path)
    Messages.notes(chosen.notes, of: file)
    Messages.note(
      try chosen.register(in: store.open(.create)).isNew
        ? "class set `\(name)` added to \(store.path)"
        : "class set `\(name)` already exists in \(store.path), with the same content")
  }
}
