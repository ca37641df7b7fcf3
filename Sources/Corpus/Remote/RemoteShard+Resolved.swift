extension RemoteSource {
  /// Opens a resolved shard; that of a bucket which turns out to lie in another region, there.
  ///
  /// - Throws: `ShardFault`.
  init(_ shard: RemoteShard, named: RemoteShard, isOfParts: Bool, _ client: RemoteClient) throws {
    do {
      try self.init(shard, isOfParts: isOfParts, client)
    } catch let fault as ShardFault {
      guard case .remote(let remote) = fault.reason, case .otherRegion(let region) = remote.reason,
        RemoteStores.isName(named.url)
      else { throw fault }
      let moved: RemoteShard
      do throws(RemoteFault) {
        moved = try RemoteStores.ofProcess.shard(named: named.url, in: region, asking: client)
      } catch {
        throw ShardFault(error)
      }
      try self.init(moved, isOfParts: isOfParts, client)
    }
  }
}

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
