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
    /// A term counts where the last of its words is found in a caption, in any order.
    case allWords
  }

  private let policy: Policy
  private var base = 0
  /// For each class where its last mention started and ended.
  private let classSpans: UnsafeMutableBufferPointer<Span>
  /// The same for each class set.
  private let setSpans: UnsafeMutableBufferPointer<Span>

  /// For each word of a bag the caption that it was last found in.
  private let wordCaptions: UnsafeMutableBufferPointer<Int>
  /// For each term of a bag how many of its words the caption in hand has, and which caption that is.
  private let found: UnsafeMutableBufferPointer<(caption: Int, words: Int)>
  private let wordsOfTerms: [Int]

  private struct Span {
    var start = -1
    var end = 0
  }

  init(_ plan: MatchPlan) {
    policy =
      switch (plan.matching, plan.overlap) {
      case (.word, .all): .perClass
      case (.word, .longest): .perSet
      case (.bag, _): .allWords
      default: .everyPlace
      }
    classSpans = .allocate(capacity: max(plan.slotCount, 1))
    classSpans.initialize(repeating: Span())
    wordsOfTerms = plan.wordsOfTerms
    let isBag = plan.matching == .bag
    wordCaptions = .allocate(capacity: isBag ? plan.trie.terminals.count : 1)
    wordCaptions.initialize(repeating: -1)
    found = .allocate(capacity: isBag ? plan.termCount + 1 : 1)
    found.initialize(repeating: (-1, 0))
    setSpans = .allocate(capacity: max(plan.classSets.count, 1))
    setSpans.initialize(repeating: Span())
  }

  deinit {
    classSpans.deallocate()
    setSpans.deallocate()
    wordCaptions.deallocate()
    found.deallocate()
  }

  /// Says that the next text starts `count` bytes after the one before.
  func advance(by count: Int) { base += count }

  /// Whether a term counts at a place of the text in hand; if so, the place is taken.
  ///
  /// `index` is the terminal's own, `caption` is where the caption starts.
  @inline(__always)
  func accepts(_ terminal: PhraseTrie.Terminal, index: Int, caption: Int, from: Int, to: Int) -> Bool {
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
    case .allWords:
      return completesBag(Int(terminal.term), word: index, caption: base + caption)
    }
    classSpans[slot] = span
    return true
  }

  private func completesBag(_ term: Int, word: Int, caption: Int) -> Bool {
    guard wordCaptions[word] != caption else { return false }
    wordCaptions[word] = caption
    let before = found[term].caption == caption ? found[term].words : 0
    found[term] = (caption, before + 1)
    return before + 1 == wordsOfTerms[term]
  }
}
