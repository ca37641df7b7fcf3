import Corpus

/// What a name is compared by: its folded bytes, or its words.
enum NameKey {
  /// The folded name, `_` as a space, without white space at its ends, as UTF-8.
  ///
  /// Bytes, since two texts that Swift calls equal may fold to different ones.
  static func folded(_ name: String) -> [UInt8] {
    let bytes = Folding.folded(name).utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }
    guard let first = bytes.firstIndex(where: { $0 != 0x20 }),
      let last = bytes.lastIndex(where: { $0 != 0x20 })
    else { return [] }
    return Array(bytes[first...last])
  }

  /// The words of the folded name with a space between, as UTF-8; empty where it has none.
  static func words(_ name: String) -> [UInt8] {
    Array(Folding.words(of: name).map { Array($0.text.utf8) }.joined(separator: [0x20]))
  }

  /// The folded name without what may stand between the words of a term: white space, hyphens, `_` and apostrophes.
  static func spelling(_ name: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in Folding.folded(name).unicodeScalars where !Folding.joins(scalar) {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return bytes
  }

  /// Whether a name has a letter or a number, and so can be found at all.
  static func hasWord(_ name: String) -> Bool { !Folding.words(of: name).isEmpty }
}
