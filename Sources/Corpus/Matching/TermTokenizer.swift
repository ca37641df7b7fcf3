/// Makes a term's tokens as the matching makes a text's.
struct TermTokenizer {
  private let matching: Matching
  private let treebank = TreebankTokenizer()
  private let list = TokenList()

  init(_ matching: Matching) { self.matching = matching }

  /// Appends the tokens of one surface form to a list, none where it has no word.
  ///
  /// - Returns: for each gap between two of them the characters that it allows beside the joining ones; empty where no
  ///   gap allows any, as with every rule but `word`.
  func append(_ term: String, to terms: inout TermList) -> [Set<UInt32>] {
    var term = term
    switch matching {
    case .word:
      return term.withUTF8 { Self.appendASCIIWords($0, to: &terms) } ?? appendWords(of: term, to: &terms)
    case .bag:
      // Which words, not how often nor in what order.
      for word in Folding.words(of: term) {
        let open = terms.openTokens
        terms.appendToken(word.text.utf8)
        let bytes = terms.bytes[terms.bytes(ofToken: open.upperBound)]
        if open.contains(where: { terms.bytes[terms.bytes(ofToken: $0)].elementsEqual(bytes) }) {
          terms.removeLastToken()
        }
      }
    case .paper, .treebank:
      list.removeAll()
      term.withUTF8 { treebank.tokenize(UnsafeRawBufferPointer($0), into: list) }
      for index in 0..<list.count { terms.appendToken(list[index]) }
    case .metaclip:
      guard !term.isEmpty else { return [] }
      list.removeAll()
      MetaCLIPTokenizer.tokenize(term: term, into: list)
      for index in 0..<list.count { terms.appendToken(list[index]) }
    }
    return []
  }

  private func appendWords(of term: String, to terms: inout TermList) -> [Set<UInt32>] {
    let words = Folding.words(of: term)
    for word in words { terms.appendToken(word.text.utf8) }
    return words.dropFirst().map { word in
      Set(word.gap.unicodeScalars.lazy.filter { !Folding.joins($0) }.map(\.value))
    }
  }

  /// The same for a term of letters, digits, spaces, hyphens and low lines in ASCII, as most are; nil for any other.
  /// Half a million terms took two seconds by way of scalars.
  private static func appendASCIIWords(
    _ term: UnsafeBufferPointer<UInt8>, to terms: inout TermList
  ) -> [Set<UInt32>]? {
    for byte in term where !(MatcherForm.isWord(byte) || byte == 0x20 || byte == 0x2D || byte == 0x5F) {
      return nil
    }
    var inWord = false
    for byte in term {
      if MatcherForm.isWord(byte) {
        // Lowers letters and leaves digits.
        terms.append(byte | 0x20)
        inWord = true
      } else if inWord {
        terms.finishToken()
        inWord = false
      }
    }
    if inWord { terms.finishToken() }
    return []
  }
}
