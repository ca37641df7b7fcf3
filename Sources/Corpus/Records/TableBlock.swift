/// How a table is read: its columns, and which of them are text.
struct TableReading: Sendable {
  let delimiter: TableRow.Delimiter
  /// Whether the first row names the columns.
  let hasHeader: Bool
  /// How many cells each row has.
  let columns: Int
  let texts: [TextColumn]
  /// The column that names the role, where a text's is not known.
  let roleColumn: Int?
  /// The column of img2dataset's status, where rows without success are left out.
  let statusColumn: Int?
  let options: ReadingOptions
  /// The names of the columns; where there is no header, their numbers from 1.
  var names: [String] = []
  /// Whether the blanks around a cell are none of its text.
  var skipsBlanks = false
  /// How rows are read; all ways give the same.
  var engine = ReadingKernels.best
}

/// Some whole rows of a table.
final class TableBlock: FieldBlock {
  private let cut: CutBlock
  private let reading: TableReading

  init(_ cut: CutBlock, _ reading: TableReading) {
    self.cut = cut
    self.reading = reading
  }

  var buffer: PaddedBuffer { cut.buffer }

  func readCaptions(into batch: CaptionBatch) throws {
    batch.skipRecords(cut.skippedBefore)
    var run = TableBlockRun(bytes: cut.bytes, reading: reading)
    try run.read(skipsHeader: cut.isFirst && reading.hasHeader, into: batch)
  }

  func appendFields(_ request: FieldRequest, of records: [WantedRecord], to values: inout RecordFields) {
    func column(_ name: String) -> Int? { reading.names.firstIndex { $0.utf8.elementsEqual(name.utf8) } }
    let key = reading.hasHeader ? FieldRequest.keyNames.lazy.compactMap(column).first : nil
    let columns = [key] + request.keep.map { column($0.description) } + (request.wantsWhole ? [nil] : [])
    guard columns.contains(where: { $0 != nil }) else { return }
    var run = TableBlockRun(bytes: cut.bytes, reading: reading)
    run.appendCells(
      columns, of: records, first: Int32(truncatingIfNeeded: cut.skippedBefore),
      skipsHeader: cut.isFirst && reading.hasHeader, to: &values)
  }
}

/// One reading of one block of rows.
private struct TableBlockRun {
  private let bytes: UnsafeRawBufferPointer
  private let reading: TableReading
  private let traits: BlockTraits
  private var row: TableRow
  private var writer: CaptionWriter
  private var scratch: [UInt8] = []
  private var found = FoundTexts()
  private var turns = TurnsText()
  /// Whether cells may be quoted, and whether any after a tab may be.
  private let mayQuote: Bool
  private let mayQuoteLast: Bool

  init(bytes: UnsafeRawBufferPointer, reading: TableReading) {
    self.bytes = bytes
    self.reading = reading
    row = TableRow(reading.delimiter, skipsBlanks: reading.skipsBlanks)
    traits = BlockTraits(bytes, engine: reading.engine)
    writer = CaptionWriter(rule: reading.options.rule, traits: traits)
    mayQuote = reading.mayQuoteTabs && traits.hasQuote
    mayQuoteLast = mayQuote && TableReading.hasQuoteAfterTab(bytes)
  }

  mutating func read(skipsHeader: Bool, into batch: CaptionBatch) throws {
    var start = 0
    var isHeader = skipsHeader
    let kernel = rowKernel
    while start < bytes.count {
      if let kernel, !isHeader {
        start = try kernel.read(bytes, from: start, into: &found, writer: &writer, to: batch)
        guard start < bytes.count else { break }
      }
      let end =
        mayQuote && !isHeader
        ? row.readQuotedTabs(bytes, from: start, columns: reading.columns) : row.read(bytes, from: start)
      let rowStart = start
      start = end
      if row.isBlank { continue }
      if isHeader {
        isHeader = false
        continue
      }
      if let reason = fault(rowStart, min(end, bytes.count)) {
        guard reading.options.skipsBadRecords, reason.isOfOneRecord else {
          throw ShardFault(reason, at: .record(batch.position + 1))
        }
        batch.skipRecords()
      } else if let status = reading.statusColumn, !isSuccess(status) {
        batch.excludeRecord()
      } else {
        batch.beginRecord()
        try append(to: batch)
      }
    }
  }

