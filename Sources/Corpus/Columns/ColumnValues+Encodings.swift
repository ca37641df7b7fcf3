/// The encodings of a page's values.
///
/// Everywhere `places` are those of the wanted values among the page's, ascending; nil: all are wanted.
extension ColumnValues {
  /// Adds the values of a page.
  mutating func addValues(
    _ bytes: UnsafeRawBufferPointer, encoding: Int, count: Int, at places: [Int]?
  ) throws {
    if encoding != 2, encoding != 8 { try expandEntries() }
    makeRoom()
    var body = ByteCursor(bytes)
    switch encoding {
    case 0: try appendPlain(bytes, count: count, at: places, to: &values)
    case 2, 8: try appendEntries(bytes, count: count, at: places)
    case 3 where physical == .boolean: try appendRuns(body.take(body.length32()), count: count, at: places)
    case 5: try appendDeltas(bytes, count: count, at: places)
    case 6 where physical == .byteArray: try appendTexts(lengthsFirst: bytes, count, at: places)
    case 7 where physical == .byteArray: try appendTexts(prefixesFirst: bytes, count, at: places)
    case 9 where physical == .double || physical == .float:
      try appendSplit(
        SplitValues(bytes, length: physical == .double ? 8 : 4), count: count, at: places)
    default: throw fault("the encoding number \(encoding) is not supported here")
    }
  }

  /// Makes room for the chunk's numbers at once, before its first.
  private mutating func makeRoom() {
    let rows = expectedRows
    values.changeIntegers { if $0.isEmpty { $0.reserveCapacity(rows) } }
  }

  /// Values of a dictionary.
  func plainValues(_ bytes: UnsafeRawBufferPointer, count: Int) throws -> ParquetTable.Values {
    var values = Self.none(physical)
    try appendPlain(bytes, count: count, at: nil, to: &values)
    return values
  }

  /// Appends the wanted ones of `count` values, each read by its place.
  @inline(__always)
  private static func append<Value>(
    to values: inout [Value], _ count: Int, at places: [Int]?, _ value: (Int) -> Value
  ) {
    if let places {
      values.reserveCapacity(values.count + places.count)
      for place in places { values.append(value(place)) }
    } else {
      let start = values.count
      values.append(contentsOf: repeatElement(value(0), count: count))
      values.withUnsafeMutableBufferPointer { values in
        for place in 0..<count { values[start + place] = value(place) }
      }
    }
  }

  /// Keeps of the values from `start` on the wanted ones.
  private static func keep<Value>(_ values: inout [Value], from start: Int, at places: [Int]?) {
    guard let places else { return }
    for (index, place) in places.enumerated() { values[start + index] = values[start + place] }
    values.removeLast(values.count - start - places.count)
  }

