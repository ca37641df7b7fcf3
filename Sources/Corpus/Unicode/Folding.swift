/// Text as the `word` rule sees it: folded, then split to words.
///
/// This is the readable way, for class names and terms; `CaptionFolder` gives the same answer for captions.
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

  /// Folds a text: drops what is invisible, makes the apostrophes one, takes NFKC, and lowercases scalar by scalar.
  ///
  /// - Complexity: O(*n*).
  public static func folded(_ text: String) -> String {
    string(scalars(of: text))
  }

  /// The words of a text after folding, each with the gap before it.
  ///
  /// A word is a letter or number with the letters, numbers and marks after it; in a script written without spaces
  /// each letter or number, with its marks, is a word. What stands after the last word is not given.
  public static func words(of text: String) -> [Word] {
    var words: [Word] = []
    var word: [UInt32] = []
    var gap: [UInt32] = []
    var alone = false
    func finish() {
      guard !word.isEmpty else { return }
      words.append(Word(text: string(word), gap: string(gap)))
      word.removeAll()
      gap.removeAll()
    }
    for scalar in scalars(of: text) {
      let kind = UnicodeTables.plain(scalar).kind
      switch kind {
      case UnicodeTables.Kind.letter where !word.isEmpty && !alone,
        UnicodeTables.Kind.mark where !word.isEmpty:
        word.append(scalar)
      case UnicodeTables.Kind.letter, UnicodeTables.Kind.spaceless:
        finish()
        word = [scalar]
        alone = kind == UnicodeTables.Kind.spaceless
      default:
        finish()
        gap.append(scalar)
      }
    }
    finish()
    return words
  }

  /// Whether a character of a folded text may stand between the words of any term: white space, a dash, `_`, `'`.
  public static func joins(_ scalar: Unicode.Scalar) -> Bool {
    UnicodeTables.plain(scalar.value).kind == UnicodeTables.Kind.joiner
  }

  /// Whether a character of a folded text can be part of a word: a letter, a number or a mark.
  public static func isOfAWord(_ scalar: Unicode.Scalar) -> Bool {
    switch UnicodeTables.plain(scalar.value).kind {
    case UnicodeTables.Kind.letter, UnicodeTables.Kind.spaceless, UnicodeTables.Kind.mark: true
    default: false
    }
  }

  /// The scalars of the folded text.
  static func scalars(of text: String) -> [UInt32] {
    let normalized = Normalization.nfkc(text.unicodeScalars.compactMap { UnicodeTables.first($0.value) })
    var folded: [UInt32] = []
    folded.reserveCapacity(normalized.count)
    for scalar in normalized {
      folded.append(UnicodeTables.plain(scalar).mapped(scalar))
      if scalar == UnicodeTables.dottedCapitalI { folded.append(UnicodeTables.dotAbove) }
    }
    return folded
  }

  /// A text of scalars, by its bytes: to append them to a view of scalars, which the standard library does for any sequence of
  /// them without knowing which, took a quarter of the time that `index` needs for a small shard and
  /// a thousand names.
  private static func string(_ scalars: [UInt32]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(scalars.count)
    for scalar in scalars {
      if scalar < 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: scalar))
      } else if let scalar = Unicode.Scalar(scalar), let encoded = UTF8.encode(scalar) {
        bytes.append(contentsOf: encoded)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
