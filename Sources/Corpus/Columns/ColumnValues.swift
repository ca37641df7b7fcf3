import CISAL

/// Puts the values of a flat column together, page after page: those of all rows, or of some that were picked.
struct ColumnValues {
  let node: SchemaTree.Node
  let physical: SchemaTree.Physical
  private let codec: PageCodec
  private let rows: Int
  let scratch: ColumnScratch
  /// The rows that are wanted, ascending; nil: all.
  private let picks: [Int]?
  private var nextPick = 0
  var dictionary: ParquetTable.Values?
  var values: ParquetTable.Values
  private var isThere: [Bool]?
  /// The rows of the pages so far, those dropped not among them, those not picked among them.
  private(set) var rowsRead = 0
  private var rowsDropped = 0

  /// A page of more bytes is refused, and one of more values, of which a few bytes can make any number.
  static let mostBytes = 256 << 20
  private static let mostValues = 1 << 25
  private static let mostExpected = 1 << 22

  /// Makes the values of a chunk of so many rows.
  init(
    node: SchemaTree.Node, codec: PageCodec, rows: Int, scratch: ColumnScratch, picks: [Int]? = nil
  ) {
    self.node = node
    self.codec = codec
    self.rows = rows
    self.scratch = scratch
    self.picks = picks
    physical = node.physical ?? .byteArray
    values = Self.none(physical)
    isThere = node.maximumDefinition > 0 ? [] : nil
  }

  /// The column, once all rows were read.
  var column: ParquetTable.Column {
    ParquetTable.Column(values: values, isThere: isThere?.contains(false) == true ? isThere : nil)
  }

  /// For how many rows there is to be room from the first page on; a stranger's footer may claim any number.
  var expectedRows: Int { picks?.count ?? min(rows, Self.mostExpected) }

  /// Takes the memory of another column that nobody needs any more.
  mutating func useRoom(of other: inout ParquetTable.Column) {
    let empty = values
    swap(&values, &other.values)
    // Nothing may hold the memory meanwhile, or it would be left to that, and other memory taken.
    let isLike =
      switch empty {
      case .integers: values.changeIntegers { $0.removeAll(keepingCapacity: true) }
      case .texts:
        values.changeTexts { bytes, ends in
          bytes.removeAll(keepingCapacity: true)
          ends.removeAll(keepingCapacity: true)
        }
      case .entries, .reals, .truths: false
      }
    if !isLike { values = empty }
  }

  /// Drops the rows so far; the dictionary stays.
  mutating func dropRows() {
    rowsDropped += rowsRead
    rowsRead = 0
    values = Self.none(physical)
    isThere = node.maximumDefinition > 0 ? [] : nil
  }

  /// Passes over a page of so many rows.
  mutating func pass(_ count: Int) throws {
    guard count <= rows - rowsRead - rowsDropped else { throw fault("its pages have more values than rows") }
    rowsDropped += count
  }

  static func none(_ physical: SchemaTree.Physical) -> ParquetTable.Values {
    switch physical {
    case .boolean: .truths([])
    case .int32, .int64, .int96: .integers([])
    case .float, .double: .reals([])
    case .byteArray, .fixedLengthByteArray: .texts(bytes: [], ends: [])
    }
  }

  func fault(_ detail: String) -> ShardFault { .parquet("the column \(node.name): \(detail)") }

  /// Takes a page.
  mutating func add(_ header: PageHeader, _ stored: UnsafeRawBufferPointer) throws {
    guard header.kind != .other else { return }
    var places: [Int]?
    if header.kind != .dictionary {
      guard header.valueCount <= rows - rowsRead - rowsDropped else {
        throw fault("its pages have more values than rows")
      }
      guard header.valueCount <= Self.mostValues else {
        throw fault("a page of \(header.valueCount) values is too large")
      }
      places = placesPicked(of: header.valueCount)
      if places?.isEmpty ?? false {
        rowsRead += header.valueCount
        return
      }
    }
    if let checksum = header.checksum {
      let base = stored.baseAddress?.assumingMemoryBound(to: UInt8.self)
      guard base.map({ crc32_gzip_refl(0, $0, UInt64(stored.count)) }) ?? 0 == checksum else {
        throw fault("the checksum of a page is wrong")
      }
    }
    guard header.size <= Self.mostBytes else { throw fault("a page of \(header.size) bytes is too large") }
    var cursor = ByteCursor(stored)
    var levels: UnsafeRawBufferPointer?
    if header.kind == .dataV2 {
      _ = try cursor.take(header.repetitionBytes)
      levels = try cursor.take(header.definitionBytes)
    }
    let plain = scratch.page()
    if codec == .uncompressed || header.kind == .dataV2 && !header.isCompressed {
      plain.append(cursor.rest)
    } else {
      try scratch.decompressor.decompress(
        cursor.rest, by: codec, size: max(header.size - cursor.offset, 0), into: plain)
    }
    var body = ByteCursor(plain.bytes)
    if header.kind == .dictionary {
      guard header.encoding == 0 || header.encoding == 2 else {
        throw fault("its dictionary has an unknown encoding")
      }
      guard header.valueCount <= plain.count || header.valueCount == 0 else {
        throw fault("its dictionary claims \(header.valueCount) values")
      }
      try expandEntries()
      dictionary = try plainValues(body.rest, count: header.valueCount)
      return
    }
    var count = header.valueCount
    if node.maximumDefinition > 0 {
      guard header.definitionEncoding == 3 else { throw fault("its levels have an unknown encoding") }
      let bytes = try levels ?? body.take(body.length32())
      count = try readLevels(bytes, header.valueCount, &places)
    }
    rowsRead += header.valueCount
    try addValues(body.rest, encoding: header.encoding, count: count, at: places)
  }

