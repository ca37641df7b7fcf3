/// What is done with the mentions that a matcher finds.
protocol MentionSink {
  /// Takes one mention.
  ///
  /// Mentions come in the order of their captions within each of two groups, first those all in ASCII, then the others;
  /// within one caption in the order of their first words.
  ///
  /// - Parameters:
  ///   - terminal: the term, its class and class set.
  ///   - caption: the caption, `start` and `end` as they are in the text that was matched.
  ///   - start: the first byte in the text that was matched, which for a caption with bytes above 127 is its folded form.
  ///   - end: the byte after the last.
  mutating func mention(
    _ terminal: PhraseTrie.Terminal, of caption: CaptionBatch.Entry, from start: Int, to end: Int
  )
}

/// Finds the caption of each place, for places in ascending order.
struct CaptionCursor {
  private let entries: UnsafeBufferPointer<CaptionBatch.Entry>
  private var position = 0

  /// Starts at the first of some neighbouring captions.
  init(_ entries: UnsafeBufferPointer<CaptionBatch.Entry>) { self.entries = entries }

  /// The caption in hand.
  var entry: CaptionBatch.Entry { entries[position] }

  /// Goes on to the caption that holds a place.
  mutating func move(to place: Int) {
    while Int(entries[position].end) <= place && position + 1 < entries.count { position += 1 }
  }
}
