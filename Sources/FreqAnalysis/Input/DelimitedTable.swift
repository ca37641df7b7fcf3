/// A table with a header: its columns by name, its rows all as wide as the header.
struct DelimitedTable: Sendable {
  /// The names of the columns, trimmed, as written.
  let columns: [String]
  /// The rows below the header.
  let rows: [CSVRows.Row]
  /// The byte between two cells: a comma or a tab.
  let separator: UInt8

  /// Reads a table whose first row is the header; a tab in that row makes tabs the separator.
  ///
  /// With `semicolons`, a header that has more of them than commas makes them the separator.
  init(_ bytes: [UInt8], file: String, semicolons: Bool = false) throws {
    separator = semicolons ? Self.separatorOrSemicolon(of: bytes) : Self.separator(of: bytes)
    var reader = CSVRows(bytes, separator: separator)
    let header = try reader.next(in: file)?.cells.map(InputFile.trimmed)
    columns = header ?? []
    rows = try header.map { try reader.rows(below: $0, in: file) } ?? []
  }

  /// The separator that the first line speaks for.
  static func separator(of bytes: [UInt8]) -> UInt8 {
    bytes.prefix { $0 != 0x0A }.contains(0x09) ? 0x09 : UInt8(ascii: ",")
  }

  /// Makes a table of what was read in another way.
  init(columns: [String], rows: [CSVRows.Row], separator: UInt8 = UInt8(ascii: ",")) {
    self.columns = columns
    self.rows = rows
    self.separator = separator
  }

  /// The position of the only column with one of these names, whatever its case; nil where there is none.
  func column(_ names: [String], file: String) throws -> Int? {
    let found = columns.indices.filter { names.contains(columns[$0].lowercased()) }
    if found.count > 1, let second = found.last {
      throw InputError(file: file, at: .line(1), .repeatedColumn(columns[second]))
    }
    return found.first
  }
}
