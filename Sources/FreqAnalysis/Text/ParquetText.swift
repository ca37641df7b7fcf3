import Corpus

/// A table as a Parquet file: typed columns under the names that CSV and JSON have.
///
/// Whole numbers are INT64, reals DOUBLE, texts UTF-8. A missing value is null, and so is a number that is not finite, as in
/// CSV and JSON. A column of which some value is of another kind than it says is written as what holds them all.
public struct ParquetText: Sendable {
  private let table: Table

  /// Takes a table.
  public init(_ table: Table) { self.table = table }

  /// The file's bytes.
  ///
  /// - Throws: `ShardFault` where memory does not suffice.
  public var bytes: [UInt8] {
    get throws {
      var bytes: [UInt8] = []
      let kinds = table.columns.indices.map(kind)
      let writer = ParquetWriter(
        columns: zip(table.columns, kinds).map { TableColumn($0.name, $1, isOptional: true) }
      ) { bytes.append(contentsOf: $0) }
      for row in table.rows { try writer.append(zip(row, kinds).map(Self.cell)) }
      try writer.finish()
      return bytes
    }
  }

  private func kind(_ column: Int) -> TableColumn.Kind {
    var kind: TableColumn.Kind =
      switch table.columns[column].kind {
      case .text: .text
      case .integer, .ordinal: .int64
      case .real: .real
      }
    for row in table.rows {
      switch row[column] {
      case .text: return .text
      case .real where kind == .int64: kind = .real
      default: break
      }
    }
    return kind
  }

  private static func cell(_ value: Table.Value, _ kind: TableColumn.Kind) -> TableCell {
    switch (value, kind) {
    case (.missing, _): .missing
    case (.text(let text), _): .text(text)
    case (.integer(let number), .text): .text(String(number))
    case (.integer(let number), .real): .real(Double(number))
    case (.integer(let number), _): .integer(number)
    case (.real(let number), _) where !number.isFinite: .missing
    case (.real(let number), .text): .text(number.description)
    case (.real(let number), _): .real(number)
    }
  }
}
