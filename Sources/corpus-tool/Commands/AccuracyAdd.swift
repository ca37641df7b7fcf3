import ArgumentParser
import FreqAnalysis

struct AccuracyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accuracy", abstract: "Import and remove per-class accuracies.",
    subcommands: [AccuracyAdd.self, AccuracyForget.self])
}

struct AccuracyAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Import the per-class accuracies of one or more models.",
    usage: "corpus-tool accuracy add --classes <name|file> [<options>] <file>",
    discussion: """
      FILE holds predictions, as JSON Lines, CSV or TSV with `label` and `pred` (or other fields, see --label-field and \
      --pred-field), or accuracies: JSON {class: accuracy} or {model: {class: accuracy}}, CSV class,accuracy[,n] or \
      class,correct,total, or a classification report of scikit-learn.

      Predictions and labels are compared in the form in which captions are counted: case, `_` and kinds of apostrophe, \
      hyphen and white space do not matter. Labels that are whole numbers are positions in the class list.

      EXAMPLE
        corpus-tool accuracy add --classes imagenet --model llava predictions.jsonl
        corpus-tool accuracy add --classes imagenet imagenet_class_results.json
        corpus-tool accuracy add --classes imagenet --trained-on laion clip.json
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var accuracy: AccuracyOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp("The class set, or a class list.", valueName: "name|file"))
  var classSet: String

  @Option(
    name: .customLong("model"),
    help: ArgumentHelp(
      "Name of the model (default: the file name without its extension); in a file of several models, the one to import, can be repeated.",
      valueName: "model"))
  var models: [String] = []

  @Option(
    help: ArgumentHelp(
      "A corpus that the models were trained on, counted or not; can be repeated. Each model is then correlated "
        + "with its own corpora.", valueName: "corpus"))
  var trainedOn: [String] = []

  @Flag(help: "Replace existing accuracies of the model.")
  var replace = false

  @Argument(help: ArgumentHelp("Predictions or accuracies.", valueName: "file"))
  var file: String

  func run() throws {
    let chosen = try ChosenClassSet(nameOrFile: classSet, in: store.openIfThere())
    let accuracies = try AccuracyFile(
      path: file, classSet: chosen.classSet, options: accuracy.options(models: models))
    Messages.concern(store.path)
    Messages.notes(chosen.notes, of: classSet)
    Messages.notes(accuracies.notes, of: file)
    let store = try store.open(.create)
    let added = try store.addAccuracies(
      accuracies, of: chosen.register(in: store).stored, source: file, trainedOn: trainedOn, replace: replace)
    for (model, done) in added {
      switch done {
      case .added: Messages.note("model `\(model)` added")
      case .alreadyThere: Messages.note("model `\(model)` already exists, with the same accuracies")
      case .replaced: Messages.note("accuracies of model `\(model)` replaced")
      }
    }
  }
}
