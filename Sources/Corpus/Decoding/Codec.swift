/// How a shard's bytes are compressed, known by their first bytes, whatever the file's name.
public enum Codec: String, Sendable, Hashable, CaseIterable {
  /// The bytes are not compressed.
  case none
  /// RFC 1952, one member or several.
  case gzip
  /// RFC 8878, one frame or several.
  case zstd
  /// The .xz format.
  case xz
  /// bzip2.
  case bzip2
  /// The LZ4 frame format.
  case lz4

  /// How many bytes `init(magic:)` wants to see.
  static let magicBytes = 16

  /// Recognises the codec by a content's first bytes.
  init(magic bytes: UnsafeRawBufferPointer) {
    func starts(_ magic: [UInt8]) -> Bool {
      bytes.count >= magic.count && bytes.prefix(magic.count).elementsEqual(magic)
    }
    if starts([0x1F, 0x8B, 0x08]) {
      self = .gzip
    } else if starts([0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if starts([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
      self = .xz
    } else if starts([0x42, 0x5A, 0x68]), bytes.count >= 10, (0x31...0x39).contains(bytes[3]),
      bytes[4..<10].elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
        || bytes[4..<10].elementsEqual([0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
    {
      self = .bzip2
    } else if starts([0x04, 0x22, 0x4D, 0x18]) {
      self = .lz4
    } else if bytes.count >= 4, (0x50...0x5F).contains(bytes[0]),
      bytes[1..<4].elementsEqual([0x2A, 0x4D, 0x18])
    {
      // A skippable frame, which zstd and lz4 share; zstd's decoder steps over it and reads what follows.
      self = .zstd
    } else {
      self = .none
    }
  }
}

extension Codec {
  /// The decoded bytes of a stream in this codec; a zstd frame with a window of more bytes than `maximumWindow` is refused.
  ///
  /// - Parameters:
  ///   - stored: the stream.
  ///   - maximumWindow: the largest window of a zstd frame, in bytes.
  ///   - trailing: is told of bytes behind the data that are no part of it.
  /// - Returns: the decoder; the stream itself where it is not compressed.
  /// - Throws: `ShardFault` where the decoder cannot be made.
  func decoded(
    _ stored: any ByteStream, maximumWindow: Int = ZstdStream.maximumWindow, trailing: TrailingRecord? = nil
  ) throws -> any ByteStream {
    switch self {
    case .none: stored
    case .gzip: GzipStream(stored, trailing: trailing)
    case .zstd: try ZstdStream(stored, maximumWindow: maximumWindow)
    case .xz: try XZStream(stored)
    case .bzip2: Bzip2Stream(stored, trailing: trailing)
    case .lz4: try LZ4Stream(stored, trailing: trailing)
    }
  }
}
