/// Makes a term's tokens as the matching makes a text's.
struct TermTokenizer {
  private let matching: Matching

  init(_ matching: Matching) { self.matching = matching }

  /// The tokens of one surface form, none where it has no word; and for each gap between two of them the characters
  /// that it allows beside the joining ones (`word` alone has such gaps).
  func tokens(of term: String) -> (tokens: [[UInt8]], gaps: [Set<UInt32>]) {
    let words = Folding.words(of: term)
    let gaps = words.dropFirst().map { word in
      Set(word.gap.unicodeScalars.lazy.filter { !Folding.joins($0) }.map(\.value))
    }
    return (words.map { Array($0.text.utf8) }, matching == .word ? Array(gaps) : [])
  }
}
