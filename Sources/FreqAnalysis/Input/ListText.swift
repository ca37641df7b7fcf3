/// A list that a cell or a string holds as text, as Python prints it (`['car', 'crane']`) or JSON writes it.
///
/// Known are lists and tuples of quoted texts, numbers and `None`, `True` and `False`, also within one another, with
/// commas between or as NumPy prints them with blanks; anything else is a text.
enum ListText {
  /// The deepest that lists may lie within one another.
  private static let depthLimit = 8

  /// The elements of a list, of lists inside it their first; nil where the text is no list, or one of nothing.
  static func elements(of text: String) -> [String]? {
    let bytes = Array(text.utf8)
    var at = bytes.firstIndex { !InputFile.isSpace($0) } ?? bytes.count
    guard at < bytes.count, let close = closing(bytes[at]) else { return nil }
    let isTuple = close == UInt8(ascii: ")")
    var quoted = 0
    guard let elements = list(bytes, &at, depth: 0, &quoted), !elements.isEmpty,
      bytes[at...].allSatisfy(InputFile.isSpace)
    else { return nil }
    // A text in parentheses is more often a remark: `(1)`.
    return isTuple && quoted == 0 ? nil : elements
  }

  /// The elements of a list in brackets that holds nothing but quoted texts, or nothing; nil of anything else.
  static func texts(of text: String) -> [String]? {
    let bytes = Array(text.utf8)
    guard bytes.first == UInt8(ascii: "[") else { return nil }
    var (at, quoted) = (0, 0)
    guard let elements = list(bytes, &at, depth: 0, &quoted), at == bytes.count, elements.count == quoted
    else { return nil }
    return elements
  }

  private static func closing(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "["): UInt8(ascii: "]")
    case UInt8(ascii: "("): UInt8(ascii: ")")
    default: nil
    }
  }

  /// Reads a list from its opening sign to behind its closing one.
  private static func list(
    _ bytes: [UInt8], _ at: inout Int, depth: Int, _ quoted: inout Int
  ) -> [String]? {
    guard depth < depthLimit, let close = closing(bytes[at]) else { return nil }
    at += 1
    var elements: [String] = []
    var mayFollow = true
    while true {
      let before = at
      while at < bytes.count, InputFile.isSpace(bytes[at]) { at += 1 }
      guard at < bytes.count else { return nil }
      if bytes[at] == close {
        at += 1
        return elements
      }
      if bytes[at] == UInt8(ascii: ",") {
        guard !mayFollow else { return nil }
        mayFollow = true
        at += 1
        continue
      }
      guard mayFollow || at > before, let element = element(bytes, &at, depth: depth, &quoted) else {
        return nil
      }
      elements.append(element)
      mayFollow = false
    }
  }

  private static func element(
    _ bytes: [UInt8], _ at: inout Int, depth: Int, _ quoted: inout Int
  ) -> String? {
    switch bytes[at] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      quoted += 1
      return QuotedText.read(bytes, &at)
    case UInt8(ascii: "["), UInt8(ascii: "("):
      return list(bytes, &at, depth: depth + 1, &quoted)?.first
    default:
      let start = at
      while at < bytes.count, !isEnd(bytes[at]) { at += 1 }
      let word = String(decoding: bytes[start..<at], as: UTF8.self)
      return ["None", "True", "False", "null", "true", "false"].contains(word) || WholeNumber.isNumber(word)
        ? word : nil
    }
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    InputFile.isSpace(byte) || [",", "]", ")"].contains { byte == UInt8(ascii: $0) }
  }
}
