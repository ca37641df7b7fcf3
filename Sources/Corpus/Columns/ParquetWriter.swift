/// Writes a table as a Parquet file, row after row.
///
/// Memory is bounded by a row group, of at most `rowGroupRows` rows and about `rowGroupBytes` bytes of values. Columns whose
/// values repeat get a dictionary; pages are compressed with zstd, where the column is, and have checksums; each chunk has its
/// statistics. Belongs to one task.
///
/// Source: Apache Parquet format 2.11, `parquet.thrift`, `LogicalTypes.md`.
package final class ParquetWriter {
  private struct StoredChunk {
    var description: PageEncoder.Encoded
    var start: Int
    var size: Int
  }

  let columns: [TableColumn]
  private let lateColumns: [TableColumn]
  private let metadata: [(key: String, value: String)]
  private let limits: (rows: Int, bytes: Int)
  private let write: (UnsafeRawBufferPointer) throws -> Void
  private var chunks: [ColumnChunk]
  private let pages: PageEncoder
  private var groups: [(rows: Int, chunks: [StoredChunk])] = []
  private var position = 0
  private var hasBegun = false

  /// The rows of the table so far.
  package private(set) var rows = 0
  /// The rows of the group in hand.
  private var groupRows = 0

  /// Makes a writer of a table without rows yet.
  ///
  /// - Parameters:
  ///   - columns: The columns whose values are appended row by row.
  ///   - lateColumns: Columns of one text for all rows, which only `finish` is told; they stand first.
  ///   - metadata: What the file says of itself, as keys with values.
  ///   - rowGroupRows: The most rows of a group.
  ///   - rowGroupBytes: The bytes of values after which a group ends.
  ///   - level: The level of zstd, 1 to 19.
  ///   - write: Takes the file's bytes one after another.
  package init(
    columns: [TableColumn], lateColumns: [String] = [], metadata: [(key: String, value: String)] = [],
    rowGroupRows: Int = 1 << 17, rowGroupBytes: Int = 16 << 20, level: Int = 3,
    write: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) {
    self.columns = columns
    self.lateColumns = lateColumns.map { TableColumn($0, .text) }
    self.metadata = metadata
    limits = (max(rowGroupRows, 1), max(rowGroupBytes, 1))
    self.write = write
    let mostRows = limits.rows
    chunks = columns.map { ColumnChunk($0, mostRows: mostRows) }
    pages = PageEncoder(level: Int32(level))
  }

  /// Appends a row, which must have one value a column.
  ///
  /// - Throws: What `write` throws, and `ShardFault` where a value is not of its column's kind, or memory does not suffice.
  package func append(_ row: [TableCell]) throws {
    precondition(row.count == columns.count, "a row of \(row.count) values under \(columns.count) columns")
    // All before the first is appended, so that the columns keep the same number of rows.
    for (column, cell) in zip(columns, row) where !column.takes(cell) {
      throw ShardFault(
        .parquet(detail: "the column \(column.name) has a value of another type, or misses one"))
    }
    for (index, cell) in row.enumerated() {
      switch cell {
      case .missing: chunks[index].appendMissing()
      case .text(let text): chunks[index].append(text.utf8)
      case .list(let values): chunks[index].appendList(values)
      case .integer, .real, .truth: cell.bits(as: columns[index].kind).map { chunks[index].append($0) }
      }
    }
    try endRow()
  }

  /// How many rows may be appended together, and the bytes of text from which on rows must be appended one by one.
  var rowsTogether: Int { min(limits.rows - groupRows, Self.checkedRows - groupRows % Self.checkedRows) }
  var textTogether: Int {
    var longest = 0
    for index in chunks.indices { longest = max(longest, chunks[index].text.count) }
    return limits.bytes - longest
  }

  /// Appends values to a column; each column gets as many before `endRows` is told how many.
  func append(to column: Int, _ body: (inout ColumnChunk) throws -> Void) rethrows {
    try body(&chunks[column])
  }

  /// Ends a row, and the row group where it is full.
  ///
  /// - Throws: What `write` throws, and `ShardFault` where memory does not suffice.
  private func endRow() throws { try endRows(1) }

  /// Ends rows, no more than `rowsTogether`, and the row group where it is full.
  ///
  /// - Throws: What `write` throws, and `ShardFault` where memory does not suffice.
  func endRows(_ count: Int) throws {
    rows += count
    groupRows += count
    let isFull =
      groupRows >= limits.rows
      || groupRows % Self.checkedRows == 0
        && chunks.indices.reduce(0) { $0 + chunks[$1].bytes } >= limits.bytes
    if isFull || textTogether <= 0 { try endGroup() }
  }

  /// After so many rows the bytes of a group are added up.
  private static let checkedRows = 1024

  /// Writes what waits and the footer.
  ///
  /// - Parameter late: The texts of the late columns, in their order.
  /// - Throws: What `write` throws, and `ShardFault` where memory does not suffice.
  package func finish(late: [String] = []) throws {
    precondition(late.count == lateColumns.count, "\(late.count) values for \(lateColumns.count) columns")
    if groupRows > 0 { try endGroup() }
    try begin()
    // A column's chunk may lie anywhere: those that are known only now lie behind all others.
    for index in groups.indices {
      var first: [StoredChunk] = []
      for (column, text) in zip(lateColumns, late) {
        first.append(try store(Self.repeated(text, times: groups[index].rows, in: column)))
      }
      groups[index].chunks = first + groups[index].chunks
    }
    let footer = footer()
    try put(footer)
    var tail: [UInt8] = []
    tail.appendLittleEndian(UInt32(footer.count))
    try put(tail + Self.magic)
  }

  private static let magic = Array("PAR1".utf8)

  private static func repeated(_ text: String, times: Int, in column: TableColumn) -> ColumnChunk {
    var column = column
    column.entries = [text]
    var chunk = ColumnChunk(column, mostRows: times)
    chunk.append(numbers: repeatElement(0, count: times))
    return chunk
  }

  /// Writes the file's first letters, once.
  private func begin() throws {
    guard !hasBegun else { return }
    hasBegun = true
    try put(Self.magic)
  }

  private func endGroup() throws {
    try begin()
    groups.append((groupRows, try chunks.map(store)))
    for index in chunks.indices { chunks[index].removeAll() }
    groupRows = 0
  }

  private func store(_ chunk: ColumnChunk) throws -> StoredChunk {
    let start = position
    let encoded = try pages.encode(chunk) { try put($0) }
    return StoredChunk(description: encoded, start: start, size: position - start)
  }

  private func put(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes(put) }

  private func put(_ bytes: UnsafeRawBufferPointer) throws {
    try write(bytes)
    position += bytes.count
  }

  // MARK: Footer

  private func footer() -> [UInt8] {
    let all = lateColumns + columns
    var thrift = ThriftWriter()
    thrift.int32(1, 2)
    thrift.structures(2, schema(all)) { $1(&$0) }
    thrift.int64(3, rows)
    thrift.structures(4, groups) { thrift, group in
      thrift.structures(1, Array(zip(all, group.chunks))) { Self.writeChunk(&$0, $1.0, $1.1) }
      thrift.int64(2, group.chunks.reduce(0) { $0 + $1.description.plainSize })
      thrift.int64(3, group.rows)
    }
    if !metadata.isEmpty {
      thrift.structures(5, metadata) { thrift, pair in
        thrift.binary(1, pair.key.utf8)
        thrift.binary(2, pair.value.utf8)
      }
    }
    thrift.binary(6, "corpus-tool".utf8)
    // Each column's values are ordered as its type says.
    thrift.structures(7, all) { thrift, _ in thrift.structure(1) { _ in } }
    thrift.end()
    return thrift.bytes
  }

  /// The columns at the top of the schema: those that are one list of structures together.
  private static func grouped(_ columns: [TableColumn]) -> [[TableColumn]] {
    var groups: [[TableColumn]] = []
    for column in columns {
      if column.member != nil, let last = groups.last?.first, last.member != nil, last.name == column.name {
        groups[groups.count - 1].append(column)
      } else {
        groups.append([column])
      }
    }
    return groups
  }

  private func schema(_ columns: [TableColumn]) -> [(inout ThriftWriter) -> Void] {
    let groups = Self.grouped(columns)
    var elements: [(inout ThriftWriter) -> Void] = [
      { thrift in
        thrift.binary(4, "schema".utf8)
        thrift.int32(5, groups.count)
      }
    ]
    for group in groups {
      let column = group[0]
      guard column.isList else {
        elements.append { Self.writeLeaf(&$0, column, column.name, isOptional: column.isOptional) }
        continue
      }
      elements += [
        { thrift in
          thrift.int32(3, column.isOptional ? 1 : 0)
          thrift.binary(4, column.name.utf8)
          thrift.int32(5, 1)
          thrift.int32(6, 3)
          thrift.structure(10) { $0.structure(3) { _ in } }
        },
        { thrift in
          thrift.int32(3, 2)
          thrift.binary(4, "list".utf8)
          thrift.int32(5, 1)
        },
      ]
      guard column.member != nil else {
        elements.append { Self.writeLeaf(&$0, column, "element", isOptional: false) }
        continue
      }
      elements.append { thrift in
        thrift.int32(3, 0)
        thrift.binary(4, "element".utf8)
        thrift.int32(5, group.count)
      }
      for own in group {
        elements.append { Self.writeLeaf(&$0, own, own.member ?? "", isOptional: false) }
      }
    }
    return elements
  }

  private static func writeLeaf(
    _ thrift: inout ThriftWriter, _ column: TableColumn, _ name: String, isOptional: Bool
  ) {
    thrift.int32(1, column.kind.physical.rawValue)
    thrift.int32(3, isOptional ? 1 : 0)
    thrift.binary(4, name.utf8)
    switch column.kind {
    case .text:
      thrift.int32(6, 0)
      thrift.structure(10) { $0.structure(1) { _ in } }
    case .uint64:
      thrift.int32(6, 14)
      thrift.structure(10) { thrift in
        thrift.structure(10) { thrift in
          thrift.int8(1, 64)
          thrift.truth(2, false)
        }
      }
    case .int32, .int64, .real, .truth: break
    }
  }

  private static func writeChunk(_ thrift: inout ThriftWriter, _ column: TableColumn, _ chunk: StoredChunk) {
    let encoded = chunk.description
    thrift.int64(2, 0)
    thrift.structure(3) { thrift in
      thrift.int32(1, column.kind.physical.rawValue)
      thrift.int32s(2, encoded.encodings)
      thrift.texts(3, column.path)
      thrift.int32(4, (column.isCompressed ? PageCodec.zstd : .uncompressed).rawValue)
      thrift.int64(5, encoded.entries)
      thrift.int64(6, encoded.plainSize)
      thrift.int64(7, chunk.size)
      thrift.int64(9, chunk.start + encoded.dataStart)
      if encoded.hasDictionary { thrift.int64(11, chunk.start) }
      thrift.structure(12) { encoded.statistics.write(to: &$0) }
    }
  }
}
