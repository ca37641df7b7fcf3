extension PredictionFile {
  /// When a prediction is right. All rules compare folded text: case, `_` and the kinds of apostrophe, hyphen and
  /// white space do not matter.
  public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// The label is contained in the prediction: the rule of the paper.
    case contains
    /// The label's words stand in the prediction as words, as captions are counted.
    case words
    /// The prediction is the label, punctuation at the ends and a leading article aside.
    case exact
    /// The label's class is the first of the set's that the prediction mentions.
    case first
    /// The prediction chooses the letter of the right option.
    case letter
    /// The label is contained in the prediction's first line that is not blank.
    case firstLine = "first-line"
  }
}
