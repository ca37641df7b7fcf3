/// The names by which fields of predictions are known.
enum PredictionFieldNames {
  /// The fields that hold a prediction, the surest first; `answer` is one only where something else is the label, and
  /// `text` only where nothing else is there.
  static let predictions = certain + ["answer", "text"]
  /// Those of them that are predictions whatever stands beside them.
  static let certain = [
    "pred", "prediction", "response", "output", "generated_text", "filtered_resps", "model_answer",
  ]
  /// The fields that hold a label.
  static let labels = ["label", "target", "gt", "answer"]
}
