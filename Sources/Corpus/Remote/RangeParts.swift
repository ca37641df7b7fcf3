/// The parts of a remote file that were fetched, are being fetched and will be: what is known of them, without servers and threads.
///
/// No part overlaps another, so that each byte is fetched once. An announced part is let go of when all that was announced of it
/// was read; the others, which a reader may come back to, are kept up to a bound.
struct RangeParts {
  /// One part of the file.
  final class Part: @unchecked Sendable {
    // SOUND: everything is touched only inside the monitor that holds the parts, except that who fetches a part reads its range,
    // which nobody changes meanwhile.
    // WHY: a part is changed in place by whoever reads of it or fetches it.
    fileprivate(set) var range: Range<Int>
    fileprivate var phase = Phase.planned
    fileprivate var bytes: [UInt8] = []
    /// What was announced of the part, and how far each was read; empty where it was not announced.
    fileprivate var announced: [(range: Range<Int>, reached: Int)] = []
    fileprivate var isDemand = false
    fileprivate var lastUse = 0

    fileprivate init(_ range: Range<Int>) { self.range = range }

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

  /// Announced neighbors with at most so many bytes between them are fetched with one request.
  static let gap = 256 << 10
  /// The most that one request brings.
  static let partBytes = 4 << 20
  /// What is fetched ahead, and what is kept of what was not announced.
  private static let (aheadBytes, keptBytes) = (24 << 20, 16 << 20)

  /// All parts by their places.
  private var parts: [Part] = []
  /// Those that have yet to be fetched, in the order in which they are wanted.
  private var queue: [Part] = []
  private var held = 0
  private var demandHeld = 0
  private var uses = 0

  /// How many parts have yet to be fetched.
  var waiting: Int { queue.count }

  // MARK: reading

  /// Copies what is at a place, as far as one part has it; nil while the part is being fetched.
  mutating func copy(at place: Int, into buffer: UnsafeMutableRawBufferPointer) -> Copy? {
    let index = index(of: place)
    guard let part = index.hit.map({ parts[$0] }) else {
      return .unknown(limit: index.next < parts.count ? parts[index.next].range.lowerBound : Int.max)
    }
    switch part.phase {
    case .planned:
      part.phase = .fetching
      queue.removeAll { $0 === part }
      held += part.range.count
      return .toFetch(part)
    case .fetching: return nil
    case .ready:
      let start = place - part.range.lowerBound
      let count = min(buffer.count, part.range.upperBound - place)
      buffer.copyBytes(from: part.bytes[start..<start + count])
      uses += 1
      part.lastUse = uses
      if !part.isDemand {
        if let own = part.announced.firstIndex(where: { $0.range.contains(place) }) {
          part.announced[own].reached = max(part.announced[own].reached, place + count)
        }
        if part.wasRead { remove(part) }
      }
      return .copied(count)
    }
  }

  /// Where the last part before a place ends.
  func heldEnd(before place: Int) -> Int {
    let next = index(of: place).next
    return next > 0 ? parts[next - 1].range.upperBound : 0
  }

  /// Adds a part that the caller fetches at once; the oldest ones of its kind make room for it.
  mutating func demand(_ range: Range<Int>) -> Part {
    let part = Part(range)
    part.isDemand = true
    part.phase = .fetching
    uses += 1
    part.lastUse = uses
    demandHeld += range.count
    while demandHeld > Self.keptBytes,
      let oldest = parts.filter({ $0.isDemand && $0.phase == .ready }).min(by: { $0.lastUse < $1.lastUse })
    {
      remove(oldest)
    }
    parts.insert(part, at: index(of: range.lowerBound).next)
    return part
  }

  // MARK: fetching

  /// The next part that is to be fetched, which the caller does at once; nil where none waits, or while there is no room for it.
  mutating func next() -> Part? {
    guard let next = queue.first, held == 0 || held + next.range.count <= Self.aheadBytes else { return nil }
    queue.removeFirst()
    next.phase = .fetching
    held += next.range.count
    return next
  }

  /// Takes what was fetched of a part: all of it, or less where the file ends before.
  mutating func finish(_ part: Part, _ bytes: [UInt8]) {
    if bytes.count < part.range.count {
      if part.isDemand { demandHeld -= part.range.count - bytes.count }
      part.range = part.range.lowerBound..<part.range.lowerBound + bytes.count
    }
    part.bytes = bytes
    part.phase = .ready
  }

  /// Takes the file's last bytes, as far as they are behind the part before them.
  mutating func add(_ range: Range<Int>, _ bytes: [UInt8]) {
    let start = max(range.lowerBound, heldEnd(before: range.upperBound))
    guard start < range.upperBound else { return }
    finish(demand(start..<range.upperBound), Array(bytes[(start - range.lowerBound)...]))
  }

  mutating func remove(_ part: Part) {
    parts.removeAll { $0 === part }
    if part.isDemand { demandHeld -= part.range.count } else { held -= part.range.count }
    part.bytes = []
  }

  // MARK: planning

  /// Plans what will be read soon; what comes before is read before.
  mutating func announce(_ ranges: [Range<Int>], slack: Int, size: Int) {
    var made: [[Part]] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      let fetchEnd = min(range.upperBound + slack, size)
      if join(range, to: fetchEnd, made.last?.last) { continue }
      var own: [Part] = []
      var start = range.lowerBound
      while start < range.upperBound {
        let (hit, next) = index(of: start)
        if let hit {
          let part = parts[hit]
          let end = min(part.range.upperBound, range.upperBound)
          if !part.isDemand { part.announced.append((start..<end, start)) }
          start = end
          continue
        }
        let limit = next < parts.count ? parts[next].range.lowerBound : Int.max
        // What is beside the last bytes comes with them.
        let isLast = range.upperBound - start <= Self.partBytes
        let end = min(isLast ? fetchEnd : start + Self.partBytes, limit)
        let part = Part(start..<end)
        part.announced = [(start..<min(end, range.upperBound), start)]
        parts.insert(part, at: next)
        own.append(part)
        start = end
      }
      made.append(own)
    }
    // Columns are read side by side, so that the beginnings of all come first.
    for row in 0..<(made.map(\.count).max() ?? 0) {
      for parts in made where row < parts.count { queue.append(parts[row]) }
    }
  }

  /// Lengthens a part that nobody has begun to fetch by a range close behind it.
  private mutating func join(_ range: Range<Int>, to fetchEnd: Int, _ last: Part?) -> Bool {
    guard let last = last ?? queue.last, last.phase == .planned,
      range.lowerBound >= last.range.lowerBound,
      range.lowerBound - last.range.upperBound <= Self.gap,
      fetchEnd - last.range.lowerBound <= Self.partBytes
    else { return false }
    let end = max(last.range.upperBound, fetchEnd)
    let next = index(of: last.range.lowerBound).next
    guard next >= parts.count || parts[next].range.lowerBound >= end else { return false }
    last.range = last.range.lowerBound..<end
    last.announced.append((range, range.lowerBound))
    return true
  }

  /// The part that holds a place, and the first one behind the place.
  private func index(of place: Int) -> (hit: Int?, next: Int) {
    var (low, high) = (0, parts.count)
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].range.lowerBound <= place { low = middle + 1 } else { high = middle }
    }
    return (low > 0 && parts[low - 1].range.contains(place) ? low - 1 : nil, low)
  }
}
