import ArgumentParser
import FreqAnalysis

struct ModelSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "State the corpora that models were trained on.",
    usage: """
      corpus-tool model set <model> ... --trained-on <corpus> [<options>]
      corpus-tool model set --from <file> [<options>]
      """,
    discussion: """
      correlate, plot, report and analyze then pool only these corpora for the model. A corpus may be counted later. \
      What was stated before is replaced. FILE is CSV or TSV with the columns `model` and `corpus`, one row for each \
      pair; either all of its rows are stored, or none.

      EXAMPLE
        corpus-tool model set clip-b32 --trained-on laion400m
        corpus-tool model set llava --trained-on blip558k --trained-on mix665k
        corpus-tool model set --from training.csv
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(
    help: ArgumentHelp("A corpus that the models were trained on; can be repeated.", valueName: "corpus"))
  var trainedOn: [String] = []

  @Flag(help: "Nothing is known of the models' training: all corpora are pooled again.")
  var unknown = false

  @Option(
    name: .customLong("from"),
    help: ArgumentHelp("CSV or TSV with the columns model and corpus.", valueName: "file"))
  var file: String?

  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp(
      "Only the models tested on this class set (default: on every class set).", valueName: "name|file"))
  var classSet: String?

  @Argument(help: ArgumentHelp("Models.", valueName: "model"))
  var models: [String] = []

  func validate() throws {
    let ways = [!trainedOn.isEmpty, unknown, file != nil].count { $0 }
    guard ways == 1 else { throw ValidationError("give one of --trained-on, --from and --unknown") }
    guard models.isEmpty == (file != nil) else {
      throw ValidationError(file == nil ? "name a model" : "with --from, the file names the models")
    }
  }

  func run() throws {
    let trainings =
      try file.map { try TrainingFile(path: $0).trainings }
      ?? models.map { ModelTraining(model: $0, corpora: trainedOn) }
    let store = try store.open(.readWrite)
    let classSet = try classSet.map { try store.classSet(nameOrFile: $0) }
    try store.setTraining(trainings, of: classSet)
    let counted = try store.corpora().map(\.name)
    if let only = trainings.first, trainings.count == 1 {
      let corpora = only.corpora.map { "`\($0)`" }.joined(separator: ", ")
      Messages.note(
        unknown ? "model `\(only.model)`: training unknown" : "model `\(only.model)`: trained on \(corpora)")
    } else {
      Messages.note(
        "\(NumberText.counted(trainings.count, "model")): \(unknown ? "training unknown" : "training corpora stored")"
      )
    }
    var told: Set<[UInt8]> = []
    for corpus in trainings.flatMap(\.corpora)
    where !counted.contains(where: { $0.utf8.elementsEqual(corpus.utf8) })
      && told.insert(Array(corpus.utf8)).inserted
    {
      Messages.note("the corpus `\(corpus)` is not counted yet")
    }
  }
}
