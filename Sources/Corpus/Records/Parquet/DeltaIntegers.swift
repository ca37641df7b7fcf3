/// Decodes DELTA_BINARY_PACKED integers one after another, in constant memory.
///
/// Source: Apache Parquet, `Encodings.md`, "Delta Encoding".
struct DeltaIntegers {
  private var cursor: ByteCursor
  private let miniblocks: Int
  private let miniblockValues: Int
  private var left: Int
  private var isFirst = true
  private var value: Int64
  private var smallestDelta: Int64 = 0
  private var widthsStart = 0
  private var miniblock: Int
  private var used: Int
  private var width = 0
  private var bit = 0

  /// Blocks of more values than this are refused; writers use 128 to 2,048.
  private static let maximumBlock = 1 << 20

  /// Reads the head of a sequence that starts at the front of `bytes`.
  init(_ bytes: UnsafeRawBufferPointer) throws {
    var cursor = ByteCursor(bytes)
    let (block, miniblocks, total) = (try cursor.varint(), try cursor.varint(), try cursor.varint())
    value = try cursor.zigzag()
    guard block > 0, block <= Self.maximumBlock, block % 128 == 0, miniblocks > 0, miniblocks <= block,
      block % miniblocks == 0, block / miniblocks % 32 == 0
    else { throw ShardFault.parquet("delta-encoded lengths have an impossible block size") }
    guard total <= Int32.max else { throw ShardFault.parquet("\(total) delta-encoded lengths in a page") }
    self.cursor = cursor
    self.miniblocks = Int(miniblocks)
    miniblockValues = Int(block / miniblocks)
    left = Int(total)
    miniblock = self.miniblocks - 1
    used = miniblockValues
    bit = cursor.offset * 8
  }

  /// The next number.
  mutating func next() throws -> Int {
    guard left > 0 else { throw ShardFault.parquet("a page has fewer lengths than values") }
    left -= 1
    if isFirst {
      isFirst = false
      return Int(value)
    }
    if used == miniblockValues { try startMiniblock() }
    let delta = Int64(bitPattern: cursor.bits(at: bit, width: width)) &+ smallestDelta
    guard bit + width <= cursor.count * 8 else { throw ShardFault.parquet("delta-encoded lengths end early") }
    bit += width
    used += 1
    value &+= delta
    return Int(value)
  }

  /// Fills a buffer with the next numbers.
  ///
  /// A miniblock's bits are checked to be there once, and not for each number: a third of the time.
  mutating func fill(_ numbers: UnsafeMutableBufferPointer<Int64>) throws {
    guard numbers.count <= left else { throw ShardFault.parquet("a page has fewer lengths than values") }
    var done = 0
    if isFirst, done < numbers.count {
      numbers[done] = Int64(try next())
      done += 1
    }
    while done < numbers.count {
      if used == miniblockValues { try startMiniblock() }
      let count = min(miniblockValues - used, numbers.count - done)
      guard bit + width * count <= cursor.count * 8 else {
        throw ShardFault.parquet("delta-encoded lengths end early")
      }
      var (last, place) = (value, bit)
      for index in done..<done + count {
        last &+= Int64(bitPattern: cursor.bits(at: place, width: width)) &+ smallestDelta
        numbers[index] = last
        place += width
      }
      (value, bit) = (last, place)
      used += count
      left -= count
      done += count
    }
  }

  /// The next numbers.
  mutating func numbers(_ count: Int) throws -> [Int] {
    try [Int](unsafeUninitializedCapacity: count) { numbers, done in
      try numbers.withMemoryRebound(to: Int64.self) {
        try fill(UnsafeMutableBufferPointer(rebasing: $0[..<count]))
      }
      done = count
    }
  }

  /// Where the sequence ends; its numbers need not have been taken.
  ///
  /// - Complexity: O(blocks), as only their heads are read.
  func end() throws -> Int {
    var walk = self
    guard walk.isFirst else { preconditionFailure("the end is asked for before the first number") }
    var deltas = max(0, left - 1)
    while deltas > 0 {
      try walk.startMiniblock()
      let size = walk.miniblockValues * walk.width
      walk.bit += size
      walk.used = walk.miniblockValues
      deltas -= min(deltas, walk.miniblockValues)
      guard walk.bit <= cursor.count * 8 else { throw ShardFault.parquet("delta-encoded lengths end early") }
    }
    return walk.bit / 8
  }

  private mutating func startMiniblock() throws {
    miniblock += 1
    // A miniblock's values fill whole bytes, since their number is a multiple of eight.
    if miniblock == miniblocks {
      var head = cursor
      _ = try head.take(bit / 8 - head.offset)
      smallestDelta = try head.zigzag()
      widthsStart = head.offset
      _ = try head.take(miniblocks)
      bit = head.offset * 8
      cursor = head
      miniblock = 0
    }
    width = Int(try cursor.byte(at: widthsStart + miniblock))
    guard width <= 64 else { throw ShardFault.parquet("delta-encoded lengths have \(width) bits") }
    used = 0
  }
}
