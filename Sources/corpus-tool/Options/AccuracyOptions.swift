import ArgumentParser
import FreqAnalysis

/// How predictions and accuracies are read: `--rule`, `--labels`, `--unit`.
struct AccuracyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "When a prediction is right: it contains the label (the paper's rule), it is the label (exact), or its "
        + "first line contains it (first-line); case is folded.", valueName: "rule"))
  var rule: PredictionFile.Rule = .contains

  @Option(
    help: ArgumentHelp(
      "For predictions without a label: JSON Lines or CSV with question_id and label.", valueName: "file"))
  var labels: String?

  @Option(help: ArgumentHelp("percent or fraction, instead of what the data say.", valueName: "unit"))
  var unit: AccuracyUnit?

  /// The files that are read beside the predictions.
  var files: [String] { labels.map { [$0] } ?? [] }

  func options(models: [String]) -> AccuracyFile.Options {
    AccuracyFile.Options(models: models, unit: unit, rule: rule, labels: labels)
  }
}

extension PredictionFile.Rule: ExpressibleByArgument {}
extension AccuracyUnit: ExpressibleByArgument {}
