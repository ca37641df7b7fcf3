/// A count as a file writes it: a whole number from 0 to 10^15, perhaps as `12.0` or `1e3`.
struct WholeNumber {
  /// The largest count that is stored.
  static let largest = 1_000_000_000_000_000

  let value: Int

  init?(_ text: String) {
    if let whole = Int(text) {
      guard (0...Self.largest).contains(whole) else { return nil }
      value = whole
      return
    }
    guard let number = Double(text), number >= 0, number <= Double(Self.largest), number == number.rounded()
    else {
      return nil
    }
    value = Int(number)
  }

  /// A whole number as an index or a label is written: digits, perhaps with zeros after a point, as pandas writes the
  /// numbers of a column with gaps (`3.0`); nil where the text is anything else.
  static func written(_ text: String) -> Int? {
    let text = InputFile.trimmed(text)
    let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, (1...15).contains(whole.count),
      whole.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    if parts.count == 2 {
      guard !parts[1].isEmpty, parts[1].allSatisfy({ $0 == 0x30 }) else { return nil }
    }
    return Int(String(decoding: whole, as: UTF8.self))
  }

  /// Whether a text is a number of any kind and nothing else: `-1.2`, `3e-4`, `nan`.
  static func isNumber(_ text: String) -> Bool {
    let text = InputFile.trimmed(text)
    // Longer ones are no numbers; hexadecimal ones are not written in files of predictions.
    guard (1...40).contains(text.utf8.count), !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") })
    else { return false }
    return Double(text) != nil
  }

  /// Whether a text is a whole number as an index or a label is written.
  static func isWritten(_ text: String) -> Bool { written(text) != nil }
}
