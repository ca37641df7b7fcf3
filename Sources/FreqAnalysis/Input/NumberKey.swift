/// Knows whole numbers as they are written in keys and cells.
enum NumberKey {
  /// The number that a text of ASCII digits alone is; nil for any other text, and beyond 18 digits.
  static func value(_ text: String) -> Int? {
    let utf8 = text.utf8
    guard !utf8.isEmpty, utf8.count <= 18, utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }

  /// The number that a text of ASCII digits is, perhaps behind a minus sign: a background is often the class -1.
  static func signed(_ text: String) -> Int? {
    text.utf8.first == UInt8(ascii: "-") ? value(String(text.dropFirst())).map { -$0 } : value(text)
  }
}
