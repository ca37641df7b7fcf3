import CISAL

/// Puts the values of a flat column together, page after page.
struct ColumnValues {
  private let node: SchemaTree.Node
  private let physical: SchemaTree.Physical
  private let codec: PageCodec
  private let rows: Int
  private let decompressor: PageDecompressor
  private var dictionary: ParquetTable.Values?
  private var values: ParquetTable.Values
  private var isThere: [Bool]?
  /// The rows of the pages so far, those dropped not among them.
  private(set) var rowsRead = 0
  private var rowsDropped = 0

  /// A page of more bytes is refused.
  private static let mostBytes = 256 << 20

  init(node: SchemaTree.Node, codec: PageCodec, rows: Int, decompressor: PageDecompressor) {
    self.node = node
    self.codec = codec
    self.rows = rows
    self.decompressor = decompressor
    physical = node.physical ?? .byteArray
    values = Self.none(physical)
    isThere = node.maximumDefinition > 0 ? [] : nil
  }

  /// The column, once all rows were read.
  var column: ParquetTable.Column {
    ParquetTable.Column(values: values, isThere: isThere?.contains(false) == true ? isThere : nil)
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

  private static func none(_ physical: SchemaTree.Physical) -> ParquetTable.Values {
    switch physical {
    case .boolean: .truths([])
    case .int32, .int64, .int96: .integers([])
    case .float, .double: .reals([])
    case .byteArray, .fixedLengthByteArray: .texts(bytes: [], ends: [])
    }
  }

  private func fault(_ detail: String) -> ShardFault { .parquet("the column \(node.name): \(detail)") }

  /// Takes a page.
  mutating func add(_ header: PageHeader, _ stored: UnsafeRawBufferPointer) throws {
    guard header.kind != .other else { return }
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
    let plain = PaddedBuffer(capacity: 64)
    if codec == .uncompressed || header.kind == .dataV2 && !header.isCompressed {
      plain.append(cursor.rest)
    } else {
      try decompressor.decompress(
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
      var values = Self.none(physical)
      try appendPlain(body.rest, count: header.valueCount, to: &values)
      dictionary = values
      return
    }
    guard header.valueCount <= rows - rowsRead - rowsDropped else {
      throw fault("its pages have more values than rows")
    }
    var count = header.valueCount
    if node.maximumDefinition > 0 {
      guard header.definitionEncoding == 3 else { throw fault("its levels have an unknown encoding") }
      let bytes = try levels ?? body.take(body.length32())
      count = try readLevels(bytes, header.valueCount)
    }
    rowsRead += header.valueCount
    if header.encoding != 2, header.encoding != 8 { try expandEntries() }
    switch header.encoding {
    case 0: try appendPlain(body.rest, count: count, to: &values)
    case 2, 8: try appendEntries(body.rest, count: count)
    case 3 where physical == .boolean: try appendRuns(body.take(body.length32()), count: count)
    case 5: try appendDeltas(body.rest, count: count)
    case 6 where physical == .byteArray: try appendTexts(DeltaLengthValues(body.rest), count: count)
    case 7 where physical == .byteArray:
      try appendTexts(DeltaByteArrayValues(body.rest, maximumBytes: Self.mostBytes), count: count)
    case 9 where physical == .double || physical == .float:
      try appendSplit(SplitValues(body.rest, length: physical == .double ? 8 : 4), count: count)
    default: throw fault("the encoding number \(header.encoding) is not supported here")
    }
  }

  /// Reads the levels of so many rows; returns how many have a value.
  private mutating func readLevels(_ bytes: UnsafeRawBufferPointer, _ count: Int) throws -> Int {
    let full = UInt32(node.maximumDefinition)
    var levels = [UInt32](repeating: 0, count: count)
    var runs = RunLengths(bytes, width: Int.bitWidth - node.maximumDefinition.leadingZeroBitCount)
    try levels.withUnsafeMutableBufferPointer { try runs.fill($0) }
    isThere?.append(contentsOf: levels.lazy.map { $0 == full })
    return levels.reduce(0) { $0 + ($1 == full ? 1 : 0) }
  }

  private func appendPlain(
    _ bytes: UnsafeRawBufferPointer, count: Int, to values: inout ParquetTable.Values
  ) throws {
    var cursor = ByteCursor(bytes)
    switch (physical, values) {
    case (.byteArray, .texts(var text, var ends)):
      values = .truths([])
      for _ in 0..<count {
        text.append(contentsOf: try cursor.take(cursor.length32()))
        ends.append(text.count)
      }
      values = .texts(bytes: text, ends: ends)
    case (.int32, .integers(var numbers)):
      values = .truths([])
      for _ in 0..<count {
        numbers.append(Int64(Int32(truncatingIfNeeded: try cursor.length32())))
      }
      values = .integers(numbers)
    case (.int64, .integers(var numbers)):
      values = .truths([])
      let own = try cursor.take(count * 8)
      for index in 0..<count {
        numbers.append(Int64(littleEndian: own.loadUnaligned(fromByteOffset: 8 * index, as: Int64.self)))
      }
      values = .integers(numbers)
    case (.double, .reals(var numbers)):
      values = .truths([])
      let own = try cursor.take(count * 8)
      for index in 0..<count {
        let bits = UInt64(littleEndian: own.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        numbers.append(Double(bitPattern: bits))
      }
      values = .reals(numbers)
    case (.float, .reals(var numbers)):
      values = .truths([])
      for _ in 0..<count {
        numbers.append(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try cursor.length32()))))
      }
      values = .reals(numbers)
    case (.fixedLengthByteArray, .texts(var text, var ends)):
      values = .truths([])
      for _ in 0..<count {
        text.append(contentsOf: try cursor.take(node.typeLength))
        ends.append(text.count)
      }
      values = .texts(bytes: text, ends: ends)
    case (.boolean, .truths(var flags)):
      let own = try cursor.take((count + 7) / 8)
      for index in 0..<count { flags.append(own[index / 8] >> UInt8(index % 8) & 1 == 1) }
      values = .truths(flags)
    default: throw fault("the type \(physical.name) is not supported here")
    }
  }

