/// What is known of each sample of an archive by its key: open addressing, since a dictionary takes twice the room and an archive
/// may have millions of samples.
///
/// Nothing is ever taken out.
struct SampleTable {
  private var keys: [ShardSamples.Key] = []
  private var bests: [SampleRank] = []
  private var marks: [SampleFacts.Marks] = []
  /// The number of samples that are known.
  private(set) var count = 0

  /// The key of a slot without a sample; a sample whose key this is takes the next one.
  private static let none: ShardSamples.Key = 0

  /// What is known of a sample; nil where nothing is. Setting nil does nothing.
  ///
  /// - Complexity: O(1) on average, since keys are hashes.
  subscript(key: ShardSamples.Key) -> SampleFacts? {
    get {
      guard let slot = slot(of: key), keys[slot] != Self.none else { return nil }
      return SampleFacts(best: bests[slot], marks: marks[slot])
    }
    set {
      guard let newValue else { return }
      // At most seven eighths are filled, so that a search soon meets an empty slot.
      if (count + 1) * 8 > keys.count * 7 { grow() }
      guard let slot = slot(of: key) else { return }
      if keys[slot] == Self.none {
        keys[slot] = max(key, 1)
        count += 1
      }
      bests[slot] = newValue.best
      marks[slot] = newValue.marks
    }
  }

  /// The slot that holds a key, or the empty one where it would go; nil in a table without slots.
  private func slot(of key: ShardSamples.Key) -> Int? {
    guard !keys.isEmpty else { return nil }
    let (key, mask) = (max(key, 1), keys.count - 1)
    var slot = Int(truncatingIfNeeded: key) & mask
    while keys[slot] != key, keys[slot] != Self.none { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = self
    let size = max(old.keys.count * 2, 64)
    keys = Array(repeating: Self.none, count: size)
    bests = Array(repeating: .noText, count: size)
    marks = Array(repeating: [], count: size)
    for (index, key) in old.keys.enumerated() where key != Self.none {
      guard let slot = slot(of: key) else { continue }
      keys[slot] = key
      bests[slot] = old.bests[index]
      marks[slot] = old.marks[index]
    }
  }
}