  /// Appends the cells of some columns in some rows, the first of which has the number `first`; an empty cell is no value.
  mutating func appendCells(
    _ columns: [Int?], of records: [WantedRecord], first: Int32, skipsHeader: Bool,
    to values: inout RecordFields
  ) {
    var (start, place, isHeader, wanted) = (0, first, skipsHeader, records[...])
    while start < bytes.count, let next = wanted.first {
      start =
        mayQuote && !isHeader
        ? row.readQuotedTabs(bytes, from: start, columns: reading.columns) : row.read(bytes, from: start)
      if row.isBlank { continue }
      if isHeader {
        isHeader = false
        continue
      }
      defer { place += 1 }
      guard place == next.record else { continue }
      wanted.removeFirst()
      for column in columns {
        guard let column, column < row.cells.count else {
          values.append(nil as [UInt8]?)
          continue
        }
        TableRow.withText(of: row.cells[column], in: bytes, &scratch) { cell in
          values.append(cell.count == 0 ? nil : cell)
        }
      }
    }
  }

  /// The kernel for these rows, where one cell is text, none is looked at besides, and no quote has a meaning.
  private var rowKernel: RowKernel? {
    // Of several shapes the first decides, as long as it has text.
    let first = reading.texts.filter { $0.readers & 1 == 1 }
    guard reading.engine != .careful, !reading.skipsBlanks, traits.isValidUTF8,
      bytes.count <= reading.options.maximumRecordBytes,
      reading.statusColumn == nil, reading.delimiter == .tab || !traits.hasQuote, first.count == 1,
      let text = first.first, text.role != nil || reading.roleColumn == nil, text.turns == nil
    else { return nil }
    // A quoted cell that goes on in the next line makes itself known by its row's width, unless it is the last.
    guard !mayQuoteLast || text.index == reading.columns - 1 else { return nil }
    return RowKernel(
      delimiter: reading.delimiter.rawValue, columns: reading.columns, column: text.index,
      role: text.role ?? .caption, engine: reading.engine, stopsAtBlank: reading.hasAlternatives,
      stopsAtQuote: mayQuote)
  }

  private mutating func fault(_ start: Int, _ end: Int) -> ShardFault.Reason? {
    if let quotes = row.quoteFault { return .invalidRow(detail: quotes) }
    if row.cells.count != reading.columns {
      return .invalidRow(detail: "it has \(row.cells.count) cells, the table has \(reading.columns) columns")
    }
    if end - start - 1 > reading.options.maximumRecordBytes {
      return .recordTooLarge(limit: reading.options.maximumRecordBytes)
    }
    if !traits.isValidUTF8,
      UTF8Validation.firstInvalidByte(in: UnsafeRawBufferPointer(rebasing: bytes[start..<end])) != nil
    {
      return .notUTF8
    }
    for text in reading.texts where text.turns != nil {
      let reason = TableRow.withText(of: row.cells[text.index], in: bytes, &scratch) {
        TurnsText.mayBe($0) ? turns.fault(in: $0) : nil
      }
      if let reason { return reason }
    }
    return nil
  }

  private mutating func isSuccess(_ column: Int) -> Bool {
    TableRow.withText(of: row.cells[column], in: bytes, &scratch) { DownloadStatus.isSuccess($0) }
  }

  private mutating func append(to batch: CaptionBatch) throws {
    var named = Role.caption
    if let column = reading.roleColumn {
      named = TableRow.withText(of: row.cells[column], in: bytes, &scratch) {
        Conversations.role(of: $0, isTurn: false)
      }
    }
    var made: UInt64 = 0
    for text in reading.texts where hasText(text) { made |= text.makers }
    let reader = made & (0 &- made)
    for text in reading.texts where text.readers & reader != 0 {
      let cell = row.cells[text.index]
      try TableRow.withText(of: cell, in: bytes, &scratch) { [role = text.role ?? named] content in
        if text.turns != nil, TurnsText.mayBe(content) {
          batch.replaceSurrogates(
            try turns.read(content) { turn, role in try writer.append(turn, role: role, to: batch) })
        } else {
          try writer.append(content, role: role, to: batch)
        }
      }
    }
  }

  private func hasText(_ text: TableReading.TextColumn) -> Bool {
    let cell = row.cells[text.index]
    guard cell.end > cell.start else { return false }
    return text.turns != .orNothing
      || TurnsText.mayBe(UnsafeRawBufferPointer(rebasing: bytes[cell.start..<cell.end]))
  }
}
