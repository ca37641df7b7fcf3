/// Values of a column for the rows of a table that is being written: those of some rows of another, or one for all.
package struct PickedColumn: Sendable {
  let values: ParquetTable.Values
  /// For each row the place of its value; -1: it has none.
  let places: [Int32]

  /// Takes the values at some places; -1 stands for none.
  package init(_ values: ParquetTable.Values, at places: [Int32]) {
    self.values = values
    self.places = places
  }

  /// Takes the values of all rows of a column.
  package init(_ column: ParquetTable.Column, rows: Int) {
    values = column.values
    guard let isThere = column.isThere else {
      places = Array(0..<Int32(truncatingIfNeeded: rows))
      return
    }
    var place: Int32 = 0
    places = isThere.map { there in
      defer { place += there ? 1 : 0 }
      return there ? place : -1
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
  package func append(rows count: Int, _ picked: [PickedColumn]) throws {
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
    let places = picked.places[rows]
    guard column.isOptional || !places.contains(where: { $0 < 0 }) else { throw misfit("misses a value") }
    switch (picked.values, column.kind) {
    case (.texts(let bytes, let ends), .text):
      append(texts: places, in: bytes) { place in
        place < 0 ? nil : ParquetTable.Values.range(Int(place), ends)
      }
    case (.entries(let indices, let bytes, let ends), .text):
      append(texts: places, in: bytes) { place in
        place < 0 ? nil : ParquetTable.Values.range(Int(indices[Int(place)]), ends)
      }
    case (.integers(let numbers), .int32):
      guard places.allSatisfy({ $0 < 0 || Int32(exactly: numbers[Int($0)]) != nil }) else {
        throw misfit("has a number of more than 32 bits")
      }
      append(numbers: places) { UInt64(bitPattern: numbers[$0]) }
    case (.integers(let numbers), .int64), (.integers(let numbers), .uint64):
      append(numbers: places) { UInt64(bitPattern: numbers[$0]) }
    case (.reals(let numbers), .real): append(numbers: places) { numbers[$0].bitPattern }
    case (.truths(let flags), .truth): append(numbers: places) { flags[$0] ? 1 : 0 }
    default:
      guard places.allSatisfy({ $0 < 0 }) else { throw misfit("is of another type") }
      for _ in places { appendMissing() }
    }
  }

  /// Appends rows of a number each, or of none.
  @inline(__always)
  private mutating func append(numbers places: ArraySlice<Int32>, _ number: (Int) -> UInt64) {
    guard places.contains(where: { $0 < 0 }) else { return append(numbersOf: places) { number(Int($0)) } }
    for place in places {
      if place < 0 { appendMissing() } else { append(number(Int(place))) }
    }
  }
}