  private mutating func appendEntries(_ bytes: UnsafeRawBufferPointer, count: Int) throws {
    guard let dictionary else { throw fault("a page needs a dictionary, but there is none") }
    guard count > 0 else { return }
    var cursor = ByteCursor(bytes)
    let width = Int(try cursor.byte())
    guard width <= 32 else { throw fault("its indices have \(width) bits") }
    var indices = [UInt32](repeating: 0, count: count)
    var runs = RunLengths(cursor.rest, width: width)
    try indices.withUnsafeMutableBufferPointer { try runs.fill($0) }
    func check(_ entries: Int) throws {
      guard indices.allSatisfy({ $0 < entries }) else { throw fault("an index is beyond its dictionary") }
    }
    switch (dictionary, values) {
    case (.texts(let bytes, let ends), .entries(var own, _, _)):
      try check(ends.count)
      values = .truths([])
      own.append(contentsOf: indices)
      values = .entries(indices: own, bytes: bytes, ends: ends)
    case (.texts(let bytes, let ends), .texts(_, let before)) where before.isEmpty:
      try check(ends.count)
      values = .entries(indices: indices, bytes: bytes, ends: ends)
    case (.texts(let entryBytes, let entryEnds), .texts(var text, var ends)):
      try check(entryEnds.count)
      values = .truths([])
      try expand(indices, entryBytes, entryEnds, to: &text, &ends)
      values = .texts(bytes: text, ends: ends)
    case (.integers(let entries), .integers(var numbers)):
      try check(entries.count)
      values = .truths([])
      for index in indices { numbers.append(entries[Int(index)]) }
      values = .integers(numbers)
    case (.reals(let entries), .reals(var numbers)):
      try check(entries.count)
      values = .truths([])
      for index in indices { numbers.append(entries[Int(index)]) }
      values = .reals(numbers)
    default: throw fault("its dictionary is of another type")
    }
  }

  /// Puts texts that were numbers of entries so far one after another, since those of the next page are no such numbers, or are of
  /// other entries.
  private mutating func expandEntries() throws {
    guard case .entries(let indices, let bytes, let ends) = values else { return }
    var (text, textEnds): ([UInt8], [Int]) = ([], [])
    try expand(indices, bytes, ends, to: &text, &textEnds)
    values = .texts(bytes: text, ends: textEnds)
  }

  private func expand(
    _ indices: [UInt32], _ entryBytes: [UInt8], _ entryEnds: [Int], to text: inout [UInt8],
    _ ends: inout [Int]
  ) throws {
    let added = indices.reduce(0) { sum, index in
      sum + entryEnds[Int(index)] - (index == 0 ? 0 : entryEnds[Int(index) - 1])
    }
    guard text.count + added <= Self.mostBytes * 2 else { throw fault("its texts are too large together") }
    text.reserveCapacity(text.count + added)
    ends.reserveCapacity(ends.count + indices.count)
    entryBytes.withUnsafeBufferPointer { entries in
      for index in indices {
        let entry = (index == 0 ? 0 : entryEnds[Int(index) - 1])..<entryEnds[Int(index)]
        text.append(contentsOf: UnsafeBufferPointer(rebasing: entries[entry]))
        ends.append(text.count)
      }
    }
  }

  /// Appends texts of an encoding that gives one after another.
  private mutating func appendTexts(_ source: some PageValues, count: Int) throws {
    guard case .texts(var text, var ends) = values else { return }
    values = .truths([])
    for _ in 0..<count {
      text.append(contentsOf: try source.next())
      guard text.count <= Self.mostBytes * 2 else { throw fault("its texts are too large together") }
      ends.append(text.count)
    }
    values = .texts(bytes: text, ends: ends)
  }

  /// Appends numbers whose bytes lie apart.
  private mutating func appendSplit(_ source: SplitValues, count: Int) throws {
    guard case .reals(var numbers) = values else { return }
    values = .truths([])
    for _ in 0..<count {
      let bytes = try source.next()
      numbers.append(
        physical == .double
          ? Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)))
          : Double(Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))))
    }
    values = .reals(numbers)
  }

  /// Appends truth values in runs.
  private mutating func appendRuns(_ bytes: UnsafeRawBufferPointer, count: Int) throws {
    guard case .truths(var flags) = values, count > 0 else { return }
    var bits = [UInt32](repeating: 0, count: count)
    var runs = RunLengths(bytes, width: 1)
    try bits.withUnsafeMutableBufferPointer { try runs.fill($0) }
    flags += bits.map { $0 == 1 }
    values = .truths(flags)
  }

  private mutating func appendDeltas(_ bytes: UnsafeRawBufferPointer, count: Int) throws {
    guard case .integers(var numbers) = values, physical != .int96 else {
      throw fault("its values cannot be delta-encoded")
    }
    guard count > 0 else { return }
    values = .truths([])
    var deltas = try DeltaIntegers(bytes)
    for _ in 0..<count {
      let number = try deltas.next()
      numbers.append(physical == .int32 ? Int64(Int32(truncatingIfNeeded: number)) : Int64(number))
    }
    values = .integers(numbers)
  }
}
