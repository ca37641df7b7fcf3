/// Dense counters of one worker: for each role, class and term how often and in how many captions.
///
/// Tallies add, so any number of workers may count one shard. A tally belongs to one task at a time.
final class Tally {
  /// How often, in how many captions, and in which one last; 16 bytes, so that a mention touches one cache line.
  ///
  /// The numbers are added to the `Total` before they can overflow.
  struct Counter {
    var mentions: UInt32 = 0
    var captions: UInt32 = 0
    /// The number of the caption that was counted last; 0 is none.
    var lastCaption: UInt32 = 0
    private var unused: UInt32 = 0
  }

  /// How often, and in how many captions, in all.
  struct Total {
    var mentions = 0
    var captions = 0
  }

  private let plan: MatchPlan
  let slotCount: Int
  let countsMentions: Bool
  private let counterCount: Int
  private let counterLimit: Int
  /// For each role the counters of all classes, then of all terms; nil until the role is seen.
  private var counters: [UnsafeMutablePointer<Counter>?]
  /// The same for what was added up, nil until something was.
  private var totals: [UnsafeMutablePointer<Total>?]
  /// No counter is above this.
  private var highest = 0
  /// The number of the first caption of the batch in hand, and of the next batch's.
  private(set) var firstCaption: UInt32 = 1
  private var nextCaption: UInt32 = 1

  /// Records, and everything else that is counted beside mentions.
  var records = 0
  var captions = RoleCounts()
  var textBytes = 0
  var excludedRecords = 0
  var skippedRecords = 0
  /// Records with a caption, and those with none but of the role human.
  private(set) var recordsWithText = 0
  private(set) var humanOnlyRecords = 0
  /// The record of the block's last caption, and whether all of its captions so far are of the role human.
  private var lastRecord = Int32.min
  private var lastIsHuman = false
  /// Halves of surrogate pairs that stood alone and became U+FFFD.
  var replacedSurrogates = 0

  /// Makes a tally without any count.
  ///
  /// - Parameters:
  ///   - plan: what is counted.
  ///   - counterLimit: what a counter may reach before it is added to the totals; lower in tests, to see it happen.
  init(_ plan: MatchPlan, counterLimit: UInt32 = .max) {
    self.plan = plan
    self.counterLimit = Int(counterLimit)
    slotCount = plan.slotCount
    countsMentions = plan.matching.countsMentions
    counterCount = plan.slotCount + plan.termCount + 1
    counters = Array(repeating: nil, count: Role.allCases.count)
    totals = Array(repeating: nil, count: Role.allCases.count)
  }

  deinit {
    for memory in counters { memory?.deallocate() }
    for memory in totals { memory?.deallocate() }
  }

  /// The counters of a role: `slotCount` of the classes, then those of the terms.
  func counters(of role: Role) -> UnsafeMutablePointer<Counter> {
    let index = Int(role.rawValue)
    if let memory = counters[index] { return memory }
    let memory = TableMemory.allocate(counterCount, repeating: Counter())
    counters[index] = memory
    return memory
  }

  private func totals(of role: Role) -> UnsafeMutablePointer<Total> {
    let index = Int(role.rawValue)
    if let memory = totals[index] { return memory }
    let memory = UnsafeMutablePointer<Total>.allocate(capacity: counterCount)
    memory.initialize(repeating: Total(), count: counterCount)
    totals[index] = memory
    return memory
  }

  /// The count of a class, or of a term behind the `slotCount` classes.
  subscript(role: Role, index: Int) -> Total {
    precondition(index >= 0 && index < counterCount)
    var total = totals[Int(role.rawValue)]?[index] ?? Total()
    if let counter = counters[Int(role.rawValue)]?[index] {
      total.mentions += Int(counter.mentions)
      total.captions += Int(counter.captions)
    }
    return total
  }

  /// Begins a batch: counts its captions and their text, whatever they mention.
  func begin(_ batch: CaptionBatch) {
    let sums = batch.sums
    if let role = sums.onlyRole { captions[role] += sums.captions } else { countRoles(batch) }
    textBytes += sums.bytes
    let hasHuman = sums.has(.human)
    if batch.captionsAreRecords {
      // Of one role each.
      recordsWithText += sums.captions
      if hasHuman { humanOnlyRecords += sums.captions }
    } else {
      if hasHuman || lastIsHuman { countHumanOnly(batch) }
      recordsWithText += sums.records
      lastRecord = batch.entries.last?.record ?? lastRecord
    }
    // A class's mentions of one caption start at different tokens or end at different ones, so a batch adds no more than
    // this to a counter. A token may be empty, but its separator is a byte.
    let most = (batch.text.count + batch.count) * max(plan.trie.longestTerm, 1)
    if highest + most > counterLimit || Int(nextCaption) + batch.count > counterLimit { addUp() }
    highest += most
    firstCaption = nextCaption
    nextCaption += UInt32(batch.count)
  }

