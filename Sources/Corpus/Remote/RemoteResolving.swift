/// Turns names of one scheme (`hf://`, `s3://`, `gs://`) into the shards that they mean.
public protocol RemoteResolving: Sendable {
  /// The shards that a file's, a folder's or a pattern's name means, in the order of their names' bytes.
  ///
  /// - Throws: `RemoteFault`; `.noShards` where there are none.
  func shards(named name: String) throws(RemoteFault) -> [RemoteShard]

  /// The one shard of a name that a listing once gave, with no request where none is needed.
  func shard(named name: String) throws(RemoteFault) -> RemoteShard
}
