/// Asks servers what versions of files they have, several at a time.
public enum RemoteProbe {
  private static let threads = 16

  /// What says that files are still the same; nil for one that could not be asked for, or that a listing told of already.
  ///
  /// - Parameters:
  ///   - shards: The shards.
  ///   - options: How patiently servers are asked.
  /// - Returns: One for each shard.
  /// - Complexity: A request a shard, sixteen at a time.
  public static func identities(of shards: [RemoteShard], _ options: RemoteOptions) -> [RemoteIdentity?] {
    struct State {
      var next = 0
      var running = 0
      var found: [RemoteIdentity?]
    }
    let state = Monitor(State(found: Array(repeating: nil, count: shards.count)))
    let client = RemoteClient(options)
    @Sendable func work() {
      while true {
        let index: Int? = state.change { state in
          guard state.next < shards.count else { return nil }
          state.next += 1
          return state.next - 1
        }
        guard let index else { break }
        let identity = Self.identity(of: shards[index], client)
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

  /// Asks for the first byte.
  private static func identity(of shard: RemoteShard, _ client: RemoteClient) -> RemoteIdentity? {
    guard shard.identity.version == nil || shard.identity.size == nil else { return nil }
    guard let shard = try? shard.resolved(client) else { return nil }
    var identity = shard.identity
    if identity.version != nil, identity.size != nil { return identity }
    let request = RemoteRequest(
      url: shard.url, range: 0..<1, authorization: shard.authorization, service: shard.service)
    let answer = try? client.retrying(isStopped: { false }) { () throws(RemoteFault) in
      let answer = try client.ask(
        request, isStopped: { false },
        RemoteClient.Taker(head: { _ throws(RemoteFault) in }, body: { _ in false }))
      return answer.isBusy ? .busy(client.refusal(answer, shard.service), answer.wait) : .done(answer)
    }
    guard let answer, answer.isSuccess else { return nil }
    var facts = RemoteFacts(shard.identity)
    guard (try? facts.take(answer.head, asked: 0..<1)) != nil, let size = facts.size else { return nil }
    identity.size = size
    if identity.tag == nil { identity.tag = facts.tag }
    return identity
  }
}
