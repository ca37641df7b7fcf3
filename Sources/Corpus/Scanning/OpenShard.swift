/// A shard whose layout is recognised, ready to give its blocks.
struct OpenShard {
  private let records: OpenRecords
  private let source: ShardSource
  private let trailingRecord = TrailingRecord()

  /// Gives the blocks.
  var reader: any RecordReader { records.reader }
  /// The codec of the stored bytes.
  var codec: Codec { records.codec }
  /// The layout's name.
  var layout: String { records.layout }
  /// How the layout compresses its own parts.
  var innerCodecs: [String] { records.innerCodecs }
  /// What is text; nil where the reader chooses as it goes.
  var choice: TextChoice? { records.choice }

  /// Opens a shard and recognises its codec and layout by its content.
  ///
  /// - Throws: `ShardFault`.
  init(
    _ name: ShardName, options: ReadingOptions, blockBytes: Int, pool: BufferPool, meter: ScanMeter?
  ) throws {
    source = try ShardSource(name, meter: meter)
    records = try RecordOpening(
      options: options, blockBytes: blockBytes, pool: pool, trailing: trailingRecord
    ).open(
      PeekedStream(source.stored), file: source.file.map { MeteredBytes($0, meter: meter) })
  }

  /// Reads what follows the last record in the decoded bytes, which end with a checksum.
  ///
  /// - Returns: Bytes behind compressed data that are no part of it; nil where there are none.
  func finish() throws -> TrailingBytes? {
    if let rest = records.rest {
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
      defer { buffer.deallocate() }
      while try rest.read(into: buffer) > 0 {}
    }
    return trailingRecord.found
  }

  /// What the shard is known by; reads what is left of it first, where it can be read but once or all of it counts.
  func identity() throws -> ShardIdentity {
    guard let digest = records.digest else {
      try source.stored.drain()
      return source.identity(digest: source.stored.digest, kind: records.digestKind)
    }
    if source.file == nil { try source.stored.drain() }
    return source.identity(digest: digest(), kind: records.digestKind)
  }
}

/// A file's bytes at any place, counted by the meter as they are read.
private final class MeteredBytes: RandomAccessBytes {
  private let file: FileBytes
  private let meter: ScanMeter?

  init(_ file: FileBytes, meter: ScanMeter?) {
    self.file = file
    self.meter = meter
  }

  var size: Int { file.size }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    try file.read(at: offset, into: buffer)
    meter?.add(storedBytes: buffer.count)
  }
}
