/// The parts of a remote file that were fetched, are being fetched and will be.
///
/// Each part is fetched once. An announced part is let go of when all that was announced of it was read; the others, which a reader
/// may come back to, are kept up to a bound.
final class RangeStore: Sendable {
  /// One part of the file.
  final class Part: @unchecked Sendable {
    // SOUND: everything but `range` is touched only inside the store's monitor, except `bytes`, which the one thread that
    // fetches the part hands over there.
    // WHY: a part is changed in place by whoever reads of it or fetches it.
    var range: Range<Int>
    fileprivate var phase = Phase.planned
    fileprivate var bytes: [UInt8] = []
    /// What was announced of the part, and how far each was read; empty where it was not announced.
    fileprivate var announced: [(range: Range<Int>, reached: Int)] = []
    fileprivate var isDemand = false
    fileprivate var lastUse = 0

    init(_ range: Range<Int>) { self.range = range }

    fileprivate var wasRead: Bool { announced.allSatisfy { $0.reached >= $0.range.upperBound } }
  }

  fileprivate enum Phase { case planned, fetching, ready }

  /// What a reader gets.
  enum Copy {
    /// So many bytes.
    case copied(Int)
    /// A part that the reader fetches itself, since nobody has begun to.
    case toFetch(Part)
    /// Nothing holds the place; the next part begins at the limit.
    case unknown(limit: Int)
  }

  private struct State {
    /// All parts by their places, none overlapping another.
    var parts: [Part] = []
    /// Those that threads have yet to fetch, in the order in which they are wanted.
    var queue: [Part] = []
    var facts: RemoteFacts
    var url: String
    var held = 0
    var demandHeld = 0
    var threads = 0
    var isStopped = false
    var fault: RemoteFault?
    var uses = 0
  }

  private let state: Monitor<State>
  private let shard: RemoteShard
  private let client: RemoteClient

  /// Announced neighbours with at most so many bytes between them are fetched with one request.
  static let gap = 256 << 10
  /// What is fetched ahead, and what is kept of what was not announced.
  private static let (aheadBytes, keptBytes) = (24 << 20, 16 << 20)
  private static let mostThreads = 4

  init(_ shard: RemoteShard, _ client: RemoteClient) {
    self.shard = shard
    self.client = client
    state = Monitor(State(facts: RemoteFacts(shard.identity), url: shard.url))
  }

  func stop() { state.change { $0.isStopped = true } }

  var tag: String? { state.change { $0.facts.tag } }

  // MARK: reading

  /// Fetches the file's first bytes; its size, or nil where the server sends no parts.
  func open(_ count: Int, isStopped: @escaping () -> Bool) throws(RemoteFault) -> Int? {
    let part = demand(0..<count)
    do throws(RemoteFault) {
      try fetch(part, isStopped: isStopped)
    } catch {
      switch error.reason {
      case .wrongRange, .badAnswer: return nil
      // An empty file has no first byte.
      case .status(416, _): return nil
      default: throw error
      }
    }
    guard let size = state.change({ $0.facts.size }) else { return nil }
    client.traffic?.addFile(bytes: size)
    return size
  }

