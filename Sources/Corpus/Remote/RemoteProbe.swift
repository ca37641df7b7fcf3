/// Asks servers what versions of files they have, several at a time.
public enum RemoteProbe {
  private static let threads = 16

  /// What says that files are still the same.
  ///
  /// - Parameters:
  ///   - shards: The shards.
  ///   - options: How patiently servers are asked.
  /// - Returns: One for each shard; nil where there is no such file; a fault where that could not be asked.
  /// - Complexity: A request a shard, sixteen at a time.
  public static func identities(
    of shards: [RemoteShard], _ options: RemoteOptions
  ) -> [Result<RemoteIdentity?, ShardFault>] {
    struct State {
      var next = 0
      var running = 0
      var found: [Result<RemoteIdentity?, ShardFault>]
    }
    let state = Monitor(State(found: Array(repeating: .success(nil), count: shards.count)))
    let client = RemoteClient(options)
    @Sendable func work() {
      while true {
        let index: Int? = state.change { state in
          guard state.next < shards.count else { return nil }
          state.next += 1
          return state.next - 1
        }
        guard let index else { break }
        let identity: Result<RemoteIdentity?, ShardFault>
        do {
          identity = .success(try Self.identity(of: shards[index], client))
        } catch {
          identity = .failure(error as? ShardFault ?? ShardFault(.interrupted))
        }
        state.change { $0.found[index] = identity }
      }
      state.change { $0.running -= 1 }
    }
    for _ in 0..<min(threads, shards.count) {
      state.change { $0.running += 1 }
      if !WaitingThread.start(work) { work() }
    }
    return state.wait { $0.running == 0 ? $0.found : nil }
  }

  /// What says that a file is still the same; nil where there is no such file.
  ///
  /// - Throws: `ShardFault` where the server could not be asked.
  public static func identity(of shard: RemoteShard, _ options: RemoteOptions) throws -> RemoteIdentity? {
    try identity(of: shard, RemoteClient(options))
  }

  /// Asks for the first byte; of a bucket that turns out to lie in another region, there.
  ///
  /// - Throws: `ShardFault`.
  private static func identity(of named: RemoteShard, _ client: RemoteClient) throws -> RemoteIdentity? {
    let shard = try named.resolved(client)
    do throws(RemoteFault) {
      do throws(RemoteFault) {
        return try ask(shard, client)
      } catch {
        guard case .otherRegion(let region) = error.reason, RemoteStores.isName(named.url) else {
          throw error
        }
        return try ask(RemoteStores.ofProcess.shard(named: named.url, in: region, asking: client), client)
      }
    } catch {
      throw ShardFault(error)
    }
  }

  private static func ask(_ shard: RemoteShard, _ client: RemoteClient) throws(RemoteFault) -> RemoteIdentity?
  {
    var identity = shard.identity
    if identity.version != nil, identity.size != nil { return identity }
    let request = RemoteRequest(
      url: shard.url, range: 0..<1, authorization: shard.authorization, service: shard.service)
    let answer = try client.retrying(isStopped: { false }) { () throws(RemoteFault) in
      let answer = try client.ask(
        request, isStopped: { false },
        RemoteClient.Taker(head: { _ throws(RemoteFault) in }, body: { _ in false }))
      return answer.isBusy ? .busy(client.refusal(answer, shard.service), answer.wait) : .done(answer)
    }
    if [404, 410].contains(answer.head.status) { return nil }
    guard answer.isSuccess else { throw client.refusal(answer, shard.service) }
    var facts = RemoteFacts(shard.identity)
    _ = try facts.take(answer.head, asked: 0..<1)
    guard let size = facts.size else { return nil }
    identity.size = size
    if identity.tag == nil { identity.tag = facts.tag }
    return identity
  }
}
