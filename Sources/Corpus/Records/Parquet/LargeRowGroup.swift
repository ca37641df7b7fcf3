/// A row group whose columns are not held as a whole: its pages are read one by one.
///
/// A lone column that is in no list is handed on in runs of stored pages, each as good a block as another; other
/// columns are put together here, since their pages do not end at the same records.
final class LargeRowGroup {
  private let number: Int
  private let group: FileMetadata.RowGroup
  private let context: ParquetContext
  private let streams: [StreamedPages]
  private var assembler: RecordAssembler?
  private var scratch: PageScratch?
  private var dictionary: SharedDictionary?
  private var left: Int
  /// The row of the file that the next block begins with.
  private var firstRow: Int

  init(
    _ group: FileMetadata.RowGroup, number: Int, firstRow: Int = 0, file: any RandomAccessBytes,
    context: ParquetContext, pagesEnd: Int
  ) {
    self.number = number
    self.firstRow = firstRow
    self.group = group
    self.context = context
    left = group.chunks.first?.valueCount ?? 0
    streams = group.chunks.map { chunk in
      StreamedPages(
        file, chunk: chunk, limit: min(chunk.start + chunk.length + ParquetContext.slack, pagesEnd),
        maximumPage: PageDecoder.maximumPage(context.options))
    }
  }

  deinit { if let scratch { context.scratch.give(scratch) } }

  /// A cursor for each of the plan's columns; to be asked for once, and not to be used when this is gone.
  func cursors() throws -> [ColumnCursor] {
    let scratch = context.scratch.take()
    self.scratch = scratch
    return try context.plan.columns.indices.map { index in
      let column = context.plan.columns[index]
      let chunk = group.chunks[index]
      let decoder = PageDecoder(
        column: column, index: index, codec: try PageCodec(number: chunk.codec, column: column.name),
        options: context.options, scratch: scratch)
      return ColumnCursor(
        column: column, rowGroup: number, valueCount: chunk.valueCount, source: streams[index],
        decoder: decoder)
    }
  }

  /// The next block; nil at the row group's end.
  func nextBlock() throws -> (any RecordBlock)? {
    if context.plan.flat != nil {
      let column = context.plan.columns[0]
      do {
        return try nextRun(column)
      } catch let fault as ShardFault {
        throw fault.inColumn(column.name, rowGroup: number)
      }
    }
    let assembler =
      try self.assembler
      ?? RecordAssembler(
        plan: context.plan, options: context.options, cursors: cursors(), rows: group.rows)
    self.assembler = assembler
    let block = try AssembledBlock(assembler, firstRow: firstRow, context: context)
    firstRow += block?.passed ?? 0
    return block
  }

  /// Ends the reading.
  ///
  /// - Returns: the digests of the columns' chunks, in their order.
  func finish() throws -> [Digest] { try streams.map { try $0.finish() } }

  private func nextRun(_ column: ReadPlan.Column) throws -> StoredPagesBlock? {
    let chunk = group.chunks[0]
    guard chunk.valueCount == group.rows else {
      throw ShardFault.parquet("it has \(chunk.valueCount) values where the row group has \(group.rows) rows")
    }
    guard left > 0 else { return nil }
    let buffer = context.pool.take()
    var values = 0
    var limit = context.sizes.block
    while buffer.count < limit, left > 0 {
      let start = buffer.count
      guard let header = try streams[0].appendPage(to: buffer) else {
        throw ShardFault.parquet("it ends \(left) values early")
      }
      switch header.kind {
      case .dictionary:
        guard dictionary == nil else { throw ShardFault.parquet("it has two dictionaries") }
        let stored = UnsafeRawBufferPointer(rebasing: buffer.bytes[(start + header.headSize)...])
        dictionary = SharedDictionary(header: header, stored: stored)
        buffer.truncate(to: start)
      case .data, .dataV2:
        guard header.valueCount <= left else {
          throw ShardFault.parquet("its pages hold more values than its metadata says")
        }
        left -= header.valueCount
        values += header.valueCount
        let isIndices = header.encoding == 2 || header.encoding == 8
        limit = isIndices ? context.sizes.indices : context.sizes.block
      case .other: buffer.truncate(to: start)
      }
    }
    let pages = StoredPagesBlock.ColumnPages(
      range: 0..<buffer.count, length: buffer.count,
      codec: try PageCodec(number: chunk.codec, column: column.name),
      valueCount: values, dictionary: dictionary)
    defer { firstRow += values }
    return StoredPagesBlock(
      buffer: buffer,
      segments: [StoredPagesBlock.Segment(rowGroup: number, rows: values, columns: [pages])],
      firstRow: firstRow, context: context)
  }
}
