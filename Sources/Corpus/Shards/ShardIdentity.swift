/// What a shard is known by: its place and its content.
public struct ShardIdentity: Sendable, Hashable {
  /// The shard as the user named it.
  public var name: ShardName
  /// The file's absolute path, or its URL; nil for standard input and commands.
  public var path: String?
  /// The stored size in bytes; for a pipe the bytes that came.
  public var size: Int
  /// The file's modification time in nanoseconds since 1970, or the number of a remote file's version; nil for standard input and
  /// commands.
  public var modified: Int64?
  /// The digest of what decides the counts.
  public var digest: Digest
  /// What the digest covers: `whole-file`, `parquet-columns`, `tar-text` or `zip-text`.
  public var digestKind: String

  /// Makes an identity.
  public init(
    name: ShardName, path: String?, size: Int, modified: Int64?, digest: Digest, digestKind: String
  ) {
    self.name = name
    self.path = path
    self.size = size
    self.modified = modified
    self.digest = digest
    self.digestKind = digestKind
  }
}
