import Synchronization

/// Fetches the parts of a remote file: some ahead in threads of its own, the others for the reader that waits for them.
final class RangeStore: Sendable {
  typealias Part = RangeParts.Part

  private struct State {
    var parts = RangeParts()
    var facts: RemoteFacts
    /// What is asked: the shard's URL, or where it has redirected to.
    var url: String
    var threads = 0
    var isAskingForEnd = false
    var isStopped = false
    var fault: RemoteFault?
  }

  private let state: Monitor<State>
  private let shard: RemoteShard
  private let client: RemoteClient

  /// The threads that fetch ahead: those that each file may have, the most of one file, and the most of all files beyond the first.
  private static let (fewThreads, mostThreads, mostOfAll) = (4, 12, 48)
  private static let running = Atomic<Int>(0)

  init(_ shard: RemoteShard, _ client: RemoteClient) {
    self.shard = shard
    self.client = client
    state = Monitor(State(facts: RemoteFacts(shard.identity), url: shard.url))
  }

  func stop() { state.change { $0.isStopped = true } }

  var tag: String? { state.change { $0.facts.tag } }

  // MARK: reading

  /// Fetches the file's first bytes, and at the same time its last; its size, or nil where the server sends no parts.
  func open(first: Int, last: Int, isStopped: @escaping () -> Bool) throws(RemoteFault) -> Int? {
    let (part, isAsked) = state.change { state in
      let part = state.parts.demand(0..<first)
      state.isAskingForEnd = true
      return (part, WaitingThread.start { self.askForEnd(last, first: first) })
    }
    if !isAsked { state.change { $0.isAskingForEnd = false } }
    do throws(RemoteFault) {
      try fetch(part, isStopped: isStopped)
    } catch {
      stop()
      switch error.reason {
      case .wrongRange, .badAnswer: return nil
      // An empty file has no first byte.
      case .status(416, _): return nil
      default: throw error
      }
    }
    guard let size = state.wait({ !$0.isAskingForEnd || isStopped() ? .some($0.facts.size) : nil }) else {
      return nil
    }
    client.traffic?.addFile(bytes: size)
    return size
  }

