/// By what the corpora of a model's counts were chosen.
public enum CorpusChoice: String, Sendable, Hashable {
  /// They are those that the model was trained on.
  case own
  /// They are all that are counted, since nobody said what the model was trained on.
  case all
  /// The user named them, or each stands on its own.
  case named
}
