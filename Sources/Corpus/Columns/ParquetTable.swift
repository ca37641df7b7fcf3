/// Reads whole columns of a flat Parquet table, one row group at a time: what `ParquetWriter` writes, and files of others
/// whose columns are in no list.
///
/// Nothing that the file says is believed before it is checked. Memory is bounded by the columns of one row group that are
/// asked for. Belongs to one task.
///
/// Source: Apache Parquet format 2.11, `parquet.thrift`, `Encodings.md`.
package final class ParquetTable {
  /// A column's values in one row group.
  package enum Values: Sendable {
    /// Texts one after another, and where each ends.
    case texts(bytes: [UInt8], ends: [Int])
    /// Texts by their numbers among entries, which lie one after another, and where each entry ends.
    case entries(indices: [UInt32], bytes: [UInt8], ends: [Int])
    /// Whole numbers; those without a sign as their bits.
    case integers([Int64])
    /// Floating-point numbers.
    case reals([Double])
    /// Truth values.
    case truths([Bool])
  }

  /// A column of one row group: the values that are there, and for each row whether one is.
  package struct Column: Sendable {
    /// The values of the rows that have one, in their order.
    package var values: Values
    /// For each row whether it has a value; nil: all have.
    package var isThere: [Bool]?

    /// Makes a column.
    package init(values: Values, isThere: [Bool]? = nil) {
      self.values = values
      self.isThere = isThere
    }
  }

  private let file: any RandomAccessBytes
  private let metadata: FileMetadata
  private let scratch = ColumnScratch()

  /// A row group's chunks may have so many rows, and a page so many bytes.
  private static let (mostRows, mostBytes) = (1 << 22, 256 << 20)

  /// Opens a file.
  ///
  /// - Throws: `ShardError` where it cannot be opened, or is no Parquet file that can be read.
  package convenience init(path: String) throws {
    do {
      try self.init(FileBytes(path: path))
    } catch {
      throw ShardError(shard: .file(path: path), error)
    }
  }

  init(_ file: any RandomAccessBytes) throws {
    self.file = file
    metadata = try FileMetadata(file, window: 32 << 10, digest: DigestStream(), readsNotes: true)
  }

  /// The rows of all row groups together, as the file says.
  package var rows: Int { metadata.rows }

  /// What the file says of itself, as keys with values.
  package var notes: [String: String] { metadata.notes }

  /// The names of the columns that are in no list and no structure, in their order.
  package var columnNames: [String] {
    metadata.schema.leaves.map { metadata.schema.nodes[$0] }.filter {
      $0.parent == 0 && $0.maximumRepetition == 0
    }
    .map(\.name)
  }

  /// Hands on some columns, row group after row group.
  ///
  /// - Parameters:
  ///   - names: The columns, which must be there.
  ///   - body: Takes the rows of a group and its columns, in the order of the names.
  /// - Throws: `ShardFault`, and what `body` throws.
  package func read(_ names: [String], _ body: (_ rows: Int, _ columns: [Column]) throws -> Void) throws {
    let groups = try open(names)
    while let group = try groups.next() { try body(group.rows, group.columns) }
  }

  /// Row groups one after another, read as they are asked for. Belongs to one task.
  package final class Groups {
    private let table: ParquetTable
    private let leaves: [Int]
    private let list: RowGroupList
    /// The columns that were given last: the next lie in their memory, where nobody else holds them any more.
    private var last: [Column] = []

    fileprivate init(_ table: ParquetTable, leaves: [Int], _ list: RowGroupList) {
      (self.table, self.leaves, self.list) = (table, leaves, list)
    }

    /// Reads the next row group: its rows and its columns, in the order of the names; nil after the last.
    ///
    /// - Throws: `ShardFault`.
    package func next() throws -> (rows: Int, columns: [Column])? { try next { _ in nil } }

    /// Reads some rows of the next row group; nil after the last.
    ///
    /// - Parameter wanted: Is given the number of its rows, and says which of them are wanted, ascending from 0; nil: all.
    /// - Returns: The rows of the group, and its columns, which hold the wanted rows alone.
    /// - Throws: `ShardFault`.
    package func next(picking wanted: (Int) throws -> [Int]?) throws -> (rows: Int, columns: [Column])? {
      guard let group = try list.next() else { return nil }
      guard group.rows <= ParquetTable.mostRows else {
        throw ShardFault.parquet("a row group of \(group.rows) rows is too large")
      }
      let picks = try wanted(group.rows)
      precondition(picks.map { $0.last ?? -1 < group.rows && $0.first ?? 0 >= 0 } ?? true)
      var columns: [Column] = []
      columns.reserveCapacity(leaves.count)
      for (place, (leaf, chunk)) in zip(leaves, group.chunks).enumerated() {
        var room = Column(values: .truths([]))
        if place < last.count { swap(&room, &last[place]) }
        columns.append(try table.column(leaf, chunk, rows: group.rows, picks: picks, in: &room))
      }
      last = columns
      return (group.rows, columns)
    }
  }

  /// Starts to read some columns, which must be there.
  ///
  /// - Throws: `ShardFault`.
  package func open(_ names: [String]) throws -> Groups {
    let leaves = try names.map { name in
      let nodes = metadata.schema.nodes
      let leaf = metadata.schema.leaves.firstIndex {
        nodes[$0].parent == 0 && nodes[$0].maximumRepetition == 0
          && nodes[$0].name.utf8.elementsEqual(name.utf8)
      }
      guard let leaf else { throw ShardFault.parquet("it has no column \(name)") }
      return leaf
    }
    return Groups(self, leaves: leaves, metadata.rowGroups(of: leaves))
  }

  /// Reads a column of a row group, into the memory of another.
  private func column(
    _ leaf: Int, _ chunk: FileMetadata.Chunk, rows: Int, picks: [Int]?, in room: inout Column
  ) throws -> Column {
    let node = metadata.schema.nodes[metadata.schema.leaves[leaf]]
    guard chunk.start >= 0, chunk.length >= 0, chunk.start <= metadata.pagesEnd,
      chunk.length <= metadata.pagesEnd - chunk.start, chunk.length <= Self.mostBytes
    else { throw ShardFault.parquet("the pages of the column \(node.name) are not within the file") }
    guard chunk.valueCount == rows else {
      throw ShardFault.parquet(
        "the column \(node.name) has \(chunk.valueCount) values where the row group has \(rows) rows")
    }
    let stored = scratch.chunk()
    try stored.appendInPlace(room: chunk.length) {
      try file.read(at: chunk.start, into: $0)
      return chunk.length
    }
    var values = ColumnValues(
      node: node, codec: try PageCodec(number: chunk.codec, column: node.name), rows: rows,
      scratch: scratch, picks: picks)
    values.useRoom(of: &room)
    let pages = BufferedPages(stored.bytes, length: stored.count)
    while values.rowsRead < rows {
      guard let (header, bytes) = try pages.next() else {
        throw ShardFault.parquet("the column \(node.name) has fewer pages than its row group needs")
      }
      try values.add(header, bytes)
    }
    return values.column
  }
}
