/// One place in a caption where a class is mentioned.
public struct Mention: Sendable, Hashable {
  /// The class set's position among those of the plan.
  public var set: Int
  /// The class's index in its set.
  public var classIndex: Int
  /// The index, in the flat list of the set's terms, of the term that was found.
  public var termIndex: Int
  /// The bytes of the caption's UTF-8 that make the mention, half open.
  public var bytes: Range<Int>
}

extension MatchPlan {
  /// Finds every mention of the plan's classes in one caption.
  ///
  /// Rules that count captions, not occurrences, give the first mention of each class.
  ///
  /// - Parameter caption: a caption of any length; empty gives no mention.
  /// - Returns: the mentions in text order, those of one place in the order of their classes.
  /// - Complexity: O(*b* + *m* log *m*), *b* bytes and *m* mentions, beside some hundred kilobytes of scratch memory at each
  ///   call; to count many captions use `CaptionCounter` or `ShardScan`.
  public func mentions(in caption: String) -> [Mention] {
    var sink = CollectingSink(plan: self)
    let matcher = Matcher(self)
    // What the batch hands on is only collected, which throws nothing.
    let batch = CaptionBatch { batch in
      sink.text = batch.text
      matcher.match(batch, into: &sink)
    }
    var caption = caption
    try? caption.withUTF8 { try batch.append(UnsafeRawBufferPointer($0), role: .caption) }
    try? batch.flush()
    return sink.mentions.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound, $0.set, $0.classIndex, $0.termIndex)
        < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.set, $1.classIndex, $1.termIndex)
    }
  }
}

/// Keeps the mentions of one caption.
private struct CollectingSink: MentionSink {
  private let plan: MatchPlan
  private let place: MentionPlace
  /// The caption as it is written; set before the matcher is called, which is the only time that it is used.
  var text = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var mentions: [Mention] = []
  private var seen: Set<UInt32> = []

  init(plan: MatchPlan) {
    self.plan = plan
    place = MentionPlace(plan)
  }

  mutating func mention(
    slot: UInt32, term: UInt32, isOnlyTerm: Bool, of caption: UnsafePointer<CaptionBatch.Entry>,
    from start: Int,
    to end: Int
  ) {
    if !plan.matching.countsMentions, !seen.insert(slot).inserted { return }
    let caption = caption.pointee
    // The one caption of the batch is its text less the separator.
    let written = UnsafeRawBufferPointer(rebasing: text[..<max(text.count - 1, 0)])
    let set = plan.set(ofSlot: Int(slot))
    mentions.append(
      Mention(
        set: set, classIndex: Int(slot) - plan.firstSlots[set], termIndex: Int(term) - plan.firstTerms[set],
        bytes: place.span(
          place.matched(from: start, to: end, in: caption), isFolded: caption.isFolded, term: Int(term),
          of: written, number: 0)))
  }
}
