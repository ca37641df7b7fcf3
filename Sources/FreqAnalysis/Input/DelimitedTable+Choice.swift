/// A column that was chosen by its name, and the columns that would have been understood as well.
struct ChosenColumn: Sendable, Equatable {
  /// The position of the column.
  let position: Int
  /// Its name as written.
  let name: String
  /// The other columns with accepted names, as written, in the table's order.
  let beside: [String]

  /// Says which column was taken for what; nil where there was no choice.
  func note(_ what: String) -> Note? {
    beside.isEmpty ? nil : Note(.chosen(what: what, taken: name), beside)
  }
}

extension DelimitedTable {
  /// The column whose name stands first in a list, whatever its case; nil where none of the names is there.
  ///
  /// Throws `InputError` where the chosen name is there twice, since nothing tells which one is meant.
  func choice(_ names: [String], file: String) throws -> ChosenColumn? {
    let lowered = columns.map { $0.lowercased() }
    for name in names {
      let found = lowered.indices.filter { lowered[$0] == name }
      guard let position = found.first else { continue }
      if found.count > 1 {
        throw InputError(file: file, at: .line(1), .repeatedColumn(columns[found[1]]))
      }
      let beside = lowered.indices.filter { $0 != position && names.contains(lowered[$0]) }
      return ChosenColumn(position: position, name: columns[position], beside: beside.map { columns[$0] })
    }
    return nil
  }

  /// The first column, where its name is empty: that of a data frame's labels.
  var unnamed: ChosenColumn? {
    // pandas reads such a name back as `Unnamed: 0`.
    guard let name = columns.first, ["", "Unnamed: 0"].contains(name), columns.count > 1 else { return nil }
    return ChosenColumn(position: 0, name: name, beside: [])
  }

  /// A cell's number as other programs write it: with a decimal comma where commas separate no cells.
  ///
  /// Between semicolons `0,5` is a half. Between tabs it is one too, but `87,125` may also be a number of five digits,
  /// and stays as it is.
  func number(in cell: String) -> String {
    let text = InputFile.trimmed(cell)
    let parts = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard separator != UInt8(ascii: ","), parts.count == 2,
      parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return text }
    let isClear = separator == UInt8(ascii: ";") || parts[1].count != 3 || parts[0].elementsEqual([0x30])
    return isClear ? text.replacing(",", with: ".") : text
  }

  /// The separator that the first line speaks for, semicolons among them.
  static func separatorOrSemicolon(of bytes: [UInt8]) -> UInt8 {
    let first = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    if first.contains(0x09) { return 0x09 }
    let semicolons = first.count { $0 == UInt8(ascii: ";") }
    let commas = first.count { $0 == UInt8(ascii: ",") }
    return semicolons > commas ? UInt8(ascii: ";") : UInt8(ascii: ",")
  }
}
