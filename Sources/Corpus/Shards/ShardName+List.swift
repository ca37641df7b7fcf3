extension ShardName {
  /// The shard as one line of a list of shards, which `@FILE` and `scan` read back as the same shard.
  ///
  /// It is the name as a user writes it, except for a path that holds a line break: this is percent-encoded as `FilePath`
  /// does it, since a list ends its lines there.
  public var listLine: String {
    guard case .file(let path) = self, path.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
      return description
    }
    return FilePath.encodedText(of: FilePath.bytes(of: path))
  }
}
