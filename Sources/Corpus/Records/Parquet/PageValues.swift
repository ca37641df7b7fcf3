/// The values of one page, in order; nulls are not among them.
protocol PageValues: AnyObject {
  /// The next value; valid until the next call.
  func next() throws -> UnsafeRawBufferPointer
}

/// PLAIN byte arrays: each with its length before it.
final class PlainValues: PageValues {
  private var cursor: ByteCursor

  init(_ bytes: UnsafeRawBufferPointer) { cursor = ByteCursor(bytes) }

  func next() throws -> UnsafeRawBufferPointer {
    try cursor.take(cursor.length32())
  }
}

/// PLAIN byte arrays of one fixed length.
final class FixedValues: PageValues {
  private var cursor: ByteCursor
  private let length: Int

  init(_ bytes: UnsafeRawBufferPointer, length: Int) {
    cursor = ByteCursor(bytes)
    self.length = length
  }

  func next() throws -> UnsafeRawBufferPointer { try cursor.take(length) }
}

/// BYTE_STREAM_SPLIT byte arrays of one fixed length: all first bytes, then all second bytes, and so on.
final class SplitValues: PageValues {
  private let bytes: UnsafeRawBufferPointer
  private let length: Int
  private let count: Int
  private var index = 0
  private let value = PaddedBuffer(capacity: 64)

  init(_ bytes: UnsafeRawBufferPointer, length: Int) throws {
    guard length > 0, bytes.count % length == 0 else {
      throw ShardFault.parquet("a page's split values do not fill its bytes")
    }
    self.bytes = bytes
    self.length = length
    count = bytes.count / length
  }

  func next() throws -> UnsafeRawBufferPointer {
    guard index < count else { throw ShardFault.parquet("a page has fewer values than it claims") }
    value.removeAll()
    value.appendInPlace(room: length) { room in
      for place in 0..<length { room[place] = bytes[place * count + index] }
      return length
    }
    index += 1
    return value.bytes
  }
}
