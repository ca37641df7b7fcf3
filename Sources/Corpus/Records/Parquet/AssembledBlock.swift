/// Captions that were put together where a row group is too large to hold, and its columns' pages do not end at
/// the same records.
final class AssembledBlock: RecordBlock, Sendable {
  let buffer: PaddedBuffer
  let fieldRows: FieldRows?
  /// How many rows were put together.
  let passed: Int
  private let entries: [CaptionBatch.Entry]
  private let excluded: Int
  private let skipped: Int
  private let surrogates: Int

  /// A block ends when it has so many captions or records, if its text did not fill it before.
  private static let fullCaptions = 1 << 16
  private static let fullRecords = 1 << 16

  /// Assembles the next records; nil where there is none.
  init?(_ assembler: RecordAssembler, firstRow: Int, context: ParquetContext) throws {
    fieldRows = context.fieldRows(from: firstRow)
    let buffer = context.pool.take()
    var entries: [CaptionBatch.Entry] = []
    let batch = CaptionBatch { batch in
      let start = Int32(buffer.count)
      buffer.append(batch.text)
      for var entry in batch.entries {
        entry.start += start
        entry.end += start
        entries.append(entry)
      }
    }
    var rows = 0
    while buffer.count < context.sizes.block, entries.count < Self.fullCaptions, rows < Self.fullRecords {
      guard try assembler.next(into: batch) else { break }
      rows += 1
    }
    try batch.flush()
    (passed, excluded, skipped) = (batch.position, batch.excludedRecords, batch.skippedRecords)
    surrogates = batch.replacedSurrogates
    self.buffer = buffer
    self.entries = entries
    if rows == 0 {
      context.pool.give(buffer)
      return nil
    }
  }

  func readCaptions(into batch: CaptionBatch) throws {
    let before = batch.position
    for entry in entries {
      batch.beginRecords(before + Int(entry.record) + 1 - batch.position)
      let text = UnsafeRawBufferPointer(rebasing: buffer.bytes[Int(entry.start)..<Int(entry.end)])
      try batch.append(text, role: entry.role)
    }
    batch.beginRecords(before + passed - batch.position)
    batch.setApart(excluded: excluded, skipped: skipped)
    batch.replaceSurrogates(surrogates)
  }
}
