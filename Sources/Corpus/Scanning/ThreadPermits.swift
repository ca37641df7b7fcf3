import Synchronization

/// How many threads a scan may still use; a shard in hand holds one, and its helpers one each.
///
/// Shards come first: while some wait to be begun, no helper gets a thread, since decoding cannot be shared.
final class ThreadPermits: Sendable {
  private struct Content {
    var free: Int
    var shardsWaiting: Int
  }

  private let content: Mutex<Content>

  init(_ count: Int) { content = Mutex(Content(free: count, shardsWaiting: 0)) }

  /// Says how many shards could be begun if threads were free.
  func setShardsWaiting(_ count: Int) { content.withLock { $0.shardsWaiting = count } }

  /// Takes a permit to begin a shard; false where none is free.
  func takeForShard() -> Bool {
    content.withLock { content in
      guard content.free > 0 else { return false }
      content.free -= 1
      content.shardsWaiting -= 1
      return true
    }
  }

  /// Takes a permit to help with a shard that is begun; false where none is free or shards wait.
  func takeForHelper() -> Bool {
    content.withLock { content in
      guard content.free > 0, content.shardsWaiting == 0 else { return false }
      content.free -= 1
      return true
    }
  }

  /// Gives a permit back.
  func give() { content.withLock { $0.free += 1 } }
}
