import Corpus

/// Reads class lists of lines: a name each, or an identifier with its names.
struct ClassListLines {
  let file: String
  /// The file's lines that are not blank, trimmed, with their numbers.
  let lines: [(number: Int, text: String)]
  /// How many blank lines stand before the last name.
  private let blank: Int

  /// Takes the lines of a text.
  init(_ bytes: [UInt8], file: String, isBelowComments: Bool = false) {
    self.file = file
    var lines: [(Int, String)] = []
    // A carriage return alone ends a line where there is no other end.
    let end: UInt8 = bytes.contains(0x0A) ? 0x0A : 0x0D
    for (index, line) in bytes.split(separator: end, omittingEmptySubsequences: false).enumerated() {
      let text = InputFile.trimmed(String(decoding: line, as: UTF8.self))
      if !text.isEmpty { lines.append((index + 1, text)) }
    }
    let above = isBelowComments ? (lines.first?.0 ?? 1) - 1 : 0
    blank = (lines.last?.0).map { $0 - above - lines.count } ?? 0
    self.lines = lines
  }

  /// Whether the first line is an identifier with names behind it, which makes the file one of such lines.
  var areSynsets: Bool {
    guard let first = lines.first, let parts = ClassIdentifier.split(first.text) else { return false }
    // With further tabs it is a table.
    return !parts.rest.utf8.contains(0x09)
  }

  /// Whether every line begins with an identifier and a name behind it, whatever stands between them.
  var beginWithIdentifiers: Bool { lines.allSatisfy { GluedIdentifiers.head(of: $0.text) != nil } }

  /// One name a line; without its quotes where all have them, or the file is a CSV of one column.
  func names() -> ClassList {
    let texts = lines.map(\.text)
    let unquoted = texts.map(Self.unquoted)
    let isQuoted = file.lowercased().hasSuffix(".csv") || unquoted.allSatisfy { $0 != nil }
    let names = isQuoted ? zip(texts, unquoted).map { $1 ?? $0 } : texts
    var list = ClassList(form: .lines, entries: names.map { ClassSet.Class(name: $0) }, isListing: true)
    let quoted = unquoted.count { $0 != nil }
    if isQuoted, quoted > 0 { list.notes.append(Note(.quotesRemoved(quoted))) }
    if blank > 0 { list.notes.append(Note(.blankLines(blank))) }
    return list
  }

  /// Lines of `n01440764 tench, Tinca tinca`; a number between the two, as ImageNet's kit has, goes.
  func synsets() throws -> ClassList {
    let parts = try lines.map { line in
      guard let parts = ClassIdentifier.split(line.text) else {
        throw InputError(file: file, at: .line(line.number), .notASynsetLine)
      }
      return parts
    }
    let numbered = NumberedNames(parts.map(\.rest))
    var list = ClassList(form: .synsets, entries: [])
    for (index, rest) in numbered.names.enumerated() {
      let names = Self.synonyms(rest)
      guard let name = names.first else {
        throw InputError(file: file, at: .line(lines[index].number), .namesWithoutWords([rest]))
      }
      list.entries.append(ClassSet.Class(name: name, id: parts[index].id, aliases: Array(names.dropFirst())))
    }
    if numbered.areChanged {
      list.notes.append(
        Note(
          .listingParts(numbers: numbered.tookNumbers, folders: numbered.tookFolders),
          list.entries.prefix(3).map(\.name)))
    }
    return list
  }

  /// What stands between the quotes of a cell; nil for a line that is no such cell.
  private static func unquoted(_ line: String) -> String? {
    guard line.utf8.first == UInt8(ascii: "\""), line.utf8.count > 2 else { return nil }
    var reader = CSVRows(Array(line.utf8))
    guard let row = try? reader.next(), row.cells.count == 1 else { return nil }
    let name = InputFile.trimmed(row.cells[0])
    return name.isEmpty ? nil : name
  }

  /// The names of a synset's line.
  static func synonyms(_ line: String) -> [String] {
    line.split(separator: ",").map { InputFile.trimmed(String($0)) }.filter { !$0.isEmpty }
  }
}
