import ArgumentParser
import FreqAnalysis

struct FrequencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frequency", abstract: "Add counts that were computed elsewhere.",
    subcommands: [FrequencyAdd.self])
}

struct FrequencyAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a corpus whose counts were computed elsewhere.",
    usage: "corpus-tool frequency add --classes <set> --corpus <name> [...] <file>",
    discussion: """
      FILE is JSON {class: captions}, CSV with the columns class,captions[,mentions], or a JSON list of \
      [name, captions] pairs. A class that it lacks is unknown, not zero. The counts' rule set is `imported`: they \
      are never added to counted ones unless both rule sets are named.

      EXAMPLE
        corpus-tool frequency add --classes imagenet --corpus laion400m counts.json
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp("The class set, or a class list.", valueName: "name|file"))
  var classSet: String

  @Option(help: ArgumentHelp("The name of the corpus.", valueName: "name"))
  var corpus: String

  @Option(help: ArgumentHelp("pretrain (default), instruct, or any word.", valueName: "stage"))
  var stage: String?

  @Option(help: ArgumentHelp("What a class is that the file lacks: unknown or zero.", valueName: "what"))
  var absent: FrequencyFile.Absent = .unknown

  @Flag(help: "Replace the counts that were imported for this corpus.")
  var replace = false

  @Argument(help: ArgumentHelp("The file of counts.", valueName: "file"))
  var file: String

  func run() throws {
    let chosen = try ChosenClassSet(nameOrFile: classSet, in: store.openIfThere())
    let counts = try FrequencyFile(path: file, classSet: chosen.classSet, absent: absent)
    verbosity.tell(chosen.notes + counts.notes)
    let store = try store.open(.create)
    let replaced = try store.addFrequencies(
      counts.frequencies, of: chosen.register(in: store).stored,
      corpus: corpus, stage: stage,
      replace: replace)
    Messages.note(
      replaced ? "the imported counts of corpus `\(corpus)` are replaced" : "corpus `\(corpus)` added")
  }
}

extension FrequencyFile.Absent: ExpressibleByArgument {}
