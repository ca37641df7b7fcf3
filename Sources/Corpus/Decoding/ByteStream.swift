/// A source of bytes that is read once, from its start to its end.
///
/// A stream belongs to one task.
protocol ByteStream: AnyObject {
  /// Writes the next bytes to `buffer`, which is not empty.
  ///
  /// - Returns: how many were written; 0 only at the end.
  /// - Throws: `ShardFault`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A source of bytes that can be read at any place.
protocol RandomAccessBytes: AnyObject {
  /// The number of bytes.
  var size: Int { get }
  /// Fills `buffer` with the bytes from `offset` on.
  ///
  /// - Throws: `ShardFault` where the source ends before `buffer` is full, or cannot be read.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws
  /// Whether a read costs about as much as its bytes; else each costs a way to a server and back.
  var isNear: Bool { get }
  /// Tells what will be read soon, to the end of each range and perhaps `slack` bytes further, so that it can be fetched ahead.
  func willRead(_ ranges: [Range<Int>], slack: Int)
}

extension RandomAccessBytes {
  var isNear: Bool { true }
  func willRead(_ ranges: [Range<Int>], slack: Int) {}
}