  private func appendPlain(
    _ bytes: UnsafeRawBufferPointer, count: Int, at places: [Int]?, to values: inout ParquetTable.Values
  ) throws {
    guard count > 0 else { return }
    var cursor = ByteCursor(bytes)
    let isAppended: Bool
    switch physical {
    case .byteArray:
      isAppended = try values.changeTexts {
        try Self.append(count, at: places, to: &$0, &$1) { try cursor.take(cursor.length32()) }
      }
    case .fixedLengthByteArray:
      let length = node.typeLength
      isAppended = try values.changeTexts {
        try Self.append(count, at: places, to: &$0, &$1) { try cursor.take(length) }
      }
    case .int32:
      let own = try cursor.take(count * 4)
      isAppended = values.changeIntegers {
        Self.append(to: &$0, count, at: places) {
          Int64(Int32(littleEndian: own.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self)))
        }
      }
    case .int64:
      let own = try cursor.take(count * 8)
      isAppended = values.changeIntegers {
        Self.append(to: &$0, count, at: places) {
          Int64(littleEndian: own.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self))
        }
      }
    case .double:
      let own = try cursor.take(count * 8)
      isAppended = values.changeReals {
        Self.append(to: &$0, count, at: places) {
          let bits = own.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)
          return Double(bitPattern: UInt64(littleEndian: bits))
        }
      }
    case .float:
      let own = try cursor.take(count * 4)
      isAppended = values.changeReals {
        Self.append(to: &$0, count, at: places) {
          let bits = own.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)
          return Double(Float(bitPattern: UInt32(littleEndian: bits)))
        }
      }
    case .boolean:
      let own = try cursor.take((count + 7) / 8)
      isAppended = values.changeTruths {
        Self.append(to: &$0, count, at: places) { own[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
      }
    case .int96:
      let own = try cursor.take(count * 12)
      isAppended = values.changeIntegers {
        Self.append(to: &$0, count, at: places) { Self.time(own, 12 * $0) }
      }
    }
    guard isAppended else { throw fault("the type \(physical.name) is not supported here") }
  }

  /// A time of the old kind, nanoseconds of a Julian day, as nanoseconds since 1970.
  private static func time(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Int64 {
    let nanoseconds = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int64.self))
    let day = Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 8, as: Int32.self))
    return (Int64(day) - 2_440_588) &* 86_400_000_000_000 &+ nanoseconds
  }

  private mutating func appendEntries(
    _ bytes: UnsafeRawBufferPointer, count: Int, at places: [Int]?
  ) throws {
    guard let dictionary else { throw fault("a page needs a dictionary, but there is none") }
    guard count > 0 else { return }
    var cursor = ByteCursor(bytes)
    let width = Int(try cursor.byte())
    guard width <= 32 else { throw fault("its indices have \(width) bits") }
    try scratch.readIndices(cursor.rest, width: width, count: count)
    var highest: UInt32 = 0
    scratch.indices.withUnsafeBufferPointer { indices in
      for place in 0..<indices.count { highest = max(highest, indices[place]) }
    }
    func check(_ entries: Int) throws {
      guard highest < entries else { throw fault("an index is beyond its dictionary") }
    }
    let scratch = scratch
    let isAppended: Bool
    switch dictionary {
    case .texts(let entryBytes, let entryEnds):
      try check(entryEnds.count)
      isAppended = try appendTextEntries(count, at: places, entryBytes, entryEnds)
    case .integers(let entries):
      try check(entries.count)
      isAppended = values.changeIntegers { Self.append(entries, of: scratch, count, at: places, to: &$0) }
    case .reals(let entries):
      try check(entries.count)
      isAppended = values.changeReals { Self.append(entries, of: scratch, count, at: places, to: &$0) }
    case .entries, .truths: isAppended = false
    }
    guard isAppended else { throw fault("its dictionary is of another type") }
  }

  /// Appends texts by their numbers: as numbers where all before were such of the same dictionary; false where the values are no
  /// texts.
  private mutating func appendTextEntries(
    _ count: Int, at places: [Int]?, _ entryBytes: [UInt8], _ entryEnds: [Int]
  ) throws -> Bool {
    let scratch = scratch
    if values.changeEntries({ Self.appendIndices(of: scratch, count, at: places, to: &$0) }) { return true }
    guard case .texts(_, let before) = values else { return false }
    var own: [UInt32] = []
    if before.isEmpty {
      own.reserveCapacity(expectedRows)
      Self.appendIndices(of: scratch, count, at: places, to: &own)
      values = .entries(indices: own, bytes: entryBytes, ends: entryEnds)
      return true
    }
    Self.appendIndices(of: scratch, count, at: places, to: &own)
    let tooLarge = fault(Self.tooLarge)
    return try values.changeTexts { try Self.expand(own, entryBytes, entryEnds, to: &$0, &$1, tooLarge) }
  }

  private static func appendIndices(
    of scratch: ColumnScratch, _ count: Int, at places: [Int]?, to own: inout [UInt32]
  ) {
    guard places != nil else { return own.append(contentsOf: scratch.indices) }
    scratch.indices.withUnsafeBufferPointer { indices in
      append(to: &own, count, at: places) { indices[$0] }
    }
  }

  private static func append<Value>(
    _ entries: [Value], of scratch: ColumnScratch, _ count: Int, at places: [Int]?, to values: inout [Value]
  ) {
    scratch.indices.withUnsafeBufferPointer { indices in
      entries.withUnsafeBufferPointer { entries in
        append(to: &values, count, at: places) { entries[Int(indices[$0])] }
      }
    }
  }

  static let tooLarge = "its texts are too large together"

  /// Puts texts that were numbers of entries so far one after another, since those of the next page are no such numbers, or are of
  /// other entries.
  mutating func expandEntries() throws {
    guard case .entries(let indices, let bytes, let ends) = values else { return }
    var (text, textEnds): ([UInt8], [Int]) = ([], [])
    try Self.expand(indices, bytes, ends, to: &text, &textEnds, fault(Self.tooLarge))
    values = .texts(bytes: text, ends: textEnds)
  }

  private static func expand(
    _ indices: [UInt32], _ entryBytes: [UInt8], _ entryEnds: [Int], to text: inout [UInt8],
    _ ends: inout [Int], _ tooLarge: ShardFault
  ) throws {
    let added = indices.reduce(0) { sum, index in
      sum + entryEnds[Int(index)] - (index == 0 ? 0 : entryEnds[Int(index) - 1])
    }
    guard text.count + added <= mostBytes * 2 else { throw tooLarge }
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

  /// Appends the wanted ones of texts that are taken one after another.
  @inline(__always)
  private static func append(
    _ count: Int, at places: [Int]?, to text: inout [UInt8], _ ends: inout [Int],
    _ next: () throws -> UnsafeRawBufferPointer
  ) throws {
    if let places {
      var passed = 0
      for place in places {
        while passed < place {
          _ = try next()
          passed += 1
        }
        text.append(contentsOf: try next())
        ends.append(text.count)
        passed += 1
      }
    } else {
      ends.reserveCapacity(ends.count + count)
      for _ in 0..<count {
        text.append(contentsOf: try next())
        ends.append(text.count)
      }
    }
  }

  /// Appends numbers whose bytes lie apart.
  private mutating func appendSplit(_ source: SplitValues, count: Int, at places: [Int]?) throws {
    let isDouble = physical == .double
    try values.changeReals { numbers in
      let start = numbers.count
      for _ in 0..<count {
        let bytes = try source.next()
        numbers.append(
          isDouble
            ? Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)))
            : Double(Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))))
      }
      Self.keep(&numbers, from: start, at: places)
    }
  }

  /// Appends truth values in runs.
  private mutating func appendRuns(
    _ bytes: UnsafeRawBufferPointer, count: Int, at places: [Int]?
  ) throws {
    guard count > 0 else { return }
    try scratch.readIndices(bytes, width: 1, count: count)
    let scratch = scratch
    values.changeTruths { flags in
      Self.append(to: &flags, count, at: places) { scratch.indices[$0] == 1 }
    }
  }

  private mutating func appendDeltas(
    _ bytes: UnsafeRawBufferPointer, count: Int, at places: [Int]?
  ) throws {
    guard case .integers = values, physical != .int96 else {
      throw fault("its values cannot be delta-encoded")
    }
    guard count > 0 else { return }
    var deltas = try DeltaIntegers(bytes)
    let isShort = physical == .int32
    try values.changeIntegers { numbers in
      let start = numbers.count
      numbers.append(contentsOf: repeatElement(0, count: count))
      try numbers.withUnsafeMutableBufferPointer { numbers in
        let own = UnsafeMutableBufferPointer(rebasing: numbers[start...])
        try deltas.fill(own)
        if isShort { for index in own.indices { own[index] = Int64(Int32(truncatingIfNeeded: own[index])) } }
      }
      Self.keep(&numbers, from: start, at: places)
    }
  }
}
