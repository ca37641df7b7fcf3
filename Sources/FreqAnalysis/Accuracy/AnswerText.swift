import Corpus

/// A label, a name or an answer in the form in which predictions are judged: folded as captions are, `_` and white
/// space of any length one space, dashes one hyphen, without white space at the ends.
struct AnswerText: Sendable, Hashable {
  /// The text as UTF-8; empty where nothing of it stays.
  let bytes: [UInt8]

  /// Folds a text.
  init(_ text: String) {
    var bytes: [UInt8] = []
    var text = text
    let isPlain = text.withUTF8 { Self.foldPlain($0, into: &bytes) }
    if !isPlain {
      bytes.removeAll(keepingCapacity: true)
      for scalar in Folding.folded(text).unicodeScalars { Self.append(scalar, to: &bytes) }
    }
    if bytes.last == 0x20 { bytes.removeLast() }
    self.bytes = bytes
  }

  private init(bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  /// Whether nothing of the text stays.
  var isEmpty: Bool { bytes.isEmpty }

  /// Whether a label is contained; an empty one never is.
  func contains(_ label: AnswerText) -> Bool {
    guard let first = label.bytes.first, label.bytes.count <= bytes.count else { return false }
    return bytes.withUnsafeBufferPointer { text in
      label.bytes.withUnsafeBufferPointer { wanted in
        (0...text.count - wanted.count).contains { start in
          text[start] == first && text[start..<start + wanted.count].elementsEqual(wanted)
        }
      }
    }
  }

  /// The text without punctuation at its ends and without a leading article; the whole text where nothing else is
  /// in it. Signs that tell names apart, as in `C++` and `C#`, stay.
  var core: AnswerText {
    let inner = Self.withoutPunctuation(bytes[...])
    for article in ["a ", "an ", "the "] where inner.starts(with: article.utf8) {
      let rest = Self.withoutPunctuation(inner.dropFirst(article.utf8.count))
      if !rest.isEmpty { return AnswerText(bytes: rest) }
    }
    return inner.isEmpty ? self : AnswerText(bytes: inner)
  }

  // MARK: Folding

  /// Folds a text of printable ASCII and white space, for which this is all of folding; false for any other.
  private static func foldPlain(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) -> Bool {
    bytes.reserveCapacity(text.count)
    for byte in text {
      switch byte {
      case 0x41...0x5A: bytes.append(byte | 0x20)
      case 0x60: bytes.append(0x27)
      case 0x20, 0x5F, 0x09...0x0D: appendSpace(to: &bytes)
      case 0x21...0x7E: bytes.append(byte)
      default: return false
      }
    }
    return true
  }

  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x5F, 0x85, 0x1680, 0x2028, 0x2029: appendSpace(to: &bytes)
    case 0x27: bytes.append(0x27)
    default:
      // What else may stand between the words of a term is a dash: folding leaves no other white space.
      if Folding.joins(scalar) {
        bytes.append(UInt8(ascii: "-"))
      } else {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }

  private static func appendSpace(to bytes: inout [UInt8]) {
    if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
  }

  // MARK: Punctuation

  /// The part between the first and the last character that is a word's, or a sign that tells names apart.
  private static func withoutPunctuation(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
    guard let first = text.firstIndex(where: isInner), let last = text.lastIndex(where: isInner) else {
      return []
    }
    return Array(String(text[first...last]).utf8)[...]
  }

  private static func isInner(_ scalar: Unicode.Scalar) -> Bool {
    Folding.isOfAWord(scalar) || "#$%&+=@^~|<>".unicodeScalars.contains(scalar)
  }
}
