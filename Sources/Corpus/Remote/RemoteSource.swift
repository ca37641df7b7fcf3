/// A remote shard, opened: as one stream, or at any place where its layout is one of parts and its server sends parts.
struct RemoteSource {
  /// The bytes from the first.
  let stream: any ByteStream
  /// The same bytes at any place; nil where they come as a stream.
  let ranges: RemoteRanges?
  private let shard: RemoteShard
  private let whole: RemoteStream?

  /// Opens a shard.
  ///
  /// - Parameters:
  ///   - shard: The shard, resolved.
  ///   - isOfParts: Whether its name says that it is a Parquet file or a zip archive.
  ///   - client: Who asks.
  /// - Throws: `ShardFault`.
  init(_ shard: RemoteShard, isOfParts: Bool, _ client: RemoteClient) throws {
    self.shard = shard
    if isOfParts, let ranges = try RemoteRanges(shard, client), try Self.isOfParts(ranges) {
      (stream, self.ranges, whole) = (FileStream(ranges), ranges, nil)
      return
    }
    let whole = RemoteStream(shard, client)
    if !isOfParts, Self.isOfParts(try whole.first(4)) {
      // The name did not say so.
      whole.pause()
      if let ranges = try RemoteRanges(shard, client) {
        (stream, self.ranges, self.whole) = (FileStream(ranges), ranges, nil)
        return
      }
    }
    (stream, ranges, self.whole) = (whole, nil, whole)
  }

  /// The size in bytes; nil where nobody told it yet.
  var size: Int? { shard.identity.size ?? ranges?.size ?? whole?.size }

  /// What says that the file is still the same.
  var identity: RemoteIdentity {
    var identity = shard.identity
    identity.size = size
    if identity.tag == nil { identity.tag = ranges?.tag ?? whole?.tag }
    return identity
  }

  private static func isOfParts(_ ranges: RemoteRanges) throws -> Bool {
    guard ranges.size >= 4 else { return false }
    var head = [UInt8](repeating: 0, count: 4)
    try head.withUnsafeMutableBytes { try ranges.read(at: 0, into: $0) }
    return isOfParts(head)
  }

  /// Whether a content begins as a Parquet file or a zip archive does.
  private static func isOfParts(_ head: [UInt8]) -> Bool {
    ["PAR1", "PARE", "PK\u{3}\u{4}", "PK\u{5}\u{6}"].contains { head.elementsEqual($0.utf8) }
  }
}

extension RemoteIdentity {
  /// A number that stands for the version of the file, as a modification time does for a file on disk: the revision where there
  /// is one, since what a commit holds does not change, else the ETag; nil where the server gives neither.
  public var version: Int64? {
    guard let text = revision ?? tag else { return nil }
    let digest = Array(text.utf8).withUnsafeBytes { Digest(of: $0) }
    return Int64(digest.high >> 1)
  }
}
