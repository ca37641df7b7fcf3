/// The rows of a text whose lines all have the same number of separators: tabs, semicolons or commas.
struct SeparatedRows: Sendable {
  /// The byte between two cells.
  let separator: UInt8
  /// The rows, all of the same width, two cells or more; cells are trimmed.
  let rows: [CSVRows.Row]

  /// How many cells a row has.
  var width: Int { rows.first?.cells.count ?? 0 }

  /// Finds the separator that divides every line into as many cells; nil where none does.
  ///
  /// A comma or semicolon that a blank follows is text: `tench, Tinca tinca` is a list of names.
  init?(_ bytes: [UInt8]) {
    for separator in [0x09, UInt8(ascii: ";"), UInt8(ascii: ",")] {
      if let rows = Self.evenRows(bytes, separator) {
        self.separator = separator
        self.rows = rows
        return
      }
    }
    return nil
  }

  /// All rows, where they have two cells or more and as many as the first; nil too where quotes are not a table's.
  private static func evenRows(_ bytes: [UInt8], _ separator: UInt8) -> [CSVRows.Row]? {
    var reader = CSVRows(bytes, separator: separator, joinsBeforeBlank: separator != 0x09)
    var rows: [CSVRows.Row] = []
    do {
      while let next = try reader.next() {
        let row = CSVRows.Row(cells: next.cells.map(InputFile.trimmed), line: next.line)
        if row.cells == [""] { continue }
        guard row.cells.count > 1, row.cells.count == rows.first?.cells.count ?? row.cells.count else {
          return nil
        }
        rows.append(row)
      }
    } catch {
      return nil
    }
    return rows.isEmpty ? nil : rows
  }
}
