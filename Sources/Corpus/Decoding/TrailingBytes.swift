/// Bytes behind compressed data that are no further part of it: padding aside, somebody's mistake.
///
/// gzip, bzip2 and lz4 pass over such bytes, their programs with a warning; zstd and xz refuse them. Zeros are padding, as
/// tapes and block devices leave it, and are none of these.
public struct TrailingBytes: Sendable, Equatable, CustomStringConvertible {
  /// How the data before them is compressed.
  public var codec: Codec
  /// How many there are.
  public var count: Int

  /// Makes a value of so many bytes behind data in a codec.
  public init(codec: Codec, count: Int) {
    self.codec = codec
    self.count = count
  }

  /// What a person is to be told of them: `7 bytes follow the gzip data and are no part of it; they were not read`.
  public var description: String {
    "\(count) \(count == 1 ? "byte follows" : "bytes follow") the \(codec.rawValue) data and "
      + (count == 1 ? "is no part of it; it was not read" : "are no part of it; they were not read")
  }
}

/// What the decoders of one shard found behind their data.
final class TrailingRecord {
  /// The first that was found.
  private(set) var found: TrailingBytes?

  /// Takes note of what follows a decoder's last member: the bytes at hand and all that the source still has.
  func add(_ codec: Codec, _ atHand: UnsafeRawBufferPointer, then source: any ByteStream) throws {
    var count = atHand.count
    var isPadding = atHand.allSatisfy { $0 == 0 }
    let rest = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { rest.deallocate() }
    while true {
      let read = try source.read(into: rest)
      guard read > 0 else { break }
      count += read
      isPadding = isPadding && rest[..<read].allSatisfy { $0 == 0 }
    }
    if !isPadding, found == nil { found = TrailingBytes(codec: codec, count: count) }
  }
}
