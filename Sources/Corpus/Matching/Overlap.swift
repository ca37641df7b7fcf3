/// Keeps mentions apart: says of each term that was found, in text order and the longest first, whether it counts.
///
/// Places are counted on through all texts that a worker sees, so nothing is reset between captions.
final class OverlapState {
  private enum Policy {
    /// Mentions of one class do not overlap one another.
    case perClass
    /// Mentions of one class set do not overlap, unless they are the same words.
    case perSet
    /// Every place counts, once for each class.
    case everyPlace
  }

  private let policy: Policy
  private var base = 0
  /// For each class where its last mention started and ended.
  private let classSpans: UnsafeMutableBufferPointer<Span>
  /// The same for each class set.
  private let setSpans: UnsafeMutableBufferPointer<Span>

  private struct Span {
    var start = -1
    var end = 0
  }

  init(_ plan: MatchPlan) {
    policy =
      switch (plan.matching, plan.overlap) {
      case (.word, .all): .perClass
      case (.word, .longest): .perSet
      default: .everyPlace
      }
    classSpans = .allocate(capacity: max(plan.slotCount, 1))
    classSpans.initialize(repeating: Span())
    setSpans = .allocate(capacity: max(plan.classSets.count, 1))
    setSpans.initialize(repeating: Span())
  }

  deinit {
    classSpans.deallocate()
    setSpans.deallocate()
  }

  /// Says that the next text starts `count` bytes after the one before.
  func advance(by count: Int) { base += count }

  /// Whether a term counts at a place of the text in hand; if so, the place is taken.
  @inline(__always)
  func accepts(_ terminal: PhraseTrie.Terminal, from: Int, to: Int) -> Bool {
    let span = Span(start: base + from, end: base + to)
    let slot = Int(terminal.slot)
    let before = classSpans[slot]
    switch policy {
    case .perClass:
      guard span.start >= before.end else { return false }
    case .perSet:
      let taken = setSpans[Int(terminal.set)]
      guard span.start >= before.end,
        span.start >= taken.end || span.start == taken.start && span.end == taken.end
      else { return false }
      setSpans[Int(terminal.set)] = span
    case .everyPlace:
      guard span.start != before.start || span.end != before.end else { return false }
    }
    classSpans[slot] = span
    return true
  }
}
