import Synchronization

/// Where a scan gets its shards from, one after another.
public struct ShardSupply: Sendable {
  /// The next shard, or a name that cannot be one and why; nil at the end. Returns early with nil when its task is
  /// cancelled.
  let next: @Sendable () async -> Result<ShardName, ShardError>?
  /// How many shards could be had without waiting, as far as is known.
  let waiting: @Sendable () -> Int

  /// Makes a supply of two functions.
  public init(
    next: @escaping @Sendable () async -> Result<ShardName, ShardError>?,
    waiting: @escaping @Sendable () -> Int
  ) {
    self.next = next
    self.waiting = waiting
  }

  /// Makes a supply of shards that are all known.
  public init(_ shards: [ShardName]) {
    let rest = ShardQueue(shards)
    self.init(next: { rest.next() }, waiting: { rest.count })
  }
}

private final class ShardQueue: Sendable {
  private let shards: [ShardName]
  private let place = Mutex(0)

  init(_ shards: [ShardName]) { self.shards = shards }

  var count: Int { shards.count - place.withLock { $0 } }

  func next() -> Result<ShardName, ShardError>? {
    let index = place.withLock { place in
      defer { if place < shards.count { place += 1 } }
      return place
    }
    return index < shards.count ? .success(shards[index]) : nil
  }
}
