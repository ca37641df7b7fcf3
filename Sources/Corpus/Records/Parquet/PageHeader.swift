/// The head of a page.
struct PageHeader {
  /// What a page holds.
  enum Kind: Equatable {
    case data, dataV2, dictionary
    /// Index pages and kinds that a later version may add: passed over.
    case other

    /// Whether the page has rows.
    var holdsRows: Bool { self == .data || self == .dataV2 }
  }

  var kind = Kind.other
  /// The bytes after the head.
  var storedSize = 0
  /// The bytes once decompressed.
  var size = 0
  var checksum: UInt32?
  var valueCount = 0
  var encoding = 0
  /// How levels are encoded in a version 1 page: 3 is RLE, 4 the deprecated BIT_PACKED.
  var definitionEncoding = 3
  var repetitionEncoding = 3
  /// The bytes of the levels in a version 2 page, which are never compressed.
  var definitionBytes = 0
  var repetitionBytes = 0
  var isCompressed = true
  /// The bytes of the head itself.
  var headSize = 0

  /// A head larger than this is refused; statistics of long values can make one large.
  static let maximumSize = 16 << 20

  /// Parses a head at the front of `bytes`; nil where they end inside it.
  ///
  /// - Throws: `ShardFault` where the head is damaged, whatever follows.
  init?(_ bytes: UnsafeRawBufferPointer) throws {
    var thrift = ThriftCompact(bytes)
    do {
      try parse(&thrift)
    } catch {
      if thrift.cursor.ranOut { return nil }
      throw error
    }
    headSize = thrift.cursor.offset
    let numbers = [storedSize, size, valueCount, definitionBytes, repetitionBytes]
    guard numbers.allSatisfy({ $0 >= 0 && $0 <= Int32.max }) else {
      throw ShardFault.parquet("a page claims an impossible size or number of values")
    }
  }

  private mutating func parse(_ thrift: inout ThriftCompact) throws {
    var header = PageHeader()
    var number = -1
    var described: Kind?
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: number = try thrift.integer(field)
      case 2: header.size = try thrift.integer(field)
      case 3: header.storedSize = try thrift.integer(field)
      case 4: header.checksum = UInt32(truncatingIfNeeded: try thrift.integer(field))
      case 5:
        described = .data
        try header.parseData(&thrift, field)
      case 7:
        described = .dictionary
        try header.parseDictionary(&thrift, field)
      case 8:
        described = .dataV2
        try header.parseDataV2(&thrift, field)
      default: try thrift.skip(field)
      }
    }
    switch number {
    case 0: header.kind = .data
    case 2: header.kind = .dictionary
    case 3: header.kind = .dataV2
    default: header.kind = .other
    }
    // What another kind's head says of the values may be right and mean something else.
    guard header.kind == .other || header.kind == described else {
      throw ShardFault.parquet("a page header is of another kind than the page")
    }
    self = header
  }

  private init() {}

  private mutating func parseData(_ thrift: inout ThriftCompact, _ field: ThriftCompact.Field) throws {
    guard field.wire == .structure else { throw ShardFault.parquet("a page header is corrupt") }
    var header = self
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: header.valueCount = try thrift.integer(field)
      case 2: header.encoding = try thrift.integer(field)
      case 3: header.definitionEncoding = try thrift.integer(field)
      case 4: header.repetitionEncoding = try thrift.integer(field)
      default: try thrift.skip(field)
      }
    }
    self = header
  }

  private mutating func parseDictionary(_ thrift: inout ThriftCompact, _ field: ThriftCompact.Field) throws {
    guard field.wire == .structure else { throw ShardFault.parquet("a page header is corrupt") }
    var header = self
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: header.valueCount = try thrift.integer(field)
      case 2: header.encoding = try thrift.integer(field)
      default: try thrift.skip(field)
      }
    }
    self = header
  }

  private mutating func parseDataV2(_ thrift: inout ThriftCompact, _ field: ThriftCompact.Field) throws {
    guard field.wire == .structure else { throw ShardFault.parquet("a page header is corrupt") }
    var header = self
    try thrift.fields { thrift, field in
      switch field.id {
      case 1: header.valueCount = try thrift.integer(field)
      case 4: header.encoding = try thrift.integer(field)
      case 5: header.definitionBytes = try thrift.integer(field)
      case 6: header.repetitionBytes = try thrift.integer(field)
      case 7: header.isCompressed = try thrift.truth(field)
      default: try thrift.skip(field)
      }
    }
    self = header
  }
}
