import Corpus

/// Divides the cells of a column of aliases: at vertical bars, or where there are none at semicolons, or as the list that
/// a cell holds.
struct AliasCells {
  /// The aliases of each cell.
  private(set) var aliases: [[String]] = []
  /// What is to be told of how the cells were divided.
  private(set) var notes: [Note] = []

  init(_ cells: [String]) {
    let hasBars = cells.contains { $0.utf8.contains(UInt8(ascii: "|")) }
    var lists = 0
    var divided = 0
    for cell in cells {
      let text = InputFile.trimmed(cell)
      if let list = Self.list(in: text) {
        aliases.append(list)
        lists += 1
      } else {
        let atSemicolons = !hasBars && text.contains(";") && !text.contains("&")
        aliases.append(Self.parts(of: text, at: atSemicolons ? ";" : "|"))
        divided += atSemicolons ? 1 : 0
      }
    }
    if lists > 0 { notes.append(Note(.aliasLists(lists))) }
    if divided > 0 { notes.append(Note(.aliasesDivided(divided))) }
  }

  private static func parts(of text: String, at separator: Character) -> [String] {
    text.split(separator: separator).map { InputFile.trimmed(String($0)) }
  }

  /// The texts of a list in brackets, as JSON or Python writes it, or NumPy, which puts no commas; nil for another text.
  static func list(in text: String) -> [String]? {
    guard text.utf8.first == UInt8(ascii: "["), text.utf8.last == UInt8(ascii: "]") else { return nil }
    let inner = Array(text.utf8.dropFirst().dropLast())
    var found: [String] = []
    var at = 0
    while true {
      while at < inner.count, InputFile.isSpace(inner[at]) || inner[at] == UInt8(ascii: ",") { at += 1 }
      guard at < inner.count else { return found }
      let quote = inner[at]
      guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
      var element: [UInt8] = []
      at += 1
      while at < inner.count, inner[at] != quote {
        // Of escapes only those of quotes and of the backslash are undone.
        let isEscape =
          inner[at] == UInt8(ascii: "\\") && at + 1 < inner.count && "'\"\\".utf8.contains(inner[at + 1])
        if isEscape { at += 1 }
        element.append(inner[at])
        at += 1
      }
      guard at < inner.count else { return nil }
      at += 1
      found.append(InputFile.trimmed(String(decoding: element, as: UTF8.self)))
    }
  }
}
