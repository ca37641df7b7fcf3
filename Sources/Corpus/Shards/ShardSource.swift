/// One shard, opened: its stored bytes, digested as they pass, and what it is known by.
final class ShardSource {
  /// The shard's name.
  let name: ShardName
  /// The stored bytes from the start.
  let stored: DigestedStream
  /// The file, where the shard is one and can be read at any place.
  let file: FileBytes?
  private let path: String?

  /// Opens a shard.
  ///
  /// - Throws: `ShardFault` where it cannot be opened or is a folder.
  init(_ name: ShardName, meter: ScanMeter?) throws(ShardFault) {
    self.name = name
    switch name {
    case .file(let path):
      let bytes = try FileBytes(path: path)
      stored = DigestedStream(bytes, meter: meter)
      file = bytes.isSeekable ? bytes : nil
      self.path = FilePath.resolved(path)
    case .standardInput:
      stored = DigestedStream(try FileBytes(descriptor: 0, owns: false), meter: meter)
      (file, path) = (nil, nil)
    case .pipe(let command):
      stored = DigestedStream(try PipedCommand(command), meter: meter)
      (file, path) = (nil, nil)
    }
  }

  /// What the shard is known by, once all of it has been read.
  func identity(digest: Digest, kind: String) -> ShardIdentity {
    ShardIdentity(
      name: name, path: path, size: file?.size ?? stored.count, modified: file?.modified, digest: digest,
      digestKind: kind)
  }
}