  /// Counts captions of several roles.
  private func countRoles(_ batch: CaptionBatch) {
    // Those of one role mostly come together, and a sum of its own stays in a register.
    var (role, ofRole) = (Role.caption, 0)
    for entry in batch.entries {
      if entry.role != role {
        captions[role] += ofRole
        (role, ofRole) = (entry.role, 0)
      }
      ofRole += Int(entry.weight)
    }
    captions[role] += ofRole
  }

  /// Ends a block: its last record has no more captions.
  func endBlock() {
    if lastIsHuman { humanOnlyRecords += 1 }
    (lastRecord, lastIsHuman) = (Int32.min, false)
  }

  /// Counts the records that end in a batch and have no captions but of the role human.
  private func countHumanOnly(_ batch: CaptionBatch) {
    var (record, isHuman) = (lastRecord, lastIsHuman)
    for entry in batch.entries {
      if entry.record != record {
        if isHuman { humanOnlyRecords += 1 }
        (record, isHuman) = (entry.record, true)
      }
      if entry.role != .human { isHuman = false }
    }
    lastIsHuman = isHuman
  }

  /// Counts what stands for several captions at once, which may be many.
  func count(_ role: Role, _ index: Int, mentions: Int, captions: Int) {
    let totals = totals(of: role)
    totals[index].mentions += mentions
    totals[index].captions += captions
  }

  /// Adds the counters to the totals and starts them anew.
  private func addUp() {
    for role in Role.allCases {
      guard let counters = counters[Int(role.rawValue)] else { continue }
      let totals = totals(of: role)
      for index in 0..<counterCount {
        totals[index].mentions += Int(counters[index].mentions)
        totals[index].captions += Int(counters[index].captions)
        counters[index] = Counter()
      }
    }
    highest = 0
    nextCaption = 1
  }

  /// Adds another worker's counts of the same plan.
  func add(_ other: Tally) {
    records += other.records
    captions.add(other.captions)
    textBytes += other.textBytes
    excludedRecords += other.excludedRecords
    skippedRecords += other.skippedRecords
    recordsWithText += other.recordsWithText
    humanOnlyRecords += other.humanOnlyRecords
    replacedSurrogates += other.replacedSurrogates
    for role in Role.allCases where other.hasCounts(of: role) {
      let ours = totals(of: role)
      for index in 0..<counterCount {
        let theirs = other[role, index]
        ours[index].mentions += theirs.mentions
        ours[index].captions += theirs.captions
      }
    }
  }

  private func hasCounts(of role: Role) -> Bool {
    counters[Int(role.rawValue)] != nil || totals[Int(role.rawValue)] != nil
  }

  /// The shard's counts, without the zeros.
  func shardCounts() -> ShardCounts {
    var counts = ShardCounts()
    counts.records = records
    counts.captions = captions
    counts.textBytes = textBytes
    counts.excludedRecords = excludedRecords
    counts.skippedRecords = skippedRecords
    counts.textlessRecords = max(records - recordsWithText, 0)
    counts.humanOnlyRecords = humanOnlyRecords
    counts.replacedSurrogates = replacedSurrogates
    counts.sets = plan.classSets.indices.map(setCounts)
    return counts
  }

  private func setCounts(_ set: Int) -> ClassSetCounts {
    var counts = ClassSetCounts()
    let classes = plan.classSets[set].classes
    for role in Role.allCases where hasCounts(of: role) {
      var term = 0
      for (index, entry) in classes.enumerated() {
        defer { term += entry.terms.count }
        let total = self[role, plan.firstSlots[set] + index]
        guard total.captions > 0 else { continue }
        counts.classes.append(
          .init(role: role, index: index, mentions: total.mentions, captions: total.captions))
        guard entry.terms.count > 1 else { continue }
        for offset in entry.terms.indices {
          let total = self[role, slotCount + plan.firstTerms[set] + term + offset]
          guard total.captions > 0 else { continue }
          counts.terms.append(
            .init(role: role, index: term + offset, mentions: total.mentions, captions: total.captions))
        }
      }
    }
    return counts
  }
}
