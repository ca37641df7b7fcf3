/// Dense counters of one worker: for each role, class and term how often and in how many captions.
///
/// Tallies add, so any number of workers may count one shard. A tally belongs to one task at a time.
///
/// - Note: `@unchecked Sendable`: handed from task to task with its counts, never shared.
final class Tally: @unchecked Sendable {
  /// How often, and in how many captions.
  struct Counter {
    var mentions = 0
    var captions = 0
  }

  private let plan: MatchPlan
  private let slotCount: Int
  private let termCount: Int
  /// For each role the counters of all classes, then of all terms; nil until the role is seen.
  private var counters: [UnsafeMutablePointer<Counter>?]

  /// Records, and everything else that is counted beside mentions.
  var records = 0
  var captions = RoleCounts()
  var textBytes = 0
  var excludedRecords = 0
  var skippedRecords = 0

  init(_ plan: MatchPlan) {
    self.plan = plan
    slotCount = plan.slotCount
    termCount = plan.termCount
    counters = Array(repeating: nil, count: Role.allCases.count)
  }

  deinit { for memory in counters { memory?.deallocate() } }

  /// The counters of a role: `slotCount` of the classes, then `termCount` of the terms.
  func counters(of role: Role) -> UnsafeMutablePointer<Counter> {
    let index = Int(role.rawValue)
    if let memory = counters[index] { return memory }
    let memory = UnsafeMutablePointer<Counter>.allocate(capacity: slotCount + termCount + 1)
    memory.initialize(repeating: Counter(), count: slotCount + termCount + 1)
    counters[index] = memory
    return memory
  }

  /// The counter of a class, or of a term behind the `slotCount` classes.
  subscript(role: Role, index: Int) -> Counter {
    precondition(index >= 0 && index < slotCount + termCount)
    return counters[Int(role.rawValue)]?[index] ?? Counter()
  }

  /// Counts a batch's captions and their text, whatever they mention.
  func add(captionsOf batch: CaptionBatch) {
    for entry in batch.entries {
      captions[entry.role] += Int(entry.weight)
      textBytes += Int(entry.weight) * Int(entry.end - entry.start)
    }
  }

  /// Adds another worker's counts of the same plan.
  func add(_ other: Tally) {
    records += other.records
    captions.add(other.captions)
    textBytes += other.textBytes
    excludedRecords += other.excludedRecords
    skippedRecords += other.skippedRecords
    for role in Role.allCases {
      guard let theirs = other.counters[Int(role.rawValue)] else { continue }
      let ours = counters(of: role)
      for index in 0..<slotCount + termCount {
        ours[index].mentions += theirs[index].mentions
        ours[index].captions += theirs[index].captions
      }
    }
  }

  /// The shard's counts, without the zeros.
  func shardCounts() -> ShardCounts {
    var counts = ShardCounts()
    counts.records = records
    counts.captions = captions
    counts.textBytes = textBytes
    counts.excludedRecords = excludedRecords
    counts.skippedRecords = skippedRecords
    counts.sets = plan.classSets.indices.map(setCounts)
    return counts
  }

  private func setCounts(_ set: Int) -> ClassSetCounts {
    var counts = ClassSetCounts()
    let classes = plan.classSets[set].classes
    for role in Role.allCases {
      guard let memory = counters[Int(role.rawValue)] else { continue }
      var term = 0
      for (index, entry) in classes.enumerated() {
        defer { term += entry.terms.count }
        let counter = memory[plan.firstSlots[set] + index]
        guard counter.captions > 0 else { continue }
        counts.classes.append(
          .init(role: role, index: index, mentions: counter.mentions, captions: counter.captions))
        guard entry.terms.count > 1 else { continue }
        for offset in entry.terms.indices {
          let counter = memory[slotCount + plan.firstTerms[set] + term + offset]
          guard counter.captions > 0 else { continue }
          counts.terms.append(
            .init(role: role, index: term + offset, mentions: counter.mentions, captions: counter.captions))
        }
      }
    }
    return counts
  }
}
