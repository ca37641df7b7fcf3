import CByteMask

/// The factors of the hash that the filter in front of the trie is made of.
///
/// Any will do, but a table of a few thousand places has one in fifteen taken by the words of a thousand terms, and if `in` or `the`
/// falls on such a place, each one that a text has goes the longer way: of the words of captions 6 to 14 % went on, by the
/// factors alone. So some are tried, and those taken with which the fewest of the commonest words of English do so.
enum HashFactors {
  /// The commonest words of English texts and captions, the commonest first.
  private static let commonWords = """
    the in of and on with is to for at by an from are two this his it her that man as you he was up white their your one its \
    while out over there has all new or my into who down they people be off some near not
    """.split(separator: " ").map(String.init)

  /// Of vocabularies larger than this every choice lets about the same pass, and each attempt takes a while.
  private static let largestVocabulary = 1 << 15

  /// The best of a few factors for the words of some terms, where the first table has 2^`roleLog` places.
  static func best(for vocabulary: Vocabulary, roleLog: Int) -> bytemask_factors {
    let first = factors(of: 0)
    guard vocabulary.count <= largestVocabulary, vocabulary.fold != 0 else { return first }
    let others = commonWords.enumerated().compactMap { rank, word in
      vocabulary.has(word) ? nil : (word: Word(word), weight: 1 / Double(rank + 2))
    }
    var best = (factors: first, weight: Double.infinity)
    var taken = [Bool](repeating: false, count: 1 << roleLog)
    for attempt in 0..<16 where best.weight > 0 {
      let factors = factors(of: attempt)
      for index in taken.indices { taken[index] = false }
      for number in 0..<vocabulary.count {
        taken[Int(vocabulary.hash(of: UInt32(number + 1), factors) >> UInt32(32 - roleLog))] = true
      }
      let weight = others.reduce(0) { $0 + (taken[$1.word.place(factors, roleLog)] ? $1.weight : 0) }
      if weight < best.weight { best = (factors, weight) }
    }
    return best.factors
  }

  /// Odd numbers that have nothing to do with each other: the halves of multiples of the golden ratio.
  private static func factors(of attempt: Int) -> bytemask_factors {
    let bits = UInt64(attempt * 2 + 1) &* 0x9E37_79B9_7F4A_7C15
    return bytemask_factors(
      low: UInt32(truncatingIfNeeded: bits) | 1, high: UInt32(truncatingIfNeeded: bits >> 32) | 1)
  }

  /// A word of at most eight bytes, as the hash takes it.
  private struct Word {
    private let word8: UInt64
    private let length: UInt32

    init(_ word: String) {
      word8 = word.utf8.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
      length = UInt32(word.utf8.count)
    }

    func place(_ factors: bytemask_factors, _ log: Int) -> Int {
      Int(bytemask_hash_word(word8, length, factors) >> UInt32(32 - log))
    }
  }
}
