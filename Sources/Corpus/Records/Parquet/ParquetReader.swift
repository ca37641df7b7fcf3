/// Reads a Parquet file: the columns that hold text, and of them one block of pages after another.
///
/// Nothing else is read but the footer. Small row groups are put together to blocks; of a large one the pages
/// are read one by one, so that memory is bounded by pages and their dictionary.
///
/// Source: Apache Parquet format 2.11, `parquet.thrift`, `Encodings.md`, `Compression.md`.
final class ParquetReader: RecordReader {
  private let file: any RandomAccessBytes
  private let context: ParquetContext
  private let pagesEnd: Int
  private let groups: RowGroupList
  private var rowGroup = -1
  private var pending: FileMetadata.RowGroup?
  /// The rows of a row group that nobody wants, and that the next block passes over; 0: none.
  private var unwanted = 0
  /// The row of the file that the next block begins with.
  private var firstRow = 0
  private let wanted: WantedRecords?
  private var large: LargeRowGroup?
  private let state: DigestStream
  private var bytesRead: [Int]
  private var valuesRead = 0
  /// Walks ahead in the footer of a file that is not near, to tell what will be read.
  private let scout: RowGroupList?
  private var told = (groups: 0, bytes: 0)

  /// Which columns are read, and why.
  let choice: TextChoice
  /// The codecs of these columns in the first row group.
  let codecs: [String]

  /// A byte of pages may stand for so many values, and each file for so many more: what nulls in long runs need.
  private static let valuesPerByte = 4096
  private static let freeValues = 1 << 28

  /// Opens a file and chooses its columns; of the records that are wanted, where not all are, whole row groups may be passed over.
  ///
  /// - Throws: `ShardFault` where the footer is damaged, the file is encrypted, or no column is text.
  init(
    _ bytes: any RandomAccessBytes, options: ReadingOptions, pool: BufferPool,
    sizes: ParquetContext.Sizes = ParquetContext.Sizes(), wanted: WantedRecords? = nil,
    fieldFile: FieldFile? = nil
  ) throws {
    file = bytes
    self.wanted = wanted
    let state = DigestStream()
    self.state = state
    withUnsafeBytes(of: UInt64(bytes.size).littleEndian) { state.update($0) }
    let metadata = try FileMetadata(bytes, window: sizes.footerWindow, digest: state)
    guard !metadata.holdsRows else { throw ShardFault(.foreign(.rows)) }
    pagesEnd = metadata.pagesEnd
    let (schema, end) = (metadata.schema, pagesEnd)
    var chosen = try ColumnChoice(
      schema, rule: options.rule, showsExamples: options.showsExamples, hasRows: { try metadata.hasRows() }
    ) { nodes in
      let plan = try ReadPlan(peeking: nodes, in: schema)
      guard let group = try metadata.rowGroups(of: plan.columns.map(\.leaf)).next() else {
        return nodes.map { _ in ColumnChoice.FirstValues(strings: 1) }
      }
      let context = ParquetContext(plan: plan, options: options, pool: pool, sizes: sizes)
      for (column, chunk) in zip(plan.columns, group.chunks) {
        try Self.check(chunk, column: column, pagesEnd: end)
      }
      let source = LargeRowGroup(group, number: 0, file: bytes, context: context, pagesEnd: end)
      return try ColumnChoice.firstValues(source.cursors(), rows: group.rows)
    }
    try chosen.settle(in: schema) { leaves in
      var filled = Array(repeating: true, count: leaves.count)
      let groups = metadata.rowGroups(of: leaves)
      while filled.contains(true), let group = try groups.next() {
        for (index, chunk) in group.chunks.enumerated() where group.rows > 0 && !chunk.isFilled {
          filled[index] = false
        }
      }
      return filled
    }
    choice = chosen.choice
    groups = metadata.rowGroups(of: chosen.plan.columns.map(\.leaf))
    let chunks = (try? metadata.rowGroups(of: chosen.plan.columns.map(\.leaf)).next())?.chunks ?? []
    let names = chunks.compactMap { PageCodec(rawValue: $0.codec)?.name }
    codecs = options.showsExamples ? Set(names).sorted() : []
    context = ParquetContext(
      plan: chosen.plan, options: options, pool: pool, sizes: sizes,
      fieldFile: fieldFile)
    scout = bytes.isNear ? nil : metadata.rowGroups(of: chosen.plan.columns.map(\.leaf))
    bytesRead = Array(repeating: 0, count: chosen.plan.columns.count)
  }

  /// The digest of the file's size, its footer, and the digests of the chunks that were read, by row group and
  /// column; valid after the last block.
  var digest: Digest { state.digest }

  func nextBlock() throws -> (any RecordBlock)? {
    if choice.texts.isEmpty { return nil }
    while true {
      if let large {
        if let block = try large.nextBlock() { return block }
        for digest in try large.finish() { add(digest) }
        self.large = nil
      }
      if let block = try nextSmallBlock() { return block }
      guard let group = pending else { return nil }
      pending = nil
      large = LargeRowGroup(
        group, number: rowGroup, firstRow: firstRow, file: file, context: context, pagesEnd: pagesEnd)
      firstRow += group.rows
    }
  }

