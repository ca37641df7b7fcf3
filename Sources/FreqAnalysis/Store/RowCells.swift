import Corpus

/// The cells of one column by row.
struct RowCells {
  private let column: ParquetTable.Column
  /// For each row the place of its value; nil where each row has one.
  private let places: [Int]?

  init(_ column: ParquetTable.Column) {
    self.column = column
    places = column.isThere.map { isThere in
      var next = 0
      return isThere.map { there in
        defer { next += there ? 1 : 0 }
        return there ? next : -1
      }
    }
  }

  func cell(_ row: Int) -> TableCell {
    let place = places?[row] ?? row
    guard place >= 0 else { return .missing }
    switch column.values {
    case .texts, .entries: return .text(String(decoding: column.values.text(place), as: UTF8.self))
    case .integers(let numbers): return .integer(Int(numbers[place]))
    case .reals(let numbers): return .real(numbers[place])
    case .truths(let flags): return .truth(flags[place])
    }
  }

  /// The text of a row; nil where it has none.
  func text(_ row: Int) -> String? { if case .text(let text) = cell(row) { text } else { nil } }
}
