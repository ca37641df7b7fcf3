/// Decodes Parquet's hybrid of run lengths and bit packing: levels and dictionary indices.
///
/// Source: Apache Parquet, `Encodings.md`, "RLE/Bit-Packing Hybrid" and the deprecated "BIT_PACKED".
struct RunLengths {
  /// What `next` found.
  enum Run {
    /// One value so many times.
    case repeated(UInt32, Int)
    /// So many values, written to the buffer.
    case packed(Int)
  }

  private var cursor: ByteCursor
  private let width: Int
  private var repeatsLeft = 0
  private var repeated: UInt32 = 0
  private var packedLeft = 0
  private var packed = ByteCursor(UnsafeRawBufferPointer(start: nil, count: 0))
  private var packedBit = 0
  private let highBitsFirst: Bool

  /// Decodes runs of values of `width` bits, at most 32.
  init(_ bytes: UnsafeRawBufferPointer, width: Int) {
    cursor = ByteCursor(bytes)
    self.width = width
    highBitsFirst = false
  }

  /// Decodes `count` values of the deprecated encoding, which packs the highest bit first and has no runs.
  init(highBitsFirst bytes: UnsafeRawBufferPointer, width: Int, count: Int) {
    cursor = ByteCursor(UnsafeRawBufferPointer(start: nil, count: 0))
    self.width = width
    highBitsFirst = true
    packed = ByteCursor(bytes)
    packedLeft = count
  }

  /// Takes the next values, at most `limit`, of one run; packed ones are written to `buffer`, as many as it holds.
  mutating func next(
    atMost limit: Int, packedInto buffer: UnsafeMutableBufferPointer<UInt32>
  ) throws -> Run {
    while repeatsLeft == 0, packedLeft == 0 { try startRun() }
    if repeatsLeft > 0 {
      let count = min(limit, repeatsLeft)
      repeatsLeft -= count
      return .repeated(repeated, count)
    }
    let count = min(limit, packedLeft, buffer.count)
    if highBitsFirst { unpackHighBitsFirst(into: buffer, count) } else { unpack(into: buffer, count) }
    packedLeft -= count
    return .packed(count)
  }

  /// Fills a buffer with the next values.
  mutating func fill(_ buffer: UnsafeMutableBufferPointer<UInt32>) throws {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableBufferPointer(rebasing: buffer[done...])
      switch try next(atMost: rest.count, packedInto: rest) {
      case .repeated(let value, let count):
        rest.prefix(count).update(repeating: value)
        done += count
      case .packed(let count): done += count
      }
    }
  }

  private mutating func startRun() throws {
    // Values of no bits need no bytes.
    if width == 0, cursor.remaining == 0 {
      repeated = 0
      repeatsLeft = Int.max
      return
    }
    guard cursor.remaining > 0, !highBitsFirst else {
      throw ShardFault.parquet("a page has fewer levels or indices than it claims")
    }
    let head = try cursor.varint()
    guard head >> 1 <= UInt64(Int32.max) else { throw ShardFault.parquet("a run is impossibly long") }
    let length = Int(head >> 1)
    if head & 1 == 0 {
      let bytes = try cursor.take((width + 7) / 8)
      var value: UInt32 = 0
      for (index, byte) in bytes.enumerated() { value |= UInt32(byte) << UInt32(8 * index) }
      guard width == 32 || value >> UInt32(width) == 0 else {
        throw ShardFault.parquet("a run's value has more bits than its width")
      }
      repeated = value
      repeatsLeft = length
    } else if width == 0 {
      repeated = 0
      repeatsLeft = length * 8
    } else {
      // The last eight values of a page may have been cut after the last used byte.
      let size = min(length * width, cursor.remaining)
      guard size * 8 / width > (length - 1) * 8 else {
        throw ShardFault.parquet("a page has fewer levels or indices than it claims")
      }
      packed = ByteCursor(try cursor.take(size))
      packedBit = 0
      packedLeft = min(length * 8, size * 8 / width)
    }
  }

  private mutating func unpack(into buffer: UnsafeMutableBufferPointer<UInt32>, _ count: Int) {
    var bit = packedBit
    for index in 0..<count {
      buffer[index] = UInt32(truncatingIfNeeded: packed.bits(at: bit, width: width))
      bit += width
    }
    packedBit = bit
  }

  private mutating func unpackHighBitsFirst(into buffer: UnsafeMutableBufferPointer<UInt32>, _ count: Int) {
    for index in 0..<count {
      var value: UInt32 = 0
      for _ in 0..<width {
        let byte = packed.bits(at: packedBit & ~7, width: 8)
        value = value << 1 | UInt32(byte >> UInt64(7 - packedBit & 7)) & 1
        packedBit += 1
      }
      buffer[index] = value
    }
  }
}
