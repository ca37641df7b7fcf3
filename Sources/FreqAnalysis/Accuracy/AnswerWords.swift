import Corpus

/// Finds words inside an answer, as the rule `word` finds them in a caption.
enum AnswerWords {
  /// The places, as ranges of the answer's words, at which a term's words stand; what stands between them may be
  /// what may stand between the words of the term.
  static func firstPlace(of term: [Folding.Word], in answer: [Folding.Word]) -> Range<Int>? {
    guard !term.isEmpty, term.count <= answer.count else { return nil }
    for start in 0...answer.count - term.count {
      let range = start..<start + term.count
      let isThere = zip(term, answer[range]).allSatisfy { $0.text.utf8.elementsEqual($1.text.utf8) }
      if isThere, SharedTerms.gapsAllow(term, in: answer[range]) { return range }
    }
    return nil
  }
}
