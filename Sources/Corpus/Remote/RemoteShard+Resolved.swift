extension RemoteShard {
  /// The shard with the URL that is fetched, and with the commit of a branch in its name.
  ///
  /// - Throws: `ShardFault`.
  func resolved(_ client: RemoteClient) throws -> RemoteShard {
    // A copy on this machine is no server's any more.
    if url.hasPrefix("file:") { return self }
    do throws(RemoteFault) {
      if RemoteStores.isName(url) { return try RemoteStores.ofProcess.shard(named: url, asking: client) }
      var shard = self
      shard.url = try RemoteURL(url).text
      return shard
    } catch {
      throw ShardFault(error)
    }
  }
}
