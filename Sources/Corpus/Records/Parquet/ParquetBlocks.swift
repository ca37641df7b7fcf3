/// What the blocks of one file have in common.
struct ParquetContext: Sendable {
  /// How much a block holds.
  struct Sizes: Sendable {
    /// A block takes pages until it has so many stored bytes, or so many bytes of text.
    var block = 256 << 10
    /// A row group whose columns have at most so many stored bytes is held as a whole.
    var smallRowGroup = 2 << 20
    /// How much of the footer is read at a time.
    var footerWindow = 32 << 10
    /// A block of a dictionary's indices takes more: an entry is matched once for a block, however often it is used.
    var indices: Int { 4 * block }
  }

  let plan: ReadPlan
  let options: ReadingOptions
  let pool: BufferPool
  let sizes: Sizes
  let scratch = PageScratchPool()
  /// The file where fields are wanted of its records beside their text; nil: none are.
  let fieldFile: FieldFile?

  init(
    plan: ReadPlan, options: ReadingOptions, pool: BufferPool, sizes: Sizes, fieldFile: FieldFile? = nil
  ) {
    self.fieldFile = fieldFile
    self.plan = plan
    self.options = options
    self.pool = pool
    self.sizes = sizes
  }

  /// How far pages may reach past their chunk: old writers left a page's head out of its length.
  static let slack = 128

  /// Where the fields of the records from a row on are; nil where none are wanted.
  func fieldRows(from row: Int) -> FieldRows? { fieldFile.map { FieldRows(file: $0, first: row) } }
}

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
