/// Counts mentions into a tally.
struct CountingSink: MentionSink {
  private let tally: Tally
  private let slotCount: Int
  private let countsMentions: Bool
  /// For each class, then for each term, the last caption that mentioned it.
  private let lastCaptions: UnsafeMutablePointer<Int>
  private let hasSeveralTerms: UnsafeMutablePointer<Bool>
  private var counters: UnsafeMutablePointer<Tally.Counter>
  private var role: Role
  private var firstCaption: Int

  /// Makes the sink of one batch.
  ///
  /// - Parameters:
  ///   - tally: what is counted into.
  ///   - scratch: the worker's memory of which caption was last.
  init(_ tally: Tally, _ scratch: CaptionMemory) {
    self.tally = tally
    slotCount = scratch.slotCount
    countsMentions = scratch.countsMentions
    lastCaptions = scratch.lastCaptions
    hasSeveralTerms = scratch.hasSeveralTerms
    role = .caption
    counters = tally.counters(of: .caption)
    firstCaption = scratch.nextCaption
  }

  @inline(__always)
  mutating func mention(
    _ terminal: PhraseTrie.Terminal, of caption: CaptionBatch.Entry, from start: Int, to end: Int
  ) {
    if caption.role != role {
      role = caption.role
      counters = tally.counters(of: role)
    }
    let slot = Int(terminal.slot)
    let stamp = firstCaption + Int(caption.index)
    let weight = Int(caption.weight)
    count(slot, stamp, weight)
    if hasSeveralTerms[slot] { count(slotCount + Int(terminal.term), stamp, weight) }
  }

  @inline(__always)
  private func count(_ index: Int, _ stamp: Int, _ weight: Int) {
    if lastCaptions[index] != stamp {
      lastCaptions[index] = stamp
      counters[index].captions += weight
      counters[index].mentions += weight
    } else if countsMentions {
      counters[index].mentions += weight
    }
  }
}

/// Which caption last mentioned each class and each term; one worker's.
final class CaptionMemory {
  let slotCount: Int
  let countsMentions: Bool
  let lastCaptions: UnsafeMutablePointer<Int>
  let hasSeveralTerms: UnsafeMutablePointer<Bool>
  /// The number of the next caption; captions are numbered on through all batches, from 1.
  private(set) var nextCaption = 1

  init(_ plan: MatchPlan) {
    slotCount = plan.slotCount
    countsMentions = plan.matching.countsMentions
    let count = plan.slotCount + plan.termCount + 1
    lastCaptions = .allocate(capacity: count)
    lastCaptions.initialize(repeating: 0, count: count)
    hasSeveralTerms = .allocate(capacity: plan.slotCount + 1)
    hasSeveralTerms.initialize(repeating: false, count: plan.slotCount + 1)
    for (slot, entry) in plan.classSets.lazy.flatMap(\.classes).enumerated() {
      hasSeveralTerms[slot] = entry.terms.count > 1
    }
  }

  deinit {
    lastCaptions.deallocate()
    hasSeveralTerms.deallocate()
  }

  /// Says that the captions of a batch are done.
  func advance(by captions: Int) { nextCaption += captions }
}
