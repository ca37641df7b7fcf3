import Corpus

/// Splits names that are lists of synonyms, as Hugging Face's labels of ImageNet are: `tench, Tinca tinca`.
enum SynonymNames {
  /// The names that stand in one, at commas that are neither inside parentheses nor between two digits.
  ///
  /// A name without such a comma is the only one.
  static func parts(of name: String) -> [String] {
    let utf8 = Array(name.utf8)
    var parts: [String] = []
    var start = 0
    var open = 0
    for (at, byte) in utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: ")"): open = max(0, open - 1)
      case UInt8(ascii: ",") where open == 0 && !isInsideNumber(utf8, at):
        parts.append(String(decoding: utf8[start..<at], as: UTF8.self))
        start = at + 1
      default: break
      }
    }
    guard !parts.isEmpty else { return [name] }
    parts.append(String(decoding: utf8[start...], as: UTF8.self))
    let filled = parts.map(InputFile.trimmed).filter { !$0.isEmpty }
    return filled.isEmpty ? [name] : filled
  }

  /// Whether a comma stands between two digits, as in `1,000 island dressing`.
  private static func isInsideNumber(_ utf8: [UInt8], _ at: Int) -> Bool {
    let digits: ClosedRange<UInt8> = 0x30...0x39
    return at > 0 && at + 1 < utf8.count && digits.contains(utf8[at - 1]) && digits.contains(utf8[at + 1])
  }

  /// Splits every name and alias of a list, or tells how many of them could be split.
  static func apply(to list: inout ClassList, splits: Bool) {
    applyToAliases(of: &list, splits: splits)
    let found = list.entries.map { parts(of: $0.name) }
    let several = list.entries.indices.filter { found[$0].count > 1 }
    guard !several.isEmpty else { return }
    guard splits else {
      list.notes.append(
        Note(.namesWithCommas(of: list.entries.count), several.map { list.entries[$0].name }))
      return
    }
    list.notes.append(Note(.synonymsSplit(several.count)))
    for index in several {
      let entry = list.entries[index]
      let aliases = Array(found[index].dropFirst()) + entry.terms.filter { $0.kind == .alias }.map(\.text)
      list.entries[index] = ClassSet.Class(name: found[index][0], id: entry.id, aliases: aliases)
    }
  }

  private static func applyToAliases(of list: inout ClassList, splits: Bool) {
    var all = 0
    var several: [String] = []
    for (index, entry) in list.entries.enumerated() where entry.terms.count > 1 {
      let aliases = entry.terms.filter { $0.kind == .alias }.map(\.text)
      let found = aliases.map(parts)
      all += aliases.count
      guard found.contains(where: { $0.count > 1 }) else { continue }
      several += zip(aliases, found).filter { $1.count > 1 }.map { "\(entry.name): \($0.0)" }
      if splits {
        list.entries[index] = ClassSet.Class(name: entry.name, id: entry.id, aliases: found.flatMap { $0 })
      }
    }
    guard !several.isEmpty else { return }
    list.notes.append(
      splits ? Note(.aliasesSplit(several.count)) : Note(.aliasesWithCommas(of: all), several))
  }

  /// By what a line of synonyms is compared: its different names, folded, in order; nil for a single name.
  static func key(ofLine name: String) -> [UInt8]? { key(parts(of: name)) }

  /// The line that a class's name and aliases came from; nil where it has no alias.
  ///
  /// Labels that hold the line as it stood find the class by it, so it need not be stored.
  static func key(of entry: ClassSet.Class) -> [UInt8]? {
    key(entry.terms.filter { $0.kind == .name || $0.kind == .alias }.flatMap { parts(of: $0.text) })
  }

  private static func key(_ names: [String]) -> [UInt8]? {
    guard names.count > 1 else { return nil }
    var seen: Set<[UInt8]> = []
    let different = names.map(NameKey.folded).filter { seen.insert($0).inserted }
    return Array(different.joined(separator: [UInt8(ascii: ","), 0x20]))
  }
}
