import CByteMask

/// Counts mentions into a tally.
struct CountingSink: MentionSink {
  private let tally: Tally
  private let slotCount: Int
  private let countsMentions: Bool
  private var counters: UnsafeMutablePointer<Tally.Counter>
  private var role: Role
  /// The tally's number of the batch's first caption.
  private let firstCaption: UInt32

  /// Makes the sink of one batch, whose captions the tally has counted.
  init(_ tally: Tally) {
    self.tally = tally
    slotCount = tally.slotCount
    countsMentions = tally.countsMentions
    role = .caption
    counters = tally.counters(of: .caption)
    firstCaption = tally.firstCaption
  }

  @inline(__always)
  mutating func mention(
    slot: UInt32, term: UInt32, isOnlyTerm: Bool, of caption: UnsafePointer<CaptionBatch.Entry>,
    from start: Int,
    to end: Int
  ) {
    if caption.pointee.role != role {
      role = caption.pointee.role
      counters = tally.counters(of: role)
    }
    count(Int(slot), caption)
    if !isOnlyTerm { count(slotCount + Int(term), caption) }
  }

  @inline(__always)
  func prepare(slot: UInt32) { bytemask_prefetch(counters + Int(slot)) }

  @inline(__always)
  private func count(_ index: Int, _ caption: UnsafePointer<CaptionBatch.Entry>) {
    let stamp = firstCaption &+ UInt32(truncatingIfNeeded: caption.pointee.index)
    let isFirst = counters[index].lastCaption != stamp
    guard isFirst || countsMentions else { return }
    counters[index].lastCaption = stamp
    let weight = caption.pointee.weight
    if weight == 1 {
      // The tally leaves room for a batch's mentions before it begins one.
      counters[index].mentions &+= 1
      counters[index].captions &+= isFirst ? 1 : 0
    } else {
      tally.count(role, index, mentions: Int(weight), captions: isFirst ? Int(weight) : 0)
    }
  }
}
