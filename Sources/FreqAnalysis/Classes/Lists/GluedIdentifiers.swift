import Corpus

/// Takes off names the identifiers that stand in one text with them: `n02085620-Chihuahua`, `n01440764: tench`,
/// `tench (n01440764)`.
enum GluedIdentifiers {
  /// An identifier and the name beside it.
  struct Parts: Equatable {
    var id: String
    var name: String
  }

  /// Takes the identifiers off where every name begins with one, or every name ends with one, and all differ.
  ///
  /// A class that has an identifier already keeps it. Commas divide what is left, as in the lines of synsets.
  static func apply(to list: inout ClassList) {
    let names = list.entries.map(\.name)
    guard let parts = every(names, head) ?? every(names, tail) else { return }
    for (index, part) in parts.enumerated() {
      let entry = list.entries[index]
      let spaced = String(decoding: part.name.utf8.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }, as: UTF8.self)
      let found = SynonymNames.parts(of: spaced)
      list.entries[index] = ClassSet.Class(
        name: found[0], id: entry.id ?? part.id,
        aliases: found.dropFirst() + entry.terms.filter { $0.kind == .alias }.map(\.text))
    }
    if list.form == .lines { list.form = .synsets }
    list.notes.append(Note(.identifiersTaken, list.entries.prefix(3).map(\.name)))
  }

  /// The identifier that a text begins with, and the name behind it; nil where it does not.
  static func head(of text: String) -> Parts? {
    let utf8 = Array(text.utf8)
    if let close = closing(utf8.first), let end = utf8.prefix(66).firstIndex(of: close) {
      let id = string(utf8[1..<end])
      return ClassIdentifier.matches(id) ? parts(id, rest: utf8[(end + 1)...]) : nil
    }
    for (place, byte) in utf8.prefix(65).enumerated() where place > 0 {
      let id = utf8[..<place]
      if divides(byte, from: id) { return parts(string(id), rest: utf8[place...]) }
    }
    return nil
  }

  /// The identifier that a text ends with, and the name before it; nil where it does not.
  private static func tail(of text: String) -> Parts? {
    let utf8 = Array(text.utf8)
    for open in [UInt8(ascii: "("), UInt8(ascii: "[")] where utf8.last == closing(open) {
      guard let start = utf8.lastIndex(of: open) else { continue }
      let id = string(utf8[(start + 1)..<(utf8.count - 1)])
      return ClassIdentifier.matches(id) ? parts(id, before: utf8[..<start]) : nil
    }
    for place in utf8.indices.reversed().prefix(65) {
      let id = utf8[(place + 1)...]
      if divides(utf8[place], from: id) { return parts(string(id), before: utf8[...place]) }
    }
    return nil
  }

  private static func every(_ names: [String], _ part: (String) -> Parts?) -> [Parts]? {
    var found: [Parts] = []
    for name in names {
      guard let next = part(name) else { return nil }
      found.append(next)
    }
    // Of files of pictures (`n01440764_10026.JPEG`) many have the same identifier.
    return found.isEmpty || Set(found.map(\.id)).count < found.count ? nil : found
  }

  private static func closing(_ open: UInt8?) -> UInt8? {
    open == UInt8(ascii: "[") ? UInt8(ascii: "]") : open == UInt8(ascii: "(") ? UInt8(ascii: ")") : nil
  }

  /// Whether a byte beside an identifier ends it.
  ///
  /// Hyphens and underscores stand inside all but those of synsets, and `Q400 NextGen` is an aircraft.
  private static func divides(_ byte: UInt8, from id: ArraySlice<UInt8>) -> Bool {
    let signs: String
    switch id.first {
    case nil: return false
    case UInt8(ascii: "Q"): signs = ":,;|\t"
    case UInt8(ascii: "/"): signs = " \t:,;|"
    default: signs = id.count == 9 && !id.contains(UInt8(ascii: ".")) ? " \t:,;|-_" : " \t:,;|"
    }
    return signs.utf8.contains(byte) && ClassIdentifier.matches(string(id))
  }

  private static func parts(_ id: String, rest: ArraySlice<UInt8>) -> Parts? {
    named(id, withoutSign(rest))
  }

  private static func parts(_ id: String, before: ArraySlice<UInt8>) -> Parts? {
    named(id, ArraySlice(withoutSign(ArraySlice(before.reversed())).reversed()))
  }

  /// What is left behind blanks and one sign.
  private static func withoutSign(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let rest = bytes.drop(while: InputFile.isSpace)
    return rest.first.map { ":,;|-_".utf8.contains($0) } == true ? rest.dropFirst() : rest
  }

  private static func named(_ id: String, _ bytes: ArraySlice<UInt8>) -> Parts? {
    let name = InputFile.trimmed(string(bytes))
    return NameKey.hasWord(name) ? Parts(id: id, name: name) : nil
  }

  private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
