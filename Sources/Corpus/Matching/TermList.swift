/// The terms of a pass as tokens, ready for the trie: flat columns, since half a million terms are usual.
struct TermList {
  /// What belongs to one term that has a token.
  struct Term {
    /// The class set's position among those of the pass.
    var set: UInt32
    /// The class's index among the classes of all sets of the pass.
    var slot: UInt32
    /// The term's index among the terms of all sets of the pass.
    var index: UInt32
    /// Whether its class has no other term.
    var isOnlyTerm: Bool
  }

  /// The terms that have a token, in order.
  private(set) var terms: [Term] = []
  /// The bytes of all tokens.
  private(set) var bytes: [UInt8] = []
  /// For each token where its bytes end; they start where the token before ends.
  private(set) var tokenEnds: [UInt32] = []
  /// For each term where its tokens end; they start where those of the term before end.
  private(set) var termEnds: [Int] = []
  /// For each term that allows more than joining characters between two tokens: for each of its gaps, which.
  private(set) var gaps: [Int: [Set<UInt32>]] = [:]
  /// The number of tokens of the longest term.
  private(set) var longestTerm = 0

  /// The tokens of a term, as positions among all tokens.
  func tokens(ofTerm term: Int) -> Range<Int> { (term == 0 ? 0 : termEnds[term - 1])..<termEnds[term] }

  /// The bytes of a token.
  func bytes(ofToken token: Int) -> Range<Int> {
    (token == 0 ? 0 : Int(tokenEnds[token - 1]))..<Int(tokenEnds[token])
  }

  /// Appends a token's bytes.
  mutating func appendToken<Bytes: Collection<UInt8>>(_ token: Bytes) {
    bytes.append(contentsOf: token)
    finishToken()
  }

  /// Appends one byte of the token in hand.
  @inline(__always) mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Ends the token in hand.
  mutating func finishToken() { tokenEnds.append(UInt32(bytes.count)) }

  /// The tokens appended since the last term ended.
  var openTokens: Range<Int> { (termEnds.last ?? 0)..<tokenEnds.count }

  /// Drops the last token, which the term in hand has already.
  mutating func removeLastToken() {
    bytes.removeSubrange(bytes(ofToken: tokenEnds.count - 1))
    tokenEnds.removeLast()
  }

  /// Makes the tokens since the last term one term; without any there is no term.
  mutating func finishTerm(_ term: Term, gaps: [Set<UInt32>] = []) {
    let tokens = openTokens
    guard !tokens.isEmpty else { return }
    if gaps.contains(where: { !$0.isEmpty }) { self.gaps[terms.count] = gaps }
    longestTerm = max(longestTerm, tokens.count)
    terms.append(term)
    termEnds.append(tokenEnds.count)
  }

  /// Each token as a term of its own.
  var singleTokens: TermList {
    var list = self
    list.terms = terms.indices.flatMap { term in tokens(ofTerm: term).map { _ in terms[term] } }
    list.termEnds = Array(1...max(tokenEnds.count, 1)).dropLast(tokenEnds.isEmpty ? 1 : 0)
    list.gaps = [:]
    list.longestTerm = min(longestTerm, 1)
    return list
  }
}
