/// Text as the `word` rule sees it: folded, then split to words.
public enum Folding {
  /// One word of a folded text, with what stands before it.
  public struct Word: Sendable, Hashable {
    /// The word.
    public var text: String
    /// The characters between the word before and this one; empty between two words of a spaceless script.
    public var gap: String

    /// Makes a word.
    public init(text: String, gap: String) {
      self.text = text
      self.gap = gap
    }
  }
}
