/// The texts of a page after their lengths, taken one by one or many at a time.
struct DeltaTexts {
  private var lengths: DeltaIntegers
  private var texts: ByteCursor

  init(_ bytes: UnsafeRawBufferPointer) throws {
    lengths = try DeltaIntegers(bytes)
    texts = ByteCursor(bytes)
    _ = try texts.take(lengths.end())
  }

  /// The next text.
  @inline(__always)
  mutating func next() throws -> UnsafeRawBufferPointer { try texts.take(lengths.next()) }

  /// The next texts, one after another, and how long each is.
  mutating func next(_ count: Int) throws -> (lengths: [Int], texts: UnsafeRawBufferPointer) {
    let lengths = try self.lengths.numbers(count)
    var size = 0
    for length in lengths {
      guard 0...texts.remaining - size ~= length else {
        throw ShardFault.parquet("the data ends inside a value")
      }
      size += length
    }
    return (lengths, try texts.take(size))
  }
}

/// DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.
final class DeltaLengthValues: PageValues {
  private var texts: DeltaTexts

  init(_ bytes: UnsafeRawBufferPointer) throws { texts = try DeltaTexts(bytes) }

  func next() throws -> UnsafeRawBufferPointer { try texts.next() }
}

/// DELTA_BYTE_ARRAY: how many bytes each value shares with the one before, then the rest of each.
final class DeltaByteArrayValues: PageValues {
  private var shared: DeltaIntegers
  private let rest: DeltaLengthValues
  private let value = PaddedBuffer(capacity: 1 << 10)
  private var budget: Int

  /// Makes the values of a page that have at most `maximumBytes` together, since a few bytes can claim to repeat
  /// a long value a million times.
  init(_ bytes: UnsafeRawBufferPointer, maximumBytes: Int) throws {
    shared = try DeltaIntegers(bytes)
    rest = try DeltaLengthValues(UnsafeRawBufferPointer(rebasing: bytes[shared.end()...]))
    budget = maximumBytes
  }

  func next() throws -> UnsafeRawBufferPointer {
    let prefix = try shared.next()
    guard prefix >= 0, prefix <= value.count else {
      throw ShardFault.parquet("a value shares more bytes with the one before than that has")
    }
    let suffix = try rest.next()
    budget -= prefix + suffix.count
    guard budget >= 0 else { throw ShardFault.parquet("a page's values are larger than the limit") }
    value.truncate(to: prefix)
    value.append(suffix)
    return value.bytes
  }
}
