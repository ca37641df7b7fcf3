/// What a Parquet file's footer says: the schema, and the row groups one after another.
///
/// Row groups are parsed only when their turn comes, and of them only the columns that are read, so that a file
/// of 100-row groups with many columns costs one walk over its footer.
struct FileMetadata {
  /// A column's bytes within a row group.
  struct Chunk: Sendable {
    var codec = 0
    var valueCount = 0
    /// Where the first page starts in the file.
    var start = 0
    /// The bytes of all pages with their headers.
    var length = 0
  }

  /// A row group's rows and the chunks of the columns that were asked for, in their order.
  struct RowGroup: Sendable {
    var rows = 0
    var chunks: [Chunk] = []
  }

  /// A schema with more nodes than this is refused.
  private static let maximumColumns = 1 << 20
  /// A footer of more bytes than this is refused.
  static let maximumBytes = 256 << 20

  /// The footer as stored, with its length and magic number.
  let stored: PaddedBuffer
  /// The columns.
  private(set) var schema: SchemaTree
  /// The rows of all row groups together.
  private(set) var rows = 0
  private var next = 0
  private var left = 0

  /// Reads a file's footer.
  ///
  /// - Throws: `ShardFault` where the file does not end as a Parquet file does, or its footer is damaged.
  init(_ file: any RandomAccessBytes) throws {
    let size = file.size
    guard size >= 12 else { throw ShardFault.parquet("\(size) bytes are too few for a Parquet file") }
    let tail = PaddedBuffer(capacity: 8)
    try tail.appendInPlace(room: 8) {
      try file.read(at: size - 8, into: $0)
      return 8
    }
    var cursor = ByteCursor(tail.bytes)
    let length = try cursor.length32()
    let magic = String(decoding: cursor.rest, as: UTF8.self)
    guard magic != "PARE" else {
      throw ShardFault(.unsupported(what: "a Parquet file with an encrypted footer"))
    }
    guard magic == "PAR1" else {
      throw ShardFault.parquet("it does not end with the letters PAR1; is the file cut short?")
    }
    guard length <= size - 12 else {
      throw ShardFault.parquet("its footer claims \(length) bytes, the file has \(size)")
    }
    guard length <= Self.maximumBytes else {
      throw ShardFault.parquet("its footer of \(length) bytes is larger than \(Self.maximumBytes)")
    }
    let stored = PaddedBuffer(capacity: length + 8)
    try stored.appendInPlace(room: length + 8) {
      try file.read(at: size - length - 8, into: $0)
      return length + 8
    }
    self.stored = stored

    var elements: [SchemaTree.Element] = []
    var (rows, next, left) = (0, 0, 0)
    var thrift = ThriftCompact(UnsafeRawBufferPointer(rebasing: stored.bytes.dropLast(8)))
    try thrift.fields { thrift, field in
      switch field.id {
      case 2:
        try thrift.list(field, of: .structure) { thrift, _ in
          guard elements.count < Self.maximumColumns else {
            throw ShardFault.parquet("the schema has more than \(Self.maximumColumns) columns")
          }
          elements.append(try Self.element(&thrift))
        }
      case 3: rows = try thrift.integer(field)
      case 4:
        // The list's bytes are walked now, to find the fields after it, and parsed group by group later.
        try thrift.list(field, of: .structure) { thrift, index in
          if index == 0 { next = thrift.cursor.offset }
          try thrift.skip(.structure)
          left = index + 1
        }
      default: try thrift.skip(field)
      }
    }
    schema = try SchemaTree(elements)
    self.rows = rows
    self.next = next
    self.left = left
  }

  /// Where the column chunks end at the latest.
  func pagesEnd(size: Int) -> Int { size - stored.count }

  /// The first row group, whichever is the next; nil where there is none.
  func firstRowGroup(leaves: [Int]) throws -> RowGroup? {
    var copy = self
    return try copy.nextRowGroup(leaves: leaves)
  }

