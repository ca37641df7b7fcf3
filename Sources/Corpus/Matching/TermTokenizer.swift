/// Makes a term's tokens as the matching makes a text's.
struct TermTokenizer {
  private let matching: Matching
  private let treebank = TreebankTokenizer()
  private let list = TokenList()

  init(_ matching: Matching) { self.matching = matching }

  /// The tokens of one surface form, none where it has no word; and for each gap between two of them the characters
  /// that it allows beside the joining ones (`word` alone has such gaps).
  func tokens(of term: String) -> (tokens: [[UInt8]], gaps: [Set<UInt32>]) {
    switch matching {
    case .word:
      let words = Folding.words(of: term)
      let gaps = words.dropFirst().map { word in
        Set(word.gap.unicodeScalars.lazy.filter { !Folding.joins($0) }.map(\.value))
      }
      return (words.map { Array($0.text.utf8) }, Array(gaps))
    case .bag:
      // Which words, not how often nor in what order.
      var seen: Set<[UInt8]> = []
      return (Folding.words(of: term).map { Array($0.text.utf8) }.filter { seen.insert($0).inserted }, [])
    case .paper, .treebank:
      list.removeAll()
      var term = term
      term.withUTF8 { treebank.tokenize(UnsafeRawBufferPointer($0), into: list) }
      return (listed, [])
    case .metaclip:
      guard !term.isEmpty else { return ([], []) }
      list.removeAll()
      MetaCLIPTokenizer.tokenize(term: term, into: list)
      return (listed, [])
    }
  }

  private var listed: [[UInt8]] { (0..<list.count).map { Array(list[$0]) } }
}
