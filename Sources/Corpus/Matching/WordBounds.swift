import CByteMask

/// Where a word, or a token, starts in its text, and where the byte behind it is.
typealias WordBound = bytemask_word

/// A word that may start a term, as the kernels list them.
struct Candidate {
  private let bits: UInt32

  @inline(__always) init(_ bits: UInt32) { self.bits = bits }

  /// The index of the word.
  @inline(__always) var word: Int { Int(bits & ~UInt32(BYTEMASK_GOES_ON)) }
  /// Whether such a term may have more than this one word.
  @inline(__always) var goesOn: Bool { bits & UInt32(BYTEMASK_GOES_ON) != 0 }
}

/// Where the words of one segment of a text start and end, and which of them may start a term.
///
/// The memory is that of the largest segment so far. Its values are positions from the segment's start.
struct WordBounds: ~Copyable {
  private(set) var bounds: UnsafeMutablePointer<WordBound>
  /// The candidates, each a `Candidate`'s bits.
  private(set) var candidateList: UnsafeMutablePointer<UInt32>
  /// The numbers in the vocabulary of the words or the candidates, where they were asked for.
  private(set) var numbers: UnsafeMutablePointer<UInt32>
  /// What the trie has after each of them alone.
  private(set) var infos: UnsafeMutablePointer<PhraseTrie.NodeInfo>
  private var missed: UnsafeMutablePointer<UInt32>
  private var recent = RecentWords()
  private var capacity: Int
  /// The number of words, those of the lookahead included.
  private(set) var count = 0

  init() {
    capacity = 0
    bounds = .allocate(capacity: 1)
    candidateList = .allocate(capacity: 1)
    numbers = .allocate(capacity: 1)
    infos = .allocate(capacity: 1)
    missed = .allocate(capacity: 1)
    grow(to: Matcher.segmentBytes)
  }

  deinit { release() }

  private func release() {
    bounds.deallocate()
    candidateList.deallocate()
    numbers.deallocate()
    infos.deallocate()
    missed.deallocate()
  }

  /// Makes room for the candidates of some tokens that lie elsewhere.
  mutating func reserve(_ tokens: Int) { grow(to: tokens * 2) }

  /// Makes room for the words of some bytes; pages that no word reaches are never touched.
  private mutating func grow(to bytes: Int) {
    let needed = bytes / 2 + 96
    guard needed > capacity else { return }
    release()
    capacity = needed
    bounds = .allocate(capacity: needed)
    candidateList = .allocate(capacity: needed)
    numbers = .allocate(capacity: needed)
    infos = .allocate(capacity: needed)
    missed = .allocate(capacity: needed)
  }

  /// Finds the words of the next segment of `text[from..<to]`, and `lookahead` words beyond it, so that a term may
  /// reach out of the segment. A `letter` by itself may be left out: it is no term's word, and between two words it is
  /// none of the characters over which a term may reach.
  ///
  /// SOUND: `text` is a padded buffer's, and `from..<to` lies inside it.
  /// WHY: bounded memory for a caption of any length; a batch of usual captions is one segment.
  ///
  /// - Returns: how many words start in the segment, and where it ends: behind a whole word.
  mutating func find(
    _ text: UnsafePointer<UInt8>, from: Int, to: Int, lookahead: Int, without letter: UInt8,
    _ kernels: UnsafePointer<bytemask_words_kernels>
  ) -> (own: Int, end: Int) {
    let end = Self.endOfWord(text, min(from + Matcher.segmentBytes, to), to)
    var reach = 64 * max(lookahead, 0)
    while true {
      let limit = Self.endOfWord(text, min(end + reach, to), to)
      grow(to: limit - from)
      count = kernels.pointee.words(text + from, limit - from, letter, bounds)
      // The kernel of candidates looks one word ahead.
      bounds[count] = WordBound(start: UInt32(limit - from), end: UInt32(limit - from))
      var own = count
      while own > 0 && Int(bounds[own - 1].start) >= end - from { own -= 1 }
      if limit == to || count - own >= lookahead { return (own, end) }
      reach *= 2
    }
  }

  /// Lists the segment's words that may start a term.
  ///
  /// SOUND: `text` is the segment's start that `find` was given.
  mutating func candidates(
    _ text: UnsafePointer<UInt8>, own: Int, _ trie: PhraseTrie,
    _ kernels: UnsafePointer<bytemask_words_kernels>
  ) -> Int {
    guard own > 0 else { return 0 }
    return withUnsafePointer(to: trie.filter.tables) {
      kernels.pointee.candidates(text, bounds, own, trie.vocabulary.fold, $0, candidateList)
    }
  }

  /// Looks up all of the segment's words, those of the lookahead included; behind them comes a word that no term has.
  ///
  /// SOUND: `text` is the segment's start that `find` was given.
  mutating func number(_ text: UnsafePointer<UInt8>, _ trie: PhraseTrie) {
    recent.number(text, bounds, count, word: { $0 }, trie, into: numbers, infos, missed: missed)
    numbers[count] = 0
  }

  /// Looks up the first `count` candidates.
  ///
  /// SOUND: as `number(_:_:)`.
  mutating func numberCandidates(_ count: Int, _ text: UnsafePointer<UInt8>, _ trie: PhraseTrie) {
    recent.number(
      text, bounds, count, word: { [candidateList] in Candidate(candidateList[$0]).word }, trie,
      into: numbers, infos,
      missed: missed)
  }

  private static func endOfWord(_ text: UnsafePointer<UInt8>, _ place: Int, _ limit: Int) -> Int {
    var place = place
    while place < limit {
      let byte = text[place]
      let lower = byte | 0x20
      guard byte >= 0x80 || (0x61...0x7A).contains(lower) || (0x30...0x39).contains(byte) else { break }
      place += 1
    }
    return place
  }
}
