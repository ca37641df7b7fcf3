/// Knows identifiers of classes, which stand for a name and are none.
enum ClassIdentifier {
  /// Whether a text is an identifier: of a WordNet synset (`n01440764`, `aerosol.n.02`), of Freebase
  /// (`/m/011k07`) or of Wikidata (`Q144`, three digits or more, since `Q50` is a car).
  static func matches(_ text: String) -> Bool {
    let utf8 = Array(text.utf8)
    return isSynset(utf8) || isFreebase(utf8) || isSense(utf8) || isWikidata(utf8)
  }

  /// Splits `n01440764 tench, Tinca tinca` at the blank or tab after the identifier; nil where none begins it.
  static func split(_ line: String) -> (id: String, rest: String)? {
    let utf8 = Array(line.utf8)
    guard let end = utf8.firstIndex(where: { $0 == 0x20 || $0 == 0x09 }), end <= 64 else { return nil }
    let id = String(decoding: utf8[..<end], as: UTF8.self)
    var rest = InputFile.trimmed(String(decoding: utf8[end...], as: UTF8.self))
    // `n01440764 - tench`
    if ["- ", ": ", "| "].contains(where: rest.hasPrefix) {
      rest = InputFile.trimmed(String(rest.dropFirst()))
    }
    return rest.isEmpty || !matches(id) ? nil : (id, rest)
  }

  /// A letter of WordNet's parts of speech and the eight digits of a place in its file.
  private static func isSynset(_ utf8: [UInt8]) -> Bool {
    utf8.count == 9 && "nvars".utf8.contains(utf8[0]) && utf8[1...].allSatisfy(isDigit)
  }

  /// `/m/0…` or `/g/1…`: what follows the letter begins with a digit in all of them, so `/m/mansion` is a folder.
  private static func isFreebase(_ utf8: [UInt8]) -> Bool {
    guard utf8.count >= 5, utf8.count <= 24 else { return false }
    let head = utf8.starts(with: Array("/m/0".utf8)) || utf8.starts(with: Array("/g/1".utf8))
    return head
      && utf8[4...].allSatisfy { isDigit($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
  }

  /// A lemma, a part of speech and the number of the sense: `aerosol.n.02`.
  private static func isSense(_ utf8: [UInt8]) -> Bool {
    guard utf8.count >= 6, !utf8.contains(0x20) else { return false }
    let tail = utf8.suffix(5)
    let at = tail.startIndex
    return tail[at] == UInt8(ascii: ".") && "nvars".utf8.contains(tail[at + 1])
      && tail[at + 2] == UInt8(ascii: ".") && isDigit(tail[at + 3]) && isDigit(tail[at + 4])
  }

  private static func isWikidata(_ utf8: [UInt8]) -> Bool {
    utf8.count >= 4 && utf8.count <= 12 && utf8[0] == UInt8(ascii: "Q") && utf8[1] != 0x30
      && utf8[1...].allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
