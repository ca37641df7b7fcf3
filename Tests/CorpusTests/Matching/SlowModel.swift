@testable import Corpus

/// The `word` rule as plainly as it can be said: every term at every word of the text.
///
/// Shares with the engine only how a text is folded and split to words, which is held against Python elsewhere.
struct SlowModel {
  /// Mentions of each class, and of each term in the order of the classes.
  struct Answer: Equatable {
    var classes: [Int]
    var terms: [Int]
  }

  private struct Span: Hashable {
    var start: Int
    var end: Int
    var slot: Int
    var term: Int
  }

  let classes: [[String]]
  let overlap: Overlap
  /// The words of each term.
  private let wanted: [[[Folding.Word]]]

  init(classes: [[String]], overlap: Overlap) {
    self.classes = classes
    self.overlap = overlap
    wanted = classes.map { $0.map(Folding.words) }
  }

  func mentions(in text: String) -> Answer {
    let words = Folding.words(of: text)
    var spans: [Span] = []
    var term = 0
    for (slot, terms) in wanted.enumerated() {
      for wanted in terms {
        if !wanted.isEmpty, words.count >= wanted.count {
          for start in 0...words.count - wanted.count
          where matches(wanted, words[start..<start + wanted.count]) {
            spans.append(Span(start: start, end: start + wanted.count, slot: slot, term: term))
          }
        }
        term += 1
      }
    }
    spans.sort { ($0.start, -$0.end, $0.slot, $0.term) < ($1.start, -$1.end, $1.slot, $1.term) }
    var answer = Answer(
      classes: Array(repeating: 0, count: classes.count), terms: Array(repeating: 0, count: term))
    var last: [Int: (start: Int, end: Int)] = [:]
    var counted: Set<[Int]> = []
    for span in spans {
      let key = overlap == .all ? span.slot : -1
      let before = last[key] ?? (0, 0)
      guard span.start >= before.end || span.start == before.start && span.end == before.end else { continue }
      last[key] = (span.start, span.end)
      // A place is one mention of a class, credited to the first of its terms that is there.
      guard counted.insert([span.start, span.end, span.slot]).inserted else { continue }
      answer.classes[span.slot] += 1
      answer.terms[span.term] += 1
    }
    return answer
  }

  private func matches(_ wanted: [Folding.Word], _ found: ArraySlice<Folding.Word>) -> Bool {
    zip(wanted, found).enumerated().allSatisfy { index, pair in
      pair.0.text.utf8.elementsEqual(pair.1.text.utf8)
        && (index == 0
          || pair.1.gap.unicodeScalars.allSatisfy {
            Folding.joins($0) || pair.0.gap.unicodeScalars.contains($0)
          })
    }
  }
}
