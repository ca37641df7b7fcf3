/// One thing in a remote folder.
struct RemoteEntry: Sendable {
  /// Its path from the root of the bucket or of the data set, without a `/` at its end.
  var path: String
  /// The shard, where it is a file; nil for a folder.
  var shard: RemoteShard?

  var isFolder: Bool { shard == nil }
}

/// A store seen as folders of files, which is how a person names shards.
protocol RemoteFolders: Sendable {
  /// The files and folders that lie in a folder, by the bytes of their paths; none where there is no such folder.
  ///
  /// The root's path is empty. Names that do not begin with `beginning` may be left out.
  func children(of folder: String, beginning: String) throws(RemoteFault) -> [RemoteEntry]

  /// All files below a folder, in no order; none where there is no such folder.
  func files(below folder: String) throws(RemoteFault) -> [RemoteEntry]

  /// The file of a path, without a look whether there is one.
  func shard(at path: String) throws(RemoteFault) -> RemoteShard
}
