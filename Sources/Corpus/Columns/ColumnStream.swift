/// The values of one flat column of a Parquet file as text, asked for by row in ascending order.
///
/// Memory is bounded by a page and its dictionary. Belongs to one task.
final class ColumnStream {
  private let node: SchemaTree.Node
  private let file: any RandomAccessBytes
  private let pagesEnd: Int
  private let groups: RowGroupList
  private let decompressor = PageDecompressor()
  private var pages: StreamedPages?
  private var values: ColumnValues?
  /// The rows of the page in hand.
  private var column: ParquetTable.Column?
  /// The first row of the group in hand, and the first after it.
  private var group = 0..<0
  /// The first row of the page in hand.
  private var pageStart = 0
  /// The row that is given next, and the place of its value among the page's.
  private var (row, place) = (0, 0)

  /// A page of more bytes is refused.
  private static let mostBytes = 256 << 20

  /// Opens a column; nil where the file has none of that name that is in no list.
  init?(_ name: String, of file: any RandomAccessBytes, _ metadata: FileMetadata) {
    let schema = metadata.schema
    let leaf = schema.leaves.firstIndex {
      let node = schema.nodes[$0]
      return node.parent == 0 && node.maximumRepetition == 0 && node.name.utf8.elementsEqual(name.utf8)
    }
    guard let leaf else { return nil }
    node = schema.nodes[schema.leaves[leaf]]
    self.file = file
    pagesEnd = metadata.pagesEnd
    groups = metadata.rowGroups(of: [leaf])
  }

  /// Finds the value of a row, as text.
  ///
  /// - Parameter wanted: A row, from 0, at or after the one asked for last.
  /// - Returns: The value; nil where it is missing.
  /// - Throws: `ShardFault` where the file is damaged or ends before the row.
  func value(at wanted: Int) throws -> [UInt8]? {
    while wanted >= group.upperBound { try nextGroup() }
    while wanted >= pageStart + (values?.rowsRead ?? 0) { try nextPage() }
    guard let column else { return nil }
    while row < wanted {
      if column.isThere?[row - pageStart] ?? true { place += 1 }
      row += 1
    }
    guard column.isThere?[row - pageStart] ?? true else { return nil }
    switch column.values {
    case .texts: return Array(column.values.text(place))
    case .integers(let numbers): return Array(String(numbers[place]).utf8)
    case .reals(let numbers): return Array(numbers[place].description.utf8)
    case .truths(let flags): return Array((flags[place] ? "true" : "false").utf8)
    }
  }

  private func nextGroup() throws {
    guard let next = try groups.next(), let chunk = next.chunks.first else {
      throw ShardFault.parquet("the column \(node.name) has fewer rows than the others")
    }
    guard chunk.start >= 0, chunk.length >= 0, chunk.start <= pagesEnd, chunk.length <= pagesEnd - chunk.start
    else { throw ShardFault.parquet("the pages of the column \(node.name) are not within the file") }
    group = group.upperBound..<group.upperBound + next.rows
    (pageStart, row, place) = (group.lowerBound, group.lowerBound, 0)
    let limit = min(chunk.start + chunk.length + ParquetContext.slack, pagesEnd)
    pages = StreamedPages(file, chunk: chunk, limit: limit, maximumPage: Self.mostBytes)
    values = ColumnValues(
      node: node, codec: try PageCodec(number: chunk.codec, column: node.name), rows: next.rows,
      decompressor: decompressor)
    column = nil
  }

  private func nextPage() throws {
    guard let pages, let (header, bytes) = try pages.next() else {
      throw ShardFault.parquet("the column \(node.name) has fewer pages than its row group needs")
    }
    pageStart += values?.rowsRead ?? 0
    (row, place) = (pageStart, 0)
    values?.dropRows()
    try values?.add(header, bytes)
    column = values?.column
  }
}

/// The key and the kept fields of a Parquet file's records, asked for in ascending order.
final class ParquetFields {
  /// The columns, the key's first; nil where the file has none of that name.
  private let columns: [ColumnStream?]

  /// Reads a file's footer.
  ///
  /// - Throws: `ShardFault`.
  init(_ file: any RandomAccessBytes, _ request: FieldRequest) throws {
    let metadata = try FileMetadata(file, window: 32 << 10, digest: DigestStream())
    func column(_ name: String) -> ColumnStream? { ColumnStream(name, of: file, metadata) }
    let key = FieldRequest.keyNames.lazy.compactMap(column).first
    columns = [key] + request.keep.map { column($0.description) }
  }

  /// The values of a record, from 0.
  ///
  /// - Throws: `ShardFault`.
  func values(of record: Int) throws -> [[UInt8]?] { try columns.map { try $0?.value(at: record) ?? nil } }
}