  /// Copies what is at a place, as far as one part has it; waits for a part that is being fetched.
  func copy(at place: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Copy {
    try state.wait { state in
      if let fault = state.fault { throw ShardFault(fault) }
      let index = Self.index(of: place, in: state.parts)
      guard let part = index.hit.map({ state.parts[$0] }) else {
        return .unknown(
          limit: index.next < state.parts.count ? state.parts[index.next].range.lowerBound : Int.max)
      }
      switch part.phase {
      case .planned:
        part.phase = .fetching
        state.queue.removeAll { $0 === part }
        state.held += part.range.count
        return .toFetch(part)
      case .fetching:
        if Task.isCancelled { throw ShardFault(.interrupted) }
        return nil
      case .ready:
        let start = place - part.range.lowerBound
        let count = min(buffer.count, part.range.upperBound - place)
        buffer.copyBytes(from: part.bytes[start..<start + count])
        state.uses += 1
        part.lastUse = state.uses
        if !part.isDemand {
          if let own = part.announced.firstIndex(where: { $0.range.contains(place) }) {
            part.announced[own].reached = max(part.announced[own].reached, place + count)
          }
          if part.wasRead { Self.remove(part, from: &state) }
        }
        return .copied(count)
      }
    }
  }

  /// Where the last part before a place ends.
  func heldEnd(before place: Int) -> Int {
    state.change { state in
      let next = Self.index(of: place, in: state.parts).next
      return next > 0 ? state.parts[next - 1].range.upperBound : 0
    }
  }

  /// Adds a part that the caller fetches at once.
  func demand(_ range: Range<Int>) -> Part {
    state.change { state in
      let part = Part(range)
      part.isDemand = true
      part.phase = .fetching
      state.uses += 1
      part.lastUse = state.uses
      state.demandHeld += range.count
      while state.demandHeld > Self.keptBytes,
        let oldest = state.parts.filter({ $0.isDemand && $0.phase == .ready }).min(by: {
          $0.lastUse < $1.lastUse
        })
      {
        Self.remove(oldest, from: &state)
      }
      state.parts.insert(part, at: Self.index(of: range.lowerBound, in: state.parts).next)
      return part
    }
  }

  private static func remove(_ part: Part, from state: inout State) {
    state.parts.removeAll { $0 === part }
    if part.isDemand { state.demandHeld -= part.range.count } else { state.held -= part.range.count }
    part.bytes = []
  }

  /// The part that holds a place, and the first one behind the place.
  private static func index(of place: Int, in parts: [Part]) -> (hit: Int?, next: Int) {
    var (low, high) = (0, parts.count)
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].range.lowerBound <= place { low = middle + 1 } else { high = middle }
    }
    return (low > 0 && parts[low - 1].range.contains(place) ? low - 1 : nil, low)
  }

  // MARK: ahead

  /// Plans what will be read soon; what comes before is read before.
  func announce(_ ranges: [Range<Int>], slack: Int, size: Int) {
    let toStart: Int = state.change { state in
      var made: [[Part]] = []
      for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
        let fetchEnd = min(range.upperBound + slack, size)
        if Self.join(range, to: fetchEnd, made.last?.last, &state) { continue }
        var own: [Part] = []
        var start = range.lowerBound
        while start < range.upperBound {
          let (hit, next) = Self.index(of: start, in: state.parts)
          if let hit {
            let part = state.parts[hit]
            let end = min(part.range.upperBound, range.upperBound)
            if !part.isDemand { part.announced.append((start..<end, start)) }
            start = end
            continue
          }
          let limit = next < state.parts.count ? state.parts[next].range.lowerBound : Int.max
          // What is beside the last bytes comes with them.
          let isLast = range.upperBound - start <= RemoteRanges.partBytes
          let end = min(isLast ? fetchEnd : start + RemoteRanges.partBytes, limit)
          let part = Part(start..<end)
          part.announced = [(start..<min(end, range.upperBound), start)]
          state.parts.insert(part, at: next)
          own.append(part)
          start = end
        }
        made.append(own)
      }
      // Columns are read side by side, so that the beginnings of all come first.
      for row in 0..<(made.map(\.count).max() ?? 0) {
        for parts in made where row < parts.count { state.queue.append(parts[row]) }
      }
      let wanted = min(Self.mostThreads, state.queue.count)
      defer { state.threads = max(state.threads, wanted) }
      return state.isStopped ? 0 : wanted - state.threads
    }
    for _ in 0..<max(toStart, 0) where !WaitingThread.start({ self.fetchAhead() }) {
      // Without a thread the reader fetches for itself.
      state.change { $0.threads -= 1 }
    }
  }

  /// Lengthens a part that nobody has begun to fetch by a range close behind it.
  private static func join(_ range: Range<Int>, to fetchEnd: Int, _ last: Part?, _ state: inout State) -> Bool
  {
    guard let last = last ?? state.queue.last, last.phase == .planned,
      range.lowerBound >= last.range.lowerBound,
      range.lowerBound - last.range.upperBound <= gap,
      fetchEnd - last.range.lowerBound <= RemoteRanges.partBytes
    else { return false }
    let end = max(last.range.upperBound, fetchEnd)
    let next = index(of: last.range.lowerBound, in: state.parts).next
    guard next >= state.parts.count || state.parts[next].range.lowerBound >= end else { return false }
    last.range = last.range.lowerBound..<end
    last.announced.append((range, range.lowerBound))
    return true
  }

  /// Fetches planned parts as long as there is room for them.
  private func fetchAhead() {
    while true {
      let part: Part? = state.wait { state in
        if state.isStopped || state.fault != nil { return .some(nil) }
        guard let next = state.queue.first else { return nil }
        guard state.held == 0 || state.held + next.range.count <= Self.aheadBytes else { return nil }
        state.queue.removeFirst()
        next.phase = .fetching
        state.held += next.range.count
        return next
      }
      guard let part else { return state.change { $0.threads -= 1 } }
      try? fetch(part, isStopped: { self.state.change { $0.isStopped } })
    }
  }

  // MARK: asking

  /// Fetches a part, and hands it over.
  func fetch(_ part: Part, isStopped: @escaping () -> Bool) throws(RemoteFault) {
    let range = part.range
    do throws(RemoteFault) {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(range.count)
      try client.retrying(isStopped: isStopped, progress: { bytes.count }) { () throws(RemoteFault) in
        try attempt(range, &bytes, isStopped)
      }
      state.change { state in
        // The file may end before the first part does.
        if bytes.count < range.count {
          if part.isDemand { state.demandHeld -= range.count - bytes.count }
          part.range = range.lowerBound..<range.lowerBound + bytes.count
        }
        part.bytes = bytes
        part.phase = .ready
      }
    } catch {
      state.change { state in
        if state.fault == nil { state.fault = error }
        Self.remove(part, from: &state)
      }
      throw error
    }
  }

  /// Asks for what is missing of a part.
  private func attempt(
    _ range: Range<Int>, _ bytes: inout [UInt8], _ isStopped: @escaping () -> Bool
  ) throws(RemoteFault) -> RemoteAttempt<Void> {
    let (facts, url) = state.change { ($0.facts, $0.url) }
    let asked = range.lowerBound + bytes.count..<min(range.upperBound, facts.size ?? Int.max)
    guard !asked.isEmpty else { return .done(()) }
    // A store behind a redirect is asked itself from then on, without what was shown to the first host.
    let isDirect = url == shard.url
    let request = RemoteRequest(
      url: url, range: asked, authorization: isDirect ? shard.authorization : .none, service: shard.service)
    var room = 0
    var isWhole = false
    var came: [UInt8] = []
    defer { bytes += came }
    let answer = try client.ask(
      request, condition: facts.condition, isStopped: isStopped,
      RemoteClient.Taker(
        head: { head throws(RemoteFault) in
          let sent = try self.take(head, asked: asked)
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
      let final = answer.url.text
      if isDirect, final != url { state.change { $0.url = final } }
      return .done(())
    }
    if answer.isBusy { return .busy(client.refusal(answer, shard.service), answer.wait) }
    if !isDirect {
      // What a redirect led to is often good for an hour only.
      state.change { $0.url = shard.url }
      return try attempt(range, &bytes, isStopped)
    }
    if answer.head.status == 416, facts.tag != nil {
      throw RemoteFault(.changed(what: "it is shorter now"), service: shard.service)
    }
    throw client.refusal(answer, shard.service)
  }

  private func take(_ head: RemoteHead, asked: Range<Int>) throws(RemoteFault) -> Range<Int> {
    let result: Result<Range<Int>, RemoteFault> = state.change { state in
      do throws(RemoteFault) {
        return .success(try state.facts.take(head, asked: asked))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