  /// The rows of the next page of so many that are wanted, from its first on; nil: all.
  private mutating func placesPicked(of count: Int) -> [Int]? {
    guard let picks else { return nil }
    let (first, start) = (rowsRead + rowsDropped, nextPick)
    while nextPick < picks.count, picks[nextPick] < first + count { nextPick += 1 }
    return picks[start..<nextPick].map { $0 - first }
  }

  /// Reads the levels of so many rows; returns how many have a value, and makes of the places of rows those of their values.
  private mutating func readLevels(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, _ places: inout [Int]?
  ) throws -> Int {
    let full = UInt32(node.maximumDefinition)
    try scratch.readLevels(
      bytes, width: Int.bitWidth - node.maximumDefinition.leadingZeroBitCount, count: count)
    return scratch.levels.withUnsafeBufferPointer { levels in
      let there = levels.reduce(0) { $0 + ($1 == full ? 1 : 0) }
      guard let rows = places else {
        if there == count {
          isThere?.append(contentsOf: repeatElement(true, count: count))
        } else {
          isThere?.append(contentsOf: levels.lazy.map { $0 == full })
        }
        return there
      }
      if there == count {
        isThere?.append(contentsOf: repeatElement(true, count: rows.count))
        return there
      }
      var (row, value): (Int, Int) = (0, 0)
      var found: [Int] = []
      for wanted in rows {
        while row < wanted {
          value += levels[row] == full ? 1 : 0
          row += 1
        }
        isThere?.append(levels[wanted] == full)
        if levels[wanted] == full { found.append(value) }
      }
      places = found
      return there
    }
  }
}

/// What the pages of columns are read into, used again by the next, so that no page pays for fresh memory. Belongs to one task.
final class ColumnScratch {
  fileprivate let decompressor = PageDecompressor()
  fileprivate var plain = PaddedBuffer(capacity: 64)
  fileprivate var levels: [UInt32] = []
  /// The numbers of entries of the page in hand.
  var indices: [UInt32] = []
  /// A chunk's bytes as they are stored.
  private var stored = PaddedBuffer(capacity: 64)

  /// A larger buffer is not kept.
  private static let mostKept = 16 << 20

  /// An empty buffer for a chunk's bytes, until the next is asked for.
  func chunk() -> PaddedBuffer { Self.emptied(&stored) }

  /// An empty buffer for a page's bytes, until the next is asked for.
  fileprivate func page() -> PaddedBuffer { Self.emptied(&plain) }

  private static func emptied(_ buffer: inout PaddedBuffer) -> PaddedBuffer {
    if buffer.room > mostKept { buffer = PaddedBuffer(capacity: 64) } else { buffer.removeAll() }
    return buffer
  }

  /// Numbers read from runs, in `indices`.
  func readIndices(_ bytes: UnsafeRawBufferPointer, width: Int, count: Int) throws {
    try Self.fill(&indices, bytes, width: width, count: count)
  }

  fileprivate func readLevels(_ bytes: UnsafeRawBufferPointer, width: Int, count: Int) throws {
    try Self.fill(&levels, bytes, width: width, count: count)
  }

  private static func fill(
    _ numbers: inout [UInt32], _ bytes: UnsafeRawBufferPointer, width: Int, count: Int
  ) throws {
    if numbers.count > count {
      numbers.removeLast(numbers.count - count)
    } else {
      numbers.append(contentsOf: repeatElement(0, count: count - numbers.count))
    }
    var runs = RunLengths(bytes, width: width)
    try numbers.withUnsafeMutableBufferPointer { try runs.fill($0) }
  }
}
