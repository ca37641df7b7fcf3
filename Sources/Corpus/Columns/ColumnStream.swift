/// The values of one flat column of a Parquet file as text, asked for by row in ascending order.
///
/// Memory is bounded by a page and its dictionary. Belongs to one task.
final class ColumnStream {
  private let node: SchemaTree.Node
  private let file: any RandomAccessBytes
  private let pagesEnd: Int
  private let groups: RowGroupList
  private let scratch = ColumnScratch()
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

  /// Opens a column, which is in no list.
  init(_ leaf: Int, of file: any RandomAccessBytes, _ metadata: FileMetadata) {
    node = metadata.schema.nodes[metadata.schema.leaves[leaf]]
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
    while wanted >= pageStart + (values?.rowsRead ?? 0) { try nextPage(towards: wanted) }
    guard let column else { return nil }
    while row < wanted {
      if column.isThere?[row - pageStart] ?? true { place += 1 }
      row += 1
    }
    guard column.isThere?[row - pageStart] ?? true else { return nil }
    switch column.values {
    case .texts, .entries:
      let text = Array(column.values.text(place))
      if node.number != .whole {
        let number = node.number == .half ? node.number.text(text.reversed()) : node.number.text(text)
        if let number { return Array(number.utf8) }
      }
      // Bytes that are no text get U+FFFD in place of what is wrong with them.
      let isValid = text.withUnsafeBytes { UTF8Validation.firstInvalidByte(in: $0) == nil }
      return isValid ? text : Array(String(decoding: text, as: UTF8.self).utf8)
    case .integers(let numbers): return Array(node.number.text(numbers[place]).utf8)
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
      scratch: scratch)
    column = nil
  }

  /// Goes on by a page; one whose rows all lie before the wanted one is not decompressed.
  private func nextPage(towards wanted: Int) throws {
    guard let pages, let (header, bytes) = try pages.next() else {
      throw ShardFault.parquet("the column \(node.name) has fewer pages than its row group needs")
    }
    pageStart += values?.rowsRead ?? 0
    values?.dropRows()
    if header.kind.holdsRows, header.valueCount <= wanted - pageStart {
      try values?.pass(header.valueCount)
      pageStart += header.valueCount
      (row, place, column) = (pageStart, 0, nil)
      return
    }
    (row, place) = (pageStart, 0)
    try values?.add(header, bytes)
    column = values?.column
  }
}

/// The key and the kept fields of a Parquet file's records, asked for in ascending order.
final class ParquetFields {
  /// The columns, the key's first; nil where the file has none of that name.
  private let columns: [ColumnStream?]
  private let request: FieldRequest

  /// Reads a file's footer.
  ///
  /// - Throws: `ShardFault`.
  init(_ file: any RandomAccessBytes, _ request: FieldRequest) throws {
    self.request = request
    let metadata = try FileMetadata(file, window: 32 << 10, digest: DigestStream())
    let leaves = [metadata.schema.keyLeaf()] + request.keep.map { metadata.schema.leaf(of: $0) }
    columns = leaves.map { $0.map { ColumnStream($0, of: file, metadata) } }
  }

  /// Appends the values of a record, from 0.
  ///
  /// - Throws: `ShardFault`.
  func appendValues(of record: Int, to values: inout RecordFields) throws {
    for column in columns { values.append(try column?.value(at: record) ?? nil) }
    if request.wantsWhole { values.append(nil as [UInt8]?) }
  }
}

/// The fields of records whose blocks say in which Parquet file they are: one file after another, each opened once.
struct RowFields {
  private let request: FieldRequest
  private var open: (file: FieldFile, fields: ParquetFields)?

  init(_ request: FieldRequest) { self.request = request }

  /// Takes the first of some records of a block, as many as have about a mebibyte of values, and at least one.
  ///
  /// - Returns: Their values.
  /// - Throws: `ShardFault`.
  mutating func takeValues(of records: inout ArraySlice<WantedRecord>, _ rows: FieldRows) throws
    -> RecordFields
  {
    if open?.file !== rows.file { open = (rows.file, try ParquetFields(rows.file.open(), request)) }
    var values = RecordFields(request)
    while values.byteCount < 1 << 20, let wanted = records.popFirst() {
      try open?.fields.appendValues(of: rows.first + Int(wanted.record), to: &values)
    }
    return values
  }
}
