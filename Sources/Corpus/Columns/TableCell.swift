/// One value of a table that is written as Parquet.
package enum TableCell: Sendable, Hashable {
  /// Any text.
  case text(String)
  /// A whole number; one that the column's width does not hold is a programmer's error.
  case integer(Int)
  /// A number; any, infinities and NaN among them.
  case real(Double)
  /// True or false.
  case truth(Bool)
  /// A list, where the column has lists.
  case list([TableCell])
  /// No value.
  case missing

  /// The 64 bits that stand for a value that is no text; nil where the column is of another kind.
  func bits(as kind: TableColumn.Kind) -> UInt64? {
    switch (self, kind) {
    case (.integer(let number), .int32): Int32(exactly: number).map { UInt64(bitPattern: Int64($0)) }
    case (.integer(let number), .int64), (.integer(let number), .uint64): UInt64(bitPattern: Int64(number))
    case (.real(let number), .real): number.bitPattern
    case (.integer(let number), .real): Double(number).bitPattern
    case (.truth(let flag), .truth): flag ? 1 : 0
    default: nil
    }
  }
}

extension TableColumn {
  /// Whether a cell is of this column's kind: a list where it has lists, a missing one only where values may be missing.
  func takes(_ cell: TableCell) -> Bool {
    switch cell {
    case .missing: isOptional
    case .list(let values): isList && values.allSatisfy { takesValue($0) }
    case .text, .integer, .real, .truth: !isList && takesValue(cell)
    }
  }

  private func takesValue(_ cell: TableCell) -> Bool {
    if case .text = cell { kind == .text } else { cell.bits(as: kind) != nil }
  }
}
