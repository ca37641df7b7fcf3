/// The bytes that a reader has before it: cut into blocks from the front, filled from the stream at the end.
///
/// A block takes the buffer with it; only the part of a record after the cut is copied to the next buffer.
struct BlockWindow {
  private let stream: PeekedStream
  private let pool: BufferPool
  private let maximumRecordBytes: Int
  /// The bytes before `position` are done with.
  private(set) var buffer: PaddedBuffer
  /// Where the bytes that no block has taken start.
  var position = 0
  /// Whether the stream has no more bytes than those in the buffer.
  private(set) var atEnd = false

  init(stream: PeekedStream, pool: BufferPool, maximumRecordBytes: Int) {
    self.stream = stream
    self.pool = pool
    self.maximumRecordBytes = maximumRecordBytes
    buffer = pool.take()
  }

  /// The bytes that no block has taken; valid until the next mutation.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer.bytes[position...]) }

  /// How many bytes no block has taken.
  var count: Int { buffer.count - position }

  /// Reads on until `wanted` bytes are there or the stream ends.
  mutating func fill(to wanted: Int) throws {
    while !atEnd, count < wanted {
      if try buffer.appendInPlace(room: wanted - count, { try stream.read(into: $0) }) == 0 { atEnd = true }
    }
  }

  /// Reads on until there is about twice as much, because the record before the window goes on.
  ///
  /// - Throws: `.recordTooLarge`, at the first record of the block that would have been next.
  mutating func grow() throws {
    guard count <= maximumRecordBytes else {
      throw ShardFault(.recordTooLarge(limit: maximumRecordBytes), at: .record(1))
    }
    try fill(to: min(max(count * 2, 64), maximumRecordBytes + 1))
  }

  /// Gives the first `length` bytes away, with the buffer they are in.
  mutating func cut(_ length: Int) -> (buffer: PaddedBuffer, start: Int) {
    let full = buffer
    let end = position + length
    let next = pool.take()
    next.append(UnsafeRawBufferPointer(rebasing: full.bytes[end...]))
    full.truncate(to: end)
    defer {
      buffer = next
      position = 0
    }
    return (full, position)
  }

  /// Forgets all bytes that no block has taken.
  mutating func drop() {
    buffer.removeAll()
    position = 0
  }

  /// Looks at the window's bytes and those after them, `wanted` together unless the window has more or the stream ends
  /// before.
  ///
  /// - Complexity: O(`wanted`): the bytes are copied.
  func lookAhead(_ wanted: Int) throws -> [UInt8] {
    var held: [UInt8] = []
    held.reserveCapacity(max(wanted, count))
    held += bytes
    // The stream may hold far more.
    if !atEnd, count < wanted { held += try stream.peek(wanted - count).prefix(wanted - count) }
    return held
  }
}