  /// The next small row groups together, or one that nobody wants; nil at the file's end, or before a large one, which is left
  /// pending.
  private func nextSmallBlock() throws -> (any RecordBlock)? {
    guard pending == nil else { return nil }
    let buffer = context.pool.take()
    let start = firstRow
    var segments: [StoredPagesBlock.Segment] = []
    while unwanted == 0, buffer.count < context.sizes.block, let group = try nextRowGroup() {
      if try isUnwanted(group) {
        unwanted = group.rows
        break
      }
      let size = group.chunks.reduce(0) { $0 + $1.length }
      // A lone flat column can be cut anywhere, so that more tasks have a share of it.
      let small = context.plan.flat == nil ? context.sizes.smallRowGroup : context.sizes.block
      guard size <= small else {
        pending = group
        break
      }
      segments.append(try load(group, into: buffer))
      firstRow += group.rows
    }
    if !segments.isEmpty {
      return StoredPagesBlock(buffer: buffer, segments: segments, firstRow: start, context: context)
    }
    guard unwanted > 0 else {
      context.pool.give(buffer)
      return nil
    }
    defer { unwanted = 0 }
    firstRow += unwanted
    return PassedRecords(unwanted, buffer: buffer)
  }

  private func isUnwanted(_ group: FileMetadata.RowGroup) throws -> Bool {
    guard let wanted, group.rows > 0 else { return false }
    return try !wanted.hasAny(in: firstRow + 1...firstRow + group.rows)
  }

  private func load(
    _ group: FileMetadata.RowGroup, into buffer: PaddedBuffer
  ) throws -> StoredPagesBlock.Segment {
    var columns: [StoredPagesBlock.ColumnPages] = []
    for (column, chunk) in zip(context.plan.columns, group.chunks) {
      let start = buffer.count
      let room = min(chunk.length + ParquetContext.slack, pagesEnd - chunk.start)
      try buffer.appendInPlace(room: room) {
        try file.read(at: chunk.start, into: $0)
        return room
      }
      add(Digest(of: UnsafeRawBufferPointer(rebasing: buffer.bytes[start..<start + chunk.length])))
      columns.append(
        StoredPagesBlock.ColumnPages(
          range: start..<start + room, length: chunk.length,
          codec: try PageCodec(number: chunk.codec, column: column.name), valueCount: chunk.valueCount))
    }
    return StoredPagesBlock.Segment(rowGroup: rowGroup, rows: group.rows, columns: columns)
  }

  private func add(_ digest: Digest) {
    withUnsafeBytes(of: (digest.high.bigEndian, digest.low.bigEndian)) { state.update($0) }
  }

  /// So many row groups and bytes of pages are told ahead.
  private static let (groupsAhead, bytesAhead) = (256, 32 << 20)

  /// Tells which bytes will be read after those of the row groups before; what is wrong with them is told when they are read.
  private func tellAhead() throws {
    guard let scout else { return }
    let read = bytesRead.reduce(0, +)
    while told.groups <= rowGroup + Self.groupsAhead, told.bytes - read < Self.bytesAhead,
      let group = try scout.next()
    {
      let ranges = group.chunks.filter { $0.start >= 0 && $0.length >= 0 && $0.length <= pagesEnd - $0.start }
        .map { $0.start..<$0.start + $0.length }
      file.willRead(ranges, slack: ParquetContext.slack)
      told.groups += 1
      told.bytes += ranges.reduce(0) { $0 + $1.count }
    }
  }

  /// The next row group, its chunks checked.
  private func nextRowGroup() throws -> FileMetadata.RowGroup? {
    try tellAhead()
    guard let group = try groups.next() else { return nil }
    rowGroup += 1
    for (index, chunk) in group.chunks.enumerated() {
      let column = context.plan.columns[index]
      do {
        try Self.check(chunk, column: column, pagesEnd: pagesEnd)
        bytesRead[index] += chunk.length
        // Chunks of one column cannot overlap, so that no byte is counted a thousand times.
        guard bytesRead[index] <= pagesEnd else {
          throw ShardFault.parquet("its chunks overlap: together they are larger than the file")
        }
        let (values, overflow) = valuesRead.addingReportingOverflow(chunk.valueCount)
        valuesRead = values
        guard !overflow, values <= Self.freeValues + bytesRead.reduce(0, +) * Self.valuesPerByte else {
          throw ShardFault.parquet("it claims \(chunk.valueCount) values, more than its bytes can hold")
        }
      } catch let fault as ShardFault {
        throw fault.inColumn(column.name, rowGroup: rowGroup)
      }
    }
    return group
  }

  /// Checks that a chunk's numbers are possible.
  private static func check(_ chunk: FileMetadata.Chunk, column: ReadPlan.Column, pagesEnd: Int) throws {
    _ = try PageCodec(number: chunk.codec, column: column.name)
    guard chunk.valueCount >= 0, chunk.length >= 0, chunk.start >= 0, chunk.start <= pagesEnd,
      chunk.length <= pagesEnd - chunk.start
    else {
      throw ShardFault.parquet(
        "its \(chunk.length) bytes from byte \(chunk.start) on are not within the file")
    }
  }
}
