import ArgumentParser
import FreqAnalysis

struct FrequencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frequency", abstract: "Import counts computed elsewhere.",
    subcommands: [FrequencyAdd.self])
}

struct FrequencyAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Import a corpus whose counts were computed elsewhere.",
    usage: "corpus-tool frequency add --classes <set> --corpus <name> [...] <file>",
    discussion: """
      FILE is JSON {class: captions}, CSV or JSON Lines with the columns class,captions[,mentions], or a JSON list \
      of [name, captions] pairs. A class that is not in it is unknown, not zero. The rule set of the counts is \
      `imported`: they are pooled with counted ones only if both rule sets are named.

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

  @Option(
    help: ArgumentHelp("How to treat a class that is not in the file: unknown or zero.", valueName: "what"))
  var absent: FrequencyFile.Absent = .unknown

  @Option(
    help: ArgumentHelp(
      "The number of the first class, where classes are numbers: 0 or 1.", valueName: "number")
  )
  var labelBase: Int?

  @Flag(help: "Replace the imported counts of this corpus.")
  var replace = false

  @Argument(help: ArgumentHelp("The file of counts.", valueName: "file"))
  var file: String

  func validate() throws { try AccuracyOptions.check(labelBase: labelBase) }

  func run() throws {
    let chosen = try ChosenClassSet(nameOrFile: classSet, in: store.openIfThere())
    let counts = try FrequencyFile(
      path: file, classSet: chosen.classSet, absent: absent, labelBase: labelBase)
    Messages.concern(store.path)
    Messages.notes(chosen.notes, of: classSet)
    Messages.notes(counts.notes, of: file)
    let store = try store.open(.create)
    let replaced = try store.addFrequencies(
      counts.frequencies, of: chosen.register(in: store).stored,
      corpus: corpus, stage: stage,
      replace: replace)
    Messages.note(
      replaced ? "imported counts of corpus `\(corpus)` replaced" : "corpus `\(corpus)` added")
  }
}

extension FrequencyFile.Absent: ExpressibleByArgument {}
