import ArgumentParser
import FreqAnalysis

/// How predictions and accuracies are read: the rule, the fields, the labels, the unit.
struct AccuracyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "When a prediction is correct: it contains the label (contains, the paper's rule), it has the label's words "
        + "(words), it equals the label (exact), its first class is the label (first), it chooses the right option "
        + "(letter), or its first line contains the label (first-line).", valueName: "rule"))
  var rule: PredictionFile.Rule = .contains

  @Flag(help: "Accept any term of the label's class, not only the label.")
  var withAliases = false

  @Option(help: ArgumentHelp("The field of the label, such as doc.answer.", valueName: "path"))
  var labelField: RecordPath?

  @Option(help: ArgumentHelp("The field of the prediction, such as choices[0].text.", valueName: "path"))
  var predField: RecordPath?

  @Option(
    help: ArgumentHelp("The field of the class, where the label is another one.", valueName: "path"))
  var classField: RecordPath?

  @Option(
    help: ArgumentHelp(
      "For predictions without a label: JSON Lines or CSV with question_id and label.", valueName: "file"))
  var labels: String?

  @Option(
    help: ArgumentHelp(
      "The number of the first class, where labels are numbers: 0 or 1.", valueName: "number"))
  var labelBase: Int?

  @Option(help: ArgumentHelp("percent or fraction, instead of what the values suggest.", valueName: "unit"))
  var unit: AccuracyUnit?

  /// The files that are read beside the predictions.
  var files: [String] { labels.map { [$0] } ?? [] }

  func validate() throws { try Self.check(labelBase: labelBase) }

  /// Refuses a number that no list's first class has.
  static func check(labelBase: Int?) throws {
    guard labelBase.map((0...1).contains) ?? true else {
      throw ValidationError("--label-base takes 0 or 1")
    }
  }

  func options(models: [String]) -> AccuracyFile.Options {
    AccuracyFile.Options(
      models: models, unit: unit,
      predictions: PredictionFile.Options(
        rule: rule, labels: labels, labelField: labelField, predictionField: predField,
        classField: classField, labelBase: labelBase, withAliases: withAliases))
  }
}

extension PredictionFile.Rule: ExpressibleByArgument {}
extension AccuracyUnit: ExpressibleByArgument {}

extension RecordPath: ExpressibleByArgument {
  /// Reads a path as it is typed.
  public init?(argument: String) { self.init(argument) }
}
