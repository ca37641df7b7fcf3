import ArgumentParser
import FreqAnalysis

/// How predictions and accuracies are read: `--rule`, `--labels`, `--unit`.
struct AccuracyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "When a prediction is correct: it contains the label (contains, the paper's rule), it equals the label "
        + "(exact), or its first line contains it (first-line); case is ignored.", valueName: "rule"))
  var rule: PredictionFile.Rule = .contains

  @Option(
    help: ArgumentHelp(
      "For predictions without a label: JSON Lines or CSV with question_id and label.", valueName: "file"))
  var labels: String?

  @Option(help: ArgumentHelp("percent or fraction, instead of what the values suggest.", valueName: "unit"))
  var unit: AccuracyUnit?

  /// The files that are read beside the predictions.
  var files: [String] { labels.map { [$0] } ?? [] }

  func options(models: [String]) -> AccuracyFile.Options {
    AccuracyFile.Options(models: models, unit: unit, rule: rule, labels: labels)
  }
}

extension PredictionFile.Rule: ExpressibleByArgument {}
extension AccuracyUnit: ExpressibleByArgument {}
