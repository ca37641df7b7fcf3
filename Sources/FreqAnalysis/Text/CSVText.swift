/// A table as CSV after RFC 4180, with the line end `\n`.
///
/// The first line has the columns' names. A field that holds a comma, a quote or a line end is quoted, and its
/// quotes are doubled; nothing else is changed, so that every text comes back as it was. That includes a name such
/// as `=cmd()`, which a spreadsheet may take for a formula: import the file with the column set to text, or ask for the
/// safe form, in which such a text stands behind an apostrophe. A missing value and a number that is not finite are empty fields. A real number is the shortest decimal that reads back to
/// the same double; numbers are never grouped.
public struct CSVText: Sendable {
  private let table: Table
  private let isSafe: Bool

  /// Takes a table.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - isSafe: Whether texts that a spreadsheet would take for formulas get an apostrophe before them.
  public init(_ table: Table, isSafe: Bool = false) {
    self.table = table
    self.isSafe = isSafe
  }

  /// The header and one line a row.
  public var text: String {
    var text = line(table.columns.map { .text($0.name) })
    for row in table.rows { text += line(row) }
    return text
  }

  private func line(_ values: [Table.Value]) -> String {
    isSafe ? Self.safeLine(values) : Self.line(values)
  }

  /// One line with its end in the safe form.
  static func safeLine(_ values: [Table.Value]) -> String {
    line(
      values.map { value in
        if case .text(let text) = value { .text(SpreadsheetCell.harmless(text)) } else { value }
      })
  }

  /// One line with its end; a line of one empty field is written as two quotes, since an empty line is no record.
  public static func line(_ values: [Table.Value]) -> String {
    let line = values.map(field).joined(separator: ",")
    return (line.isEmpty ? "\"\"" : line) + "\n"
  }

  private static func field(_ value: Table.Value) -> String {
    switch value {
    case .text(let text): quoted(text)
    case .integer(let number): String(number)
    case .real(let number): number.isFinite ? number.description : ""
    case .missing: ""
    }
  }

  private static func quoted(_ text: String) -> String {
    let special: (UInt8) -> Bool = {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
    guard text.utf8.contains(where: special) else { return text }
    var field = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { field.unicodeScalars.append("\"") }
      field.unicodeScalars.append(scalar)
    }
    return field + "\""
  }
}
