/// What is done with the mentions that a matcher finds.
protocol MentionSink {
  /// Takes one mention.
  ///
  /// A class's mentions come caption by caption, those of one caption in the order of their first words, and of one first
  /// word the longest first. The captions, and the mentions of different classes, come in any order.
  ///
  /// - Parameters:
  ///   - slot: the class's index among the classes of all sets of the pass.
  ///   - term: the term's index among the terms of all sets of the pass.
  ///   - isOnlyTerm: whether the class has no other term.
  ///   - caption: the caption, `start` and `end` as they are in the text that was matched.
  ///   - start: the first byte in the text that was matched; where the caption `isFolded` that is the matcher's form of it,
  ///     else all places are those of the caption itself.
  ///   - end: the byte after the last.
  mutating func mention(
    slot: UInt32, term: UInt32, isOnlyTerm: Bool, of caption: UnsafePointer<CaptionBatch.Entry>,
    from start: Int,
    to end: Int
  )

  /// Says that a mention of a class will come soon, so that what is needed for it can be fetched.
  func prepare(slot: UInt32)
}

extension MentionSink {
  func prepare(slot: UInt32) {}
}

/// Finds the caption of each place, for places in ascending order.
///
/// SOUND: only `move` changes the position, and it stops at the last caption; the captions outlive the cursor, which one
/// call of the matcher makes and drops.
/// WHY: asked for each mention; where terms are many, each word is one.
struct CaptionCursor {
  private(set) var caption: UnsafePointer<CaptionBatch.Entry>
  private let last: UnsafePointer<CaptionBatch.Entry>

  /// Starts at the first of some neighbouring captions; nil where there are none.
  init?(_ entries: UnsafeBufferPointer<CaptionBatch.Entry>) {
    guard let first = entries.baseAddress, entries.count > 0 else { return nil }
    caption = first
    last = first + (entries.count - 1)
  }

  /// Goes on to the caption that holds a place.
  @inline(__always)
  mutating func move(to place: Int) {
    if Int(caption.pointee.end) > place { return }
    // Eight at a time without a branch for each: captions end one behind the other, so those that end before the place come
    // first. How many there are is hardly foreseen: one by one they took a fifth of the walk.
    while last - caption >= 8 {
      var before = 0
      for step in 0..<8 { before += Int(caption[step].end) <= place ? 1 : 0 }
      caption += before
      if before < 8 { return }
    }
    while Int(caption.pointee.end) <= place && caption < last { caption += 1 }
  }
}
