/// A remote file's bytes at any place, for layouts of which only parts are needed.
///
/// What is announced is fetched ahead by a few threads, neighbours together, within bounded memory; anything else is fetched when
/// it is asked for, with a little beside it. Belongs to one task.
final class RemoteRanges: RandomAccessBytes {
  /// The number of bytes of the file.
  let size: Int
  private let store: RangeStore

  /// Layouts of parts are known by their first bytes, and these are enough for any.
  private static let firstBytes = 4096
  /// The end of a file, where its footer or directory is.
  private static let lastBytes = 32 << 10
  private static let (leastBytes, mostBytes) = (64 << 10, 2 << 20)
  private var lastDemand = (end: -1, bytes: 0)

  /// Opens a file; nil where its server sends no parts of files.
  ///
  /// - Throws: `ShardFault` where the file cannot be had.
  init?(_ shard: RemoteShard, _ client: RemoteClient) throws {
    let store = RangeStore(shard, client)
    do throws(RemoteFault) {
      guard
        let size = try store.open(
          first: Self.firstBytes, last: Self.lastBytes, isStopped: { Task.isCancelled })
      else { return nil }
      self.size = size
    } catch {
      throw ShardFault(error)
    }
    self.store = store
  }

  deinit { store.stop() }

  /// What the server calls this version of the file.
  var tag: String? { store.tag }

  var isNear: Bool { false }

  func willRead(_ ranges: [Range<Int>], slack: Int) {
    store.announce(ranges.map { $0.clamped(to: 0..<size) }, slack: slack, size: size)
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    guard offset >= 0, buffer.count <= size - offset else {
      throw ShardFault(.truncated(codec: "file"), at: .byte(max(offset, size)))
    }
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let place = offset + done
      switch try store.copy(at: place, into: rest) {
      case .copied(let count): done += count
      case .toFetch(let part): try fetch(part)
      case .unknown(let limit): try fetch(demand(place, rest.count, limit: limit))
      }
    }
  }

  /// A part that nobody announced: what is wanted, and a little beside it, more where the reader goes on in order.
  private func demand(_ place: Int, _ count: Int, limit: Int) -> RangeStore.Part {
    var start = place
    var bytes = max(count, Self.leastBytes)
    if place + count == size, count < Self.lastBytes {
      (start, bytes) = (max(store.heldEnd(before: place), size - Self.lastBytes), Self.lastBytes)
    } else if place == lastDemand.end {
      bytes = max(count, min(2 * lastDemand.bytes, Self.mostBytes))
    }
    let end = min(start + min(max(bytes, place - start + count), 2 * Self.mostBytes), min(limit, size))
    lastDemand = (end, bytes)
    return store.demand(start..<max(end, place + 1))
  }

  private func fetch(_ part: RangeStore.Part) throws {
    do throws(RemoteFault) {
      try store.fetch(part, isStopped: { Task.isCancelled })
    } catch {
      throw ShardFault(error)
    }
  }
}