  /// Copies what is at a place, as far as one part has it; waits for a part that is being fetched.
  func copy(at place: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> RangeParts.Copy {
    try state.wait { state in
      if let fault = state.fault { throw ShardFault(fault) }
      if let copy = state.parts.copy(at: place, into: buffer) { return copy }
      if Task.isCancelled { throw ShardFault(.interrupted) }
      return nil
    }
  }

  /// Where the last part before a place ends.
  func heldEnd(before place: Int) -> Int { state.change { $0.parts.heldEnd(before: place) } }

  /// Adds a part that the caller fetches at once.
  func demand(_ range: Range<Int>) -> Part { state.change { $0.parts.demand(range) } }

  // MARK: ahead

  /// Plans what will be read soon; what comes before is read before.
  func announce(_ ranges: [Range<Int>], slack: Int, size: Int) {
    let toStart: Int = state.change { state in
      state.parts.announce(ranges, slack: slack, size: size)
      guard !state.isStopped else { return 0 }
      let free = max(Self.fewThreads - state.threads, Self.mostOfAll - Self.running.load(ordering: .relaxed))
      let count = max(0, min(Self.mostThreads - state.threads, state.parts.waiting, free))
      state.threads += count
      return count
    }
    Self.running.add(toStart, ordering: .relaxed)
    for _ in 0..<toStart where !WaitingThread.start({ self.fetchAhead() }) {
      // Without a thread the reader fetches for itself.
      state.change { $0.threads -= 1 }
      Self.running.subtract(1, ordering: .relaxed)
    }
  }

  /// Fetches planned parts as long as there are any, once there is room for each.
  private func fetchAhead() {
    while true {
      let part: Part? = state.wait { state in
        let isOver = state.isStopped || state.fault != nil || state.parts.waiting == 0
        if isOver { state.threads -= 1 }
        return isOver ? .some(nil) : state.parts.next().map { .some($0) }
      }
      guard let part else { break }
      try? fetch(part, isStopped: { self.state.change { $0.isStopped } })
    }
    Self.running.subtract(1, ordering: .relaxed)
  }

  // MARK: asking

  /// Fetches a part, and hands it over.
  func fetch(_ part: Part, isStopped: @escaping () -> Bool) throws(RemoteFault) {
    let range = part.range
    do throws(RemoteFault) {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(range.count)
      try client.retrying(isStopped: isStopped, progress: { bytes.count }) { () throws(RemoteFault) in
        try attempt(range, &bytes, at: state.change { $0.url }, isStopped)
      }
      state.change { $0.parts.finish(part, bytes) }
    } catch {
      state.change { state in
        if state.fault == nil { state.fault = error }
        state.parts.remove(part)
      }
      throw error
    }
  }

  /// Asks for the file's last bytes, of whose size nobody need know. What comes of it saves a request, and what does not is
  /// asked for again by who needs it.
  private func askForEnd(_ count: Int, first: Int) {
    defer { state.change { $0.isAskingForEnd = false } }
    let isStopped = { self.state.change { $0.isStopped } }
    if let size = state.change({ $0.facts.size }) {
      guard size > first else { return }
      let part = demand(max(first, size - count)..<size)
      // The reader waits for the part itself.
      state.change { $0.isAskingForEnd = false }
      try? fetch(part, isStopped: isStopped)
      return
    }
    var range = 0..<0
    var bytes: [UInt8] = []
    let request = RemoteRequest(
      url: shard.url, lastBytes: count, authorization: shard.authorization, service: shard.service)
    do throws(RemoteFault) {
      let answer = try client.ask(
        request, isStopped: isStopped,
        RemoteClient.Taker(
          head: { head throws(RemoteFault) in
            range = try self.take { facts throws(RemoteFault) in try facts.takeEnd(head, count) }
          },
          body: { piece in
            bytes.append(contentsOf: piece.prefix(range.count - bytes.count))
            return bytes.count < range.count
          }))
      guard answer.isSuccess, !range.isEmpty, bytes.count == range.count else { return }
      state.change { $0.parts.add(range, bytes) }
    } catch {
      // That the end is another file's than the beginning shows here alone, if all later answers agree.
      guard case .changed = error.reason else { return }
      state.change { if $0.fault == nil { $0.fault = error } }
    }
  }

  /// Asks for what is missing of a part.
  private func attempt(
    _ range: Range<Int>, _ bytes: inout [UInt8], at url: String, _ isStopped: @escaping () -> Bool
  ) throws(RemoteFault) -> RemoteAttempt<Void> {
    let facts = state.change { $0.facts }
    let asked = range.lowerBound + bytes.count..<min(range.upperBound, facts.size ?? Int.max)
    guard !asked.isEmpty else { return .done(()) }
    let isFirst = url == shard.url
    let request = RemoteRequest(
      url: url, range: asked, authorization: try isOwn(url) ? shard.authorization : .none,
      service: shard.service)
    var room = 0
    var isWhole = false
    var came: [UInt8] = []
    defer { bytes += came }
    let answer = try client.ask(
      request, condition: facts.condition, isStopped: isStopped,
      RemoteClient.Taker(
        head: { head throws(RemoteFault) in
          let sent = try self.take { facts throws(RemoteFault) in try facts.take(head, asked: asked) }
          isWhole =
            sent.lowerBound != asked.lowerBound || sent.upperBound > asked.upperBound
            || head.status != 206 && head.contentRange == nil
          room = sent.count
        },
        body: { piece in
          if isWhole { return false }
          came.append(contentsOf: piece.prefix(room - came.count))
          return came.count < room || piece.count <= room
        }))
    if answer.isSuccess {
      if isWhole {
        throw RemoteFault(
          .wrongRange(
            asked: "bytes \(asked.lowerBound) to \(asked.upperBound - 1)", answered: "the whole file"),
          service: shard.service)
      }
      guard came.count == room else {
        throw RemoteFault(.cutShort(expected: room, received: came.count), service: shard.service)
      }
      // A store behind a redirect is asked itself from then on.
      let final = answer.url.text
      if final != url { state.change { $0.url = final } }
      return .done(())
    }
    if answer.isBusy { return .busy(client.refusal(answer, shard.service), answer.wait) }
    if !isFirst {
      // What a redirect led to is often good for an hour only; another thread may have found the next one already.
      state.change { if $0.url == url { $0.url = shard.url } }
      return try attempt(range, &bytes, at: shard.url, isStopped)
    }
    if answer.head.status == 416, facts.tag != nil {
      throw RemoteFault(.changed(what: "it is shorter now"), service: shard.service)
    }
    throw client.refusal(answer, shard.service)
  }

  /// Whether a URL is the shard's own, or one of its host's: another is not shown what lets somebody in.
  private func isOwn(_ url: String) throws(RemoteFault) -> Bool {
    if url == shard.url { return true }
    return try RemoteURL(url).isOfOrigin(try RemoteURL(shard.url))
  }

  private func take(
    _ body: (inout RemoteFacts) throws(RemoteFault) -> Range<Int>
  ) throws(RemoteFault) -> Range<Int> {
    let result: Result<Range<Int>, RemoteFault> = state.change { state in
      do throws(RemoteFault) {
        return .success(try body(&state.facts))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
