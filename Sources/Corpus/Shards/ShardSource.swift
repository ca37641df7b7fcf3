/// One shard, opened: its stored bytes, digested as they pass, and what it is known by.
final class ShardSource {
  /// The shard's name.
  let name: ShardName
  /// The stored bytes from the start.
  let stored: DigestedStream
  /// The same bytes at any place, where they can be had so.
  let file: (any RandomAccessBytes)?
  private let path: String?
  private let local: FileBytes?
  private let remote: RemoteSource?
  /// What was told of a file that a server keeps and that lies on this machine too.
  private let told: RemoteIdentity?

  /// Opens a shard.
  ///
  /// - Throws: `ShardFault` where it cannot be opened or is a folder.
  init(_ name: ShardName, remote options: RemoteOptions, meter: ScanMeter?) throws {
    self.name = name
    switch name {
    case .file(let path):
      let bytes = try FileBytes(path: path)
      local = bytes.isSeekable ? bytes : nil
      stored = DigestedStream(bytes, meter: meter)
      (file, self.path, remote, told) = (local, FilePath.resolved(path), nil, nil)
    case .standardInput:
      stored = DigestedStream(try FileBytes(descriptor: 0, owns: false), meter: meter)
      (file, path, local, remote, told) = (nil, nil, nil, nil, nil)
    case .pipe(let command):
      stored = DigestedStream(try PipedCommand(command), meter: meter)
      (file, path, local, remote, told) = (nil, nil, nil, nil, nil)
    case .remote(let named):
      let client = RemoteClient(options, traffic: meter?.remote)
      let shard = try named.resolved(client)
      if shard.url.hasPrefix("file:") {
        let bytes = try FileBytes(path: shard.url)
        local = bytes.isSeekable ? bytes : nil
        stored = DigestedStream(bytes, meter: meter)
        (file, path, remote, told) = (local, shard.shownPath, nil, shard.identity)
        return
      }
      let layout = NamedForm(name)
      let isOfParts = layout.codec == nil && ["parquet", "zip"].contains(layout.layout)
      let source = try RemoteSource(shard, named: named, isOfParts: isOfParts, client)
      stored = DigestedStream(source.stream, meter: meter)
      (file, path, local, remote, told) = (source.ranges, shard.shownPath, nil, source, nil)
    }
  }

  /// What the shard is known by, once all of it has been read.
  func identity(digest: Digest, kind: String) -> ShardIdentity {
    let size = remote?.size ?? file?.size ?? stored.count
    let modified = (remote?.identity ?? told).map(\.version) ?? local?.modified
    return ShardIdentity(
      name: name, path: path, size: size, modified: modified, digest: digest, digestKind: kind)
  }
}
