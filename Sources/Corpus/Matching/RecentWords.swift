import CByteMask

/// The words that a worker looked up last, with what the trie has after each: 128 KB for the few thousand words that most
/// of a text is made of, while the vocabulary and the nodes are megabytes.
///
/// A word of more than 16 bytes, or with one above 127, is not told by its first 16 and is not kept here.
///
/// SOUND: the table has a place for each value of a hash's upper bits.
/// WHY: where each word is looked up, most of the time went to waiting for memory; bench `match/wordnet`.
struct RecentWords: ~Copyable {
  /// 32 bytes, so that none lies in two cache lines.
  private struct Entry {
    /// The first eight bytes and the next eight, folded, zero behind a shorter word's end; no word has a zero byte, so
    /// they tell its length too, and mark a free place.
    var word8: UInt64 = 0
    var next8: UInt64 = 0
    var number: UInt32 = 0
    var info = PhraseTrie.NodeInfo()

    @inline(__always)
    func holds(_ word: Word, in text: UnsafePointer<UInt8>, _ fold: UInt64) -> Bool {
      word8 == word.word8 && next8 == word.next8(in: text, fold) && word.length <= 16
    }
  }

  private static let log: UInt64 = 12
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    entries = TableMemory.allocate(1 << Self.log, repeating: Entry())
  }

  deinit { entries.deallocate() }

  /// Looks up words, the one at each position among all as `word` says; one trie at all times.
  ///
  /// SOUND: the words lie in a padded buffer, and the columns have room for `count` entries.
  @inline(__always)
  func number(
    _ text: UnsafePointer<UInt8>, _ bounds: UnsafePointer<WordBound>, _ count: Int, word place: (Int) -> Int,
    _ trie: PhraseTrie, into numbers: UnsafeMutablePointer<UInt32>,
    _ infos: UnsafeMutablePointer<PhraseTrie.NodeInfo>, missed: UnsafeMutablePointer<UInt32>
  ) {
    let (vocabulary, nodes, entries) = (trie.vocabulary, trie.tables.nodes, entries)
    var misses = 0
    for index in 0..<count {
      let word = Word(text, bounds[place(index)], vocabulary.fold)
      let entry = entries + word.place
      numbers[index] = entry.pointee.number
      infos[index] = entry.pointee.info
      if !entry.pointee.holds(word, in: text, vocabulary.fold) {
        missed[misses] = UInt32(truncatingIfNeeded: index)
        misses &+= 1
        vocabulary.prefetch(text + word.start, length: word.length)
      }
    }
    // The others in turns, so that the processor waits for many of them at a time.
    for position in 0..<misses {
      let index = Int(missed[position])
      let bound = bounds[place(index)]
      numbers[index] = vocabulary.number(of: text + Int(bound.start), length: Int(bound.end &- bound.start))
      bytemask_prefetch(nodes + Int(numbers[index]))
    }
    for position in 0..<misses {
      let index = Int(missed[position])
      infos[index] = nodes[Int(numbers[index])]
      let word = Word(text, bounds[place(index)], vocabulary.fold)
      let next8 = word.next8(in: text, vocabulary.fold)
      if word.length <= 16 && (word.word8 | next8) & 0x8080_8080_8080_8080 == 0 {
        entries[word.place] = Entry(
          word8: word.word8, next8: next8, number: numbers[index], info: infos[index])
      }
    }
  }

  /// A word as its entry knows it.
  private struct Word {
    let start: Int
    let length: Int
    let word8: UInt64

    @inline(__always)
    init(
      _ text: UnsafePointer<UInt8>, _ bound: WordBound, _ fold: UInt64
    ) {
      start = Int(bound.start)
      length = Int(bound.end &- bound.start)
      word8 = Vocabulary.first8(text + start, length, fold)
    }

    /// The eight bytes after the first eight, folded; 0 for a shorter word.
    @inline(__always)
    func next8(in text: UnsafePointer<UInt8>, _ fold: UInt64) -> UInt64 {
      length > 8 ? Vocabulary.first8(text + start + 8, length &- 8, fold) : 0
    }

    @inline(__always)
    var place: Int {
      let hash =
        (word8 &+ UInt64(truncatingIfNeeded: length) &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: hash &>> (64 &- RecentWords.log))
    }
  }
}
