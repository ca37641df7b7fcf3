import Corpus

/// The forms in which rows are written that are never held as a whole.
public enum RowForm: Sendable {
  /// CSV; with apostrophes before what a spreadsheet takes for a formula where it is safe.
  case csv(isSafe: Bool)
  /// A JSON list of objects, one a line.
  case json
  /// An object a line.
  case jsonLines
  /// A Parquet file.
  case parquet
  /// The first column alone, a line each; a line feed in it becomes a space.
  case lines

  /// Writes rows.
  ///
  /// - Parameters:
  ///   - columns: The columns.
  ///   - write: Takes the bytes, one piece after another.
  ///   - rows: Calls the function that it is given for each row.
  /// - Throws: What `write` and `rows` throw.
  package func write(
    _ columns: [TableColumn], _ write: ([UInt8]) throws -> Void,
    rows: (_ body: ([TableCell]) throws -> Void) throws -> Void
  ) throws {
    func object(_ row: [TableCell]) -> String {
      JSONText(
        .object(zip(columns, row).map { JSONValue.Member($0.name, JSONValue(Self.value($1, $0))) })
      ).line
    }
    try withoutActuallyEscaping(write) { write in
      switch self {
      case .parquet:
        let writer = ParquetWriter(columns: columns) { try write(Array($0)) }
        try rows { try writer.append($0) }
        try writer.finish()
      case .csv(let isSafe):
        try write(Array(CSVText.line(columns.map { .text($0.name) }).utf8))
        try rows { row in
          let values = zip(row, columns).map(Self.value)
          try write(Array((isSafe ? CSVText.safeLine(values) : CSVText.line(values)).utf8))
        }
      case .json:
        var isFirst = true
        try rows { row in
          try write(Array(((isFirst ? "[\n  " : ",\n  ") + object(row)).utf8))
          isFirst = false
        }
        try write(Array((isFirst ? "[]\n" : "\n]\n").utf8))
      case .jsonLines: try rows { try write(Array((object($0) + "\n").utf8)) }
      case .lines:
        try rows { row in
          guard let (cell, column) = zip(row, columns).first(where: { _ in true }),
            case .text(let text) = Self.value(cell, column)
          else { return try write([10]) }
          try write(text.utf8.map { $0 == 10 || $0 == 13 ? 32 : $0 } + [10])
        }
      }
    }
  }

  /// A cell as text has it; a number that has 64 bits and no sign is a text, since many readers of JSON lose its last digits.
  private static func value(_ cell: TableCell, _ column: TableColumn) -> Table.Value {
    switch cell {
    case .text(let text): .text(text)
    case .integer(let number) where column.kind == .uint64: .text(String(UInt64(bitPattern: Int64(number))))
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .truth(let flag): .text(flag ? "true" : "false")
    case .list, .missing: .missing
    }
  }
}
