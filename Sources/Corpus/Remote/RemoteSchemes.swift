/// What the schemes of remote names stand for.
public enum RemoteSchemes {
  /// The shards that a name means: one for a URL of the web, for the others what their stores list.
  ///
  /// - Parameters:
  ///   - name: The name, braces expanded.
  ///   - client: Who asks.
  /// - Returns: The shards, in the order of their names' bytes.
  /// - Throws: `RemoteFault`.
  public static func shards(named name: String, _ client: RemoteClient) throws(RemoteFault) -> [RemoteShard] {
    if let resolver = try resolver(of: name, client) { return try resolver.shards(named: name) }
    return [RemoteShard(url: try RemoteURL(name))]
  }

  /// A shard with the URL that is fetched.
  static func opened(_ shard: RemoteShard, _ client: RemoteClient) throws -> RemoteShard {
    do throws(RemoteFault) {
      guard let resolver = try resolver(of: shard.url, client) else {
        var shard = shard
        shard.url = try RemoteURL(shard.url).text
        return shard
      }
      return try resolver.shard(named: shard.url)
    } catch {
      throw ShardFault(error)
    }
  }

  /// Who knows the names of a scheme; nil for a URL of the web.
  private static func resolver(
    of name: String, _ client: RemoteClient
  ) throws(RemoteFault) -> (any RemoteResolving)? {
    guard !RemoteURL.recognises(name) else { return nil }
    throw RemoteFault(.badName(detail: "its scheme is none that is read"))
  }
}
