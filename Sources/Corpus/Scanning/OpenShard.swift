/// A shard whose layout is recognised, ready to give its blocks.
struct OpenShard {
  /// Gives the blocks.
  let reader: any RecordReader
  /// The codec of the stored bytes.
  let codec: Codec
  /// The layout's name.
  let layout: String
  private let source: ShardSource

  /// Opens a shard and recognises its codec and layout by its content.
  ///
  /// - Throws: `ShardFault`.
  init(
    _ name: ShardName, options: ReadingOptions, blockBytes: Int, pool: BufferPool, meter: ScanMeter?
  ) throws {
    source = try ShardSource(name, meter: meter)
    let stored = PeekedStream(source.stored)
    let magic = try stored.peek(Codec.magicBytes)
    guard !magic.isEmpty else { throw ShardFault(.empty) }
    codec = magic.withUnsafeBytes { Codec(magic: $0) }
    let decoded = try codec.decoded(stored)
    let opened = try openTextRecords(decoded, options: options, blockBytes: blockBytes, pool: pool)
    reader = opened.reader
    layout = opened.layout.rawValue
  }

  /// What the shard is known by; reads what is left of it first.
  func identity() throws -> ShardIdentity {
    try source.stored.drain()
    return source.identity(digest: source.stored.digest, kind: "whole-file")
  }
}
