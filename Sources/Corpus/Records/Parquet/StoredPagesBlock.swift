/// Stored pages of the needed columns: of some whole row groups, or a run of one column's pages. Whoever counts
/// the block decompresses them.
final class StoredPagesBlock: RecordBlock, Sendable {
  /// The pages of one column in one row group.
  struct ColumnPages: Sendable {
    /// Where they are in the block's buffer, with what follows them.
    let range: Range<Int>
    /// How many bytes of these are theirs, by what the file says.
    let length: Int
    let codec: PageCodec
    let valueCount: Int
    /// The chunk's dictionary, where it is not among the pages.
    var dictionary: SharedDictionary?
  }

  /// The pages of all columns in one row group, or in a part of it.
  struct Segment: Sendable {
    /// The row group's number, from 0.
    let rowGroup: Int
    let rows: Int
    /// In the order of the plan's columns.
    let columns: [ColumnPages]
  }

  let buffer: PaddedBuffer
  let fieldRows: FieldRows?
  private let segments: [Segment]
  private let context: ParquetContext

  init(buffer: PaddedBuffer, segments: [Segment], firstRow: Int, context: ParquetContext) {
    fieldRows = context.fieldRows(from: firstRow)
    self.buffer = buffer
    self.segments = segments
    self.context = context
  }

  func readCaptions(into batch: CaptionBatch) throws {
    let scratch = context.scratch.take()
    defer { context.scratch.give(scratch) }
    if let role = context.plan.flat {
      try readFlat(role, in: scratch, into: batch)
    } else {
      for segment in segments { try readNested(segment, in: scratch, into: batch) }
    }
  }

  private func pages(_ column: ColumnPages) -> BufferedPages {
    BufferedPages(UnsafeRawBufferPointer(rebasing: buffer.bytes[column.range]), length: column.length)
  }

  private func decoder(_ index: Int, _ codec: PageCodec, in scratch: PageScratch) -> PageDecoder {
    PageDecoder(
      column: context.plan.columns[index], index: index, codec: codec, options: context.options,
      scratch: scratch)
  }

  private func readFlat(_ role: Role, in scratch: PageScratch, into batch: CaptionBatch) throws {
    let column = context.plan.columns[0]
    let reader = FlatColumn(
      column: column, role: role, options: context.options, decoder: decoder(0, .uncompressed, in: scratch),
      batch: batch)
    for segment in segments {
      let stored = segment.columns[0]
      do {
        guard stored.valueCount == segment.rows else {
          throw ShardFault.parquet(
            "it has \(stored.valueCount) values where the row group has \(segment.rows) rows")
        }
        try reader.read(
          pages(stored), codec: stored.codec, shared: stored.dictionary, valueCount: stored.valueCount)
      } catch let fault as ShardFault {
        throw fault.inColumn(column.name, rowGroup: segment.rowGroup)
      }
    }
  }

  private func readNested(_ segment: Segment, in scratch: PageScratch, into batch: CaptionBatch) throws {
    let cursors = segment.columns.enumerated().map { index, stored in
      ColumnCursor(
        column: context.plan.columns[index], rowGroup: segment.rowGroup, valueCount: stored.valueCount,
        source: pages(stored), decoder: decoder(index, stored.codec, in: scratch))
    }
    let assembler = RecordAssembler(
      plan: context.plan, options: context.options, cursors: cursors, rows: segment.rows)
    while try assembler.next(into: batch) {}
  }
}
