/// Which of two ways to the mentions is the quicker one, by what the text has shown.
///
/// With a few thousand terms, one word in forty passes the filter, and only that one is looked up. With a hundred thousand
/// most words pass, and to filter them first is work for nothing: each word is looked up, one after another, so that the
/// processor waits for many of them at a time. Both ways give the same mentions.
struct CandidateDensity {
  /// How many segments are still to be done without the filter.
  private var segmentsLeft = 0
  private let isAlwaysHigh: Bool

  /// Starts with the filter, unless it is never to be used.
  init(isAlwaysHigh: Bool = false) { self.isAlwaysHigh = isAlwaysHigh }

  /// Whether the next segment is to be done without the filter; every 256th is not, since texts change.
  var isHigh: Bool {
    mutating get {
      guard segmentsLeft > 0 else { return isAlwaysHigh }
      segmentsLeft -= 1
      return true
    }
  }

  /// Takes in how many words of a segment passed the filter; the few words of a text's last segment tell nothing.
  mutating func saw(_ candidates: Int, of words: Int) {
    if words >= 256 && candidates * 4 > words { segmentsLeft = 255 }
  }
}
