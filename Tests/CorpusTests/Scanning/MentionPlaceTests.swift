import TestSupport
import Testing

@testable import Corpus

/// Where a mention lies in a long caption, found from what is known of the caption, is where it is found afresh.
@Suite struct MentionPlaceTests {
  /// Hard captions one after another, as one long caption; in some, ASCII letters hardly ever stand side by side.
  private static func caption(_ seed: UInt64) -> [UInt8] {
    var hard = HardCaptions(seed: seed)
    let texts = hard.corpus().filter { $0.utf8.count < 2000 }.prefix(seed.isMultiple(of: 3) ? 12 : 60)
    return Array(texts.joined(separator: seed.isMultiple(of: 2) ? " " : "").utf8)
  }

  /// Spans from the start of a word to the end of one of those after it.
  private static func spans(of words: [Range<Int>], _ random: inout SeededRandom) -> [Range<Int>] {
    words.indices.map { first in
      let last = min(first + Int(random.next() % 3), words.count - 1)
      return words[first].lowerBound..<words[last].upperBound
    }
  }

  /// The runs of bytes that are none of the separators.
  private static func words(of text: UnsafeRawBufferPointer, _ isWord: (UInt8) -> Bool) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = 0
    while at < text.count {
      let start = at
      while at < text.count, isWord(text[at]) { at += 1 }
      if at > start { found.append(start..<at) }
      at += 1
    }
    return found
  }

  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func checkpointsLeadToTheSamePlaces(_ seed: UInt64) {
    let plan = MatchPlan(classSets: [ClassSet(terms: HardCaptions.classes)])
    let caption = Self.caption(seed)
    let folded = PaddedBuffer(capacity: 64)
    caption.withUnsafeBytes { CaptionFolder(gapScalars: plan.gapScalars).fold($0, into: folded) }
    var random = SeededRandom(seed: seed)
    let spans = Self.spans(
      of: Self.words(of: folded.bytes) { $0 >= 0x80 || $0 &- 0x61 < 26 || $0 &- 0x30 < 10 }, &random)
    let (near, afresh) = (MentionPlace(plan, spacing: 8), MentionPlace(plan, spacing: .max))
    caption.withUnsafeBytes { text in
      for span in spans.shuffled(using: &random) {
        let found = near.span(span, isFolded: true, term: 0, of: text, number: 1)
        #expect(found == afresh.span(span, isFolded: true, term: 0, of: text, number: 1), "\(span)")
      }
    }
    #expect(spans.count > 5)
  }

  @Test(arguments: [Matching.paper, .treebank], 1...12 as ClosedRange<UInt64>)
  func tokensLeadOnFromTheMentionBefore(_ matching: Matching, _ seed: UInt64) {
    let plan = MatchPlan(classSets: [ClassSet(terms: HardCaptions.classes)], matching: matching)
    let caption = Self.caption(seed)
    let tokens = TokenList()
    caption.withUnsafeBytes { TreebankTokenizer().tokenize($0, into: tokens) }
    var random = SeededRandom(seed: seed)
    let spans = Self.spans(of: Self.words(of: tokens.text.bytes) { $0 != 0x20 }, &random)
    let (onwards, afresh) = (MentionPlace(plan), MentionPlace(plan))
    caption.withUnsafeBytes { text in
      for (number, span) in (spans + spans.shuffled(using: &random)).enumerated() {
        let found = onwards.span(span, isFolded: false, term: 0, of: text, number: 1)
        #expect(found == afresh.span(span, isFolded: false, term: 0, of: text, number: number + 2), "\(span)")
      }
    }
    #expect(spans.count > 5)
  }
}