  /// The next row group, with the chunks of the given leaves; nil after the last.
  mutating func nextRowGroup(leaves: [Int]) throws -> RowGroup? {
    guard left > 0 else { return nil }
    left -= 1
    var wanted = [Int: Int](minimumCapacity: leaves.count)
    for (position, leaf) in leaves.enumerated() { wanted[leaf] = position }
    var chunks = [Chunk?](repeating: nil, count: leaves.count)
    var rows = 0
    var columns = 0
    var thrift = ThriftCompact(UnsafeRawBufferPointer(rebasing: stored.bytes.dropLast(8)[next...]))
    let schema = schema
    try thrift.fields { thrift, field in
      switch field.id {
      case 1:
        try thrift.list(field, of: .structure) { thrift, leaf in
          columns = leaf + 1
          guard let position = wanted[leaf] else { return try thrift.skip(.structure) }
          guard leaf < schema.leaves.count else { return try thrift.skip(.structure) }
          chunks[position] = try Self.chunk(&thrift, name: schema.path(of: schema.leaves[leaf]))
        }
      case 3: rows = try thrift.integer(field)
      default: try thrift.skip(field)
      }
    }
    next += thrift.cursor.offset
    guard rows >= 0 else { throw ShardFault.parquet("a row group claims \(rows) rows") }
    guard columns == schema.leaves.count else {
      throw ShardFault.parquet("a row group has \(columns) columns, the schema \(schema.leaves.count)")
    }
    return RowGroup(rows: rows, chunks: chunks.compactMap(\.self))
  }

  private static func element(_ thrift: inout ThriftCompact) throws -> SchemaTree.Element {
    var element = SchemaTree.Element()
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: element.physical = try thrift.integer(field)
      case 2: element.typeLength = try thrift.integer(field)
      case 3: element.repetition = try thrift.integer(field)
      case 4: element.name = try thrift.text(field)
      case 5: element.children = max(0, try thrift.integer(field))
      case 6:
        // ConvertedType: UTF8 0, MAP 1, MAP_KEY_VALUE 2, LIST 3.
        switch try thrift.integer(field) {
        case 0: element.isText = true
        case 1, 2: element.isMap = true
        case 3: element.isList = true
        default: break
        }
      case 10:
        // LogicalType: a union of structures, STRING 1, MAP 2, LIST 3.
        guard field.wire == .structure else { return try thrift.skip(field) }
        try thrift.fields { thrift, kind in
          switch kind.id {
          case 1: element.isText = true
          case 2: element.isMap = true
          case 3: element.isList = true
          default: break
          }
          try thrift.skip(kind)
        }
      default: try thrift.skip(field)
      }
    }
    return element
  }

  private static func chunk(_ thrift: inout ThriftCompact, name: String) throws -> Chunk {
    var chunk = Chunk()
    var (dataPage, dictionaryPage) = (0, 0)
    var (hasMetadata, isEncrypted) = (false, false)
    var otherFile: String?
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: otherFile = try thrift.text(field)
      case 3:
        guard field.wire == .structure else {
          throw ShardFault.parquet("column \(name) has damaged metadata")
        }
        hasMetadata = true
        try thrift.fields { thrift, field in
          switch field.id {
          case 4: chunk.codec = try thrift.integer(field)
          case 5: chunk.valueCount = try thrift.integer(field)
          case 7: chunk.length = try thrift.integer(field)
          case 9: dataPage = try thrift.integer(field)
          case 11: dictionaryPage = try thrift.integer(field)
          default: try thrift.skip(field)
          }
        }
      case 8:
        isEncrypted = true
        try thrift.skip(field)
      case 9:
        isEncrypted = true
        try thrift.skip(field)
      default: try thrift.skip(field)
      }
    }
    guard !isEncrypted else {
      throw ShardFault(.unsupported(what: "the encryption of the Parquet column \(name)"))
    }
    if let otherFile, !otherFile.isEmpty {
      throw ShardFault(.unsupported(what: "the Parquet column \(name) stored in another file (\(otherFile))"))
    }
    guard hasMetadata else { throw ShardFault.parquet("column \(name) has no metadata") }
    // Some writers say 0 where there is no dictionary, or where it stands at the first data page's offset.
    chunk.start = dictionaryPage > 0 && dictionaryPage < dataPage ? dictionaryPage : dataPage
    return chunk
  }
}
