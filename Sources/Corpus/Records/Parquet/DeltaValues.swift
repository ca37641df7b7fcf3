/// DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.
final class DeltaLengthValues: PageValues {
  private var lengths: DeltaIntegers
  private var cursor: ByteCursor

  init(_ bytes: UnsafeRawBufferPointer) throws {
    lengths = try DeltaIntegers(bytes)
    cursor = ByteCursor(bytes)
    _ = try cursor.take(lengths.end())
  }

  func next() throws -> UnsafeRawBufferPointer { try cursor.take(lengths.next()) }
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
