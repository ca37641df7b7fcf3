/// Values of a column for the rows of a table that is being written: those of some rows of another, or one for all.
public struct PickedColumn: Sendable {
  let values: ParquetTable.Values
  /// For each row the place of its value; -1: it has none.
  let places: [Int32]

  /// Takes the values at some places; -1 stands for none.
  public init(_ values: ParquetTable.Values, at places: [Int32]) {
    self.values = values
    self.places = places
  }

  /// Takes the values of some rows of a column, ascending.
  public init(_ column: ParquetTable.Column, rows: [Int]) {
    values = column.values
    guard let isThere = column.isThere else {
      places = rows.map { Int32(truncatingIfNeeded: $0) }
      return
    }
    var (row, place) = (0, 0)
    places = rows.map { wanted in
      while row < wanted {
        place += isThere[row] ? 1 : 0
        row += 1
      }
      return isThere[wanted] ? Int32(truncatingIfNeeded: place) : -1
    }
  }

  /// The bytes of text that a row has.
  func byteCount(_ row: Int) -> Int { places[row] < 0 ? 0 : values.byteCount(Int(places[row])) }
}

extension ParquetWriter {
  /// Appends rows, column after column.
  ///
  /// - Parameters:
  ///   - count: How many rows.
  ///   - picked: Their values, for each column of the table.
  /// - Throws: `ShardFault` where a value does not fit its column, or memory does not suffice; what the writer's `write` throws.
  public func append(rows count: Int, _ picked: [PickedColumn]) throws {
    precondition(picked.count == columns.count && picked.allSatisfy { $0.places.count == count })
    let texts = picked.filter { if case .texts = $0.values { true } else { $0.holdsEntries } }
    var start = 0
    while start < count {
      let (most, mostText) = (min(start + rowsTogether, count), textTogether)
      var (end, text) = (start, 0)
      while end < most {
        text += texts.reduce(0) { $0 + $1.byteCount(end) }
        // Rows with much text go one by one, since any may fill the group.
        if end > start, text >= mostText { break }
        end += 1
      }
      for (index, column) in picked.enumerated() {
        try append(to: index) { try $0.append(column, start..<end) }
      }
      try endRows(end - start)
      start = end
    }
  }
}

extension PickedColumn {
  fileprivate var holdsEntries: Bool { if case .entries = values { true } else { false } }
}

extension ColumnChunk {
  /// Appends some rows of a picked column.
  fileprivate mutating func append(_ picked: PickedColumn, _ rows: Range<Int>) throws {
    func misfit(_ detail: String) -> ShardFault { .parquet("the column \(column.name) \(detail)") }
    guard !column.isList else { throw misfit("has lists") }
    for place in picked.places[rows] {
      guard place >= 0 else {
        guard column.isOptional else { throw misfit("misses a value") }
        appendMissing()
        continue
      }
      let place = Int(place)
      switch (picked.values, column.kind) {
      case (.texts, .text), (.entries, .text): append(picked.values.text(place))
      case (.integers(let numbers), .int32):
        guard Int32(exactly: numbers[place]) != nil else { throw misfit("has a number of more than 32 bits") }
        append(UInt64(bitPattern: numbers[place]))
      case (.integers(let numbers), .int64), (.integers(let numbers), .uint64):
        append(UInt64(bitPattern: numbers[place]))
      case (.reals(let numbers), .real): append(numbers[place].bitPattern)
      case (.truths(let flags), .truth): append(flags[place] ? 1 : 0)
      default: throw misfit("is of another type")
      }
    }
  }
}
