/// A remote file's bytes from the first to the last, fetched ahead by a thread of its own into a bounded buffer.
///
/// A connection that breaks goes on at its byte. Belongs to one task, like every stream.
final class RemoteStream: ByteStream {
  private let feed: Feed

  /// What waits in the buffer at most; before anything was read, less, since the reader may turn to ranges.
  private static let aheadBytes = 8 << 20
  private static let firstBytes = 256 << 10

  /// Starts at the first byte.
  ///
  /// - Parameters:
  ///   - shard: What is read; its URL is one of the web's.
  ///   - client: Who asks.
  init(_ shard: RemoteShard, _ client: RemoteClient) { feed = Feed(shard, client) }

  deinit { feed.stop() }

  /// The size as far as it is known.
  var size: Int? { feed.state.change { $0.facts.size } }
  /// What the server calls this version of the file.
  var tag: String? { feed.state.change { $0.facts.tag } }

  /// The first bytes, which stay to be read; fewer only where the file ends before.
  ///
  /// - Throws: `ShardFault` where the file cannot be had.
  func first(_ count: Int) throws -> [UInt8] {
    feed.start()
    return try feed.wait { state in
      let head = state.chunks.reduce(into: [UInt8]()) {
        if $0.count < count { $0 += $1.prefix(count - $0.count) }
      }
      return head.count == count || state.isAtEnd ? head : nil
    }
  }

  /// Lets go of the connection; bytes that are asked for later are fetched from where this left off.
  func pause() { feed.stop() }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    feed.start()
    return try feed.wait { state in
      if state.chunks.isEmpty { return state.isAtEnd ? 0 : nil }
      let chunk = state.chunks[0]
      let rest = chunk[state.taken...]
      let count = min(rest.count, buffer.count)
      buffer.copyBytes(from: rest.prefix(count))
      state.taken += count
      state.held -= count
      state.wasRead = true
      if state.taken == chunk.count {
        state.chunks.removeFirst()
        state.taken = 0
      }
      return count
    }
  }

  /// What the reader and the thread share; the thread keeps it after the stream is gone, until it notices.
  private final class Feed: Sendable {
    struct State {
      var chunks: [[UInt8]] = []
      /// How much of the first chunk was read.
      var taken = 0
      var held = 0
      var wasRead = false
      /// How many bytes came from the server in all.
      var position = 0
      var isAtEnd = false
      var fault: RemoteFault?
      var facts: RemoteFacts
      /// Which of the threads that were started may go on; 0 where none is to.
      var running = 0
      var started = 0
    }

    let state: Monitor<State>
    private let shard: RemoteShard
    private let client: RemoteClient

    init(_ shard: RemoteShard, _ client: RemoteClient) {
      self.shard = shard
      self.client = client
      state = Monitor(State(facts: RemoteFacts(shard.identity)))
    }

    func start() {
      let number: Int? = state.change { state in
        guard state.running == 0, !state.isAtEnd, state.fault == nil else { return nil }
        state.started += 1
        state.running = state.started
        return state.started
      }
      guard let number else { return }
      let isRunning = WaitingThread.start { [self] in fetch(number) }
      if !isRunning { end(number, RemoteFault(.broken(detail: "there is no thread to be had"))) }
    }

    func stop() { state.change { $0.running = 0 } }

    func wait<Result>(_ body: (inout State) throws -> Result?) throws -> Result {
      try state.wait { state in
        if let result = try body(&state) { return result }
        if let fault = state.fault { throw ShardFault(fault) }
        if Task.isCancelled { throw ShardFault(.interrupted) }
        return nil
      }
    }

    private func end(_ number: Int, _ fault: RemoteFault?) {
      state.change { state in
        guard state.running == number else { return }
        state.running = 0
        state.fault = fault
        state.isAtEnd = fault == nil
      }
    }

    private func fetch(_ number: Int) {
      let isStopped = { self.state.change { $0.running != number } }
      do throws(RemoteFault) {
        try client.retrying(isStopped: isStopped, progress: { self.state.change { $0.position } }) {
          () throws(RemoteFault) in try attempt(number, isStopped)
        }
        end(number, nil)
      } catch {
        end(number, error)
      }
    }

    /// Fetches what is missing, until the end or until the connection breaks.
    private func attempt(_ number: Int, _ isStopped: @escaping () -> Bool) throws(RemoteFault)
      -> RemoteAttempt<Void>
    {
      let (start, facts) = state.change { ($0.position, $0.facts) }
      let range = start > 0 ? start..<Int.max : nil
      let request = RemoteRequest(
        url: shard.url, range: range, authorization: shard.authorization, service: shard.service)
      var toSkip = 0
      var wasAccepted = false
      let answer = try client.ask(
        request, condition: range == nil ? nil : facts.condition, isStopped: isStopped,
        RemoteClient.Taker(
          head: { head throws(RemoteFault) in
            let sent = try self.take(head, asked: range)
            // A server that has no ranges begins again.
            toSkip = start - sent.lowerBound
            wasAccepted = true
          },
          body: { bytes in
            let skipped = min(toSkip, bytes.count)
            toSkip -= skipped
            return skipped == bytes.count || self.add(Array(bytes[skipped...]), number)
          }))
      if wasAccepted {
        guard !isStopped() else { throw RemoteFault(.interrupted) }
        try finish()
        return .done(())
      }
      let fault = client.refusal(answer, shard.service)
      if answer.isBusy { return .busy(fault, answer.wait) }
      // A server that is asked for what follows the last byte.
      if answer.head.status == 416, let size = facts.size, size == start { return .done(()) }
      throw fault
    }

    private func take(_ head: RemoteHead, asked: Range<Int>?) throws(RemoteFault) -> Range<Int> {
      let result: Result<Range<Int>, RemoteFault> = state.change { state in
        let isFirst = state.facts.tag == nil && state.position == 0
        do throws(RemoteFault) {
          let range = try state.facts.take(head, asked: asked)
          if isFirst, let size = state.facts.size { client.traffic?.addFile(bytes: size) }
          return .success(range)
        } catch {
          return .failure(error)
        }
      }
      return try result.get()
    }

    private func finish() throws(RemoteFault) {
      let result: Result<Void, RemoteFault> = state.change { state in
        do throws(RemoteFault) {
          try state.facts.end(at: state.position)
          return .success(())
        } catch {
          return .failure(error)
        }
      }
      try result.get()
    }

    /// Adds bytes once there is room; false where nobody wants them any more.
    private func add(_ bytes: [UInt8], _ number: Int) -> Bool {
      state.wait { state in
        guard state.running == number else { return false }
        let limit = state.wasRead ? RemoteStream.aheadBytes : RemoteStream.firstBytes
        guard state.held < limit else { return nil }
        state.chunks.append(bytes)
        state.held += bytes.count
        state.position += bytes.count
        return true
      }
    }
  }
}

extension ShardFault {
  /// A server's fault as that of the shard that it keeps.
  init(_ fault: RemoteFault) {
    if case .interrupted = fault.reason { self.init(.interrupted) } else { self.init(.remote(fault)) }
  }
}
