import CByteMask

/// The words of all terms, each with a number from 1.
///
/// One open-addressing table of 16 bytes an entry, at most a third full. A word of eight bytes or fewer is told by its
/// entry alone; any other is compared in full.
///
/// - Note: `@unchecked Sendable`: written in `init` only.
final class Vocabulary: @unchecked Sendable {
  /// One word; a number of 0 marks a free place.
  struct Entry {
    /// The first eight bytes, each or-ed with the fold; zero behind a shorter word's end.
    var word8: UInt64
    /// The length of a word of eight bytes or fewer, else a hash of the rest with the highest bit set.
    var tail: UInt32
    var number: UInt32
  }

  /// Is or-ed to each eight bytes before they are compared: 0x20 in each byte for words of letters and digits alone,
  /// where it lowers ASCII letters; 0 where tokens hold anything.
  let fold: UInt64
  private let table: UnsafeMutablePointer<Entry>
  private let mask: Int
  private let shift: UInt64
  /// The bytes of all words, in the order of their numbers, with eight more readable after them.
  private let arena: UnsafeMutablePointer<UInt8>
  /// For each number where the word's bytes start, and one more for the last word's end; 0 is no word.
  private let starts: UnsafeMutablePointer<UInt32>
  /// How many words there are; they have the numbers 1 to `count`.
  let count: Int

  /// Numbers the words of some terms in the order in which they come.
  ///
  /// - Returns: in `numbers` the number of each token.
  /// - Complexity: O(*b*), *b* bytes of all terms together.
  init(_ terms: TermList, fold: UInt64, numbers: inout [UInt32]) {
    numbers.reserveCapacity(terms.tokenEnds.count)
    arena = .allocate(capacity: terms.bytes.count + 8)
    arena.initialize(repeating: 0, count: terms.bytes.count + 8)
    starts = .allocate(capacity: terms.tokenEnds.count + 2)
    starts.initialize(repeating: 0, count: 2)
    var growing = Growing()
    var number = 0
    var from = 0
    for end in terms.tokenEnds {
      let length = Int(end) - from
      // Written behind the words so far, where it stays if it is new.
      let word = arena + Int(starts[number + 1])
      for index in 0..<length { word[index] = terms.bytes[from + index] }
      (word + length).update(
        repeating: 0, count: min(8, terms.bytes.count + 8 - Int(starts[number + 1]) - length))
      from = Int(end)
      let entry = Entry(
        word8: Self.first8(word, length, fold), tail: Self.tail(word, length, fold),
        number: UInt32(number + 1))
      let known = growing.add(entry) { [arena, starts] other in
        let start = Int(starts[Int(other)])
        return Int(starts[Int(other) + 1]) - start == length
          && (0..<length).allSatisfy { arena[start + $0] == word[$0] }
      }
      if known == entry.number {
        number += 1
        starts[number + 1] = starts[number] + UInt32(length)
      }
      numbers.append(known)
    }
    self.fold = fold
    count = number
    table = growing.table
    mask = growing.capacity - 1
    shift = growing.shift
  }

  deinit {
    table.deallocate()
    arena.deallocate()
    starts.deallocate()
  }

  /// The table while it grows.
  private struct Growing {
    var capacity = 1 << 10
    var shift: UInt64 = 64 - 10
    var table: UnsafeMutablePointer<Entry>
    private var count = 0

    init() { table = Self.free(capacity) }

    private static func free(_ capacity: Int) -> UnsafeMutablePointer<Entry> {
      TableMemory.allocate(capacity, repeating: Entry(word8: 0, tail: 0, number: 0))
    }

    /// Takes a word in, unless one with the same entry `isSame`; returns the number that it has.
    mutating func add(_ entry: Entry, isSame: (UInt32) -> Bool) -> UInt32 {
      if (count + 1) * 3 > capacity { grow() }
      var place = Int(truncatingIfNeeded: Vocabulary.hash(entry.word8, entry.tail) &>> shift)
      while table[place].number != 0 {
        let other = table[place]
        if other.word8 == entry.word8, other.tail == entry.tail, isSame(other.number) { return other.number }
        place = (place + 1) & (capacity - 1)
      }
      table[place] = entry
      count += 1
      return entry.number
    }

    private mutating func grow() {
      let (old, oldCapacity) = (table, capacity)
      capacity *= 4
      shift -= 2
      table = Self.free(capacity)
      for index in 0..<oldCapacity where old[index].number != 0 {
        var place = Int(truncatingIfNeeded: Vocabulary.hash(old[index].word8, old[index].tail) &>> shift)
        while table[place].number != 0 { place = (place + 1) & (capacity - 1) }
        table[place] = old[index]
      }
      old.deallocate()
    }
  }

  /// A word's hash for the filter in front of the trie.
  func hash(of number: UInt32, _ factors: bytemask_factors) -> UInt32 {
    let length = starts[Int(number) + 1] - starts[Int(number)]
    return bytemask_hash_word(
      Self.first8(arena + Int(starts[Int(number)]), Int(length), fold), length, factors)
  }

  /// The number of a word; 0 where no term has it.
  ///
  /// SOUND: `word` points to `length` bytes with at least 8 more readable after them (text in padded buffers).
  /// WHY: this is entered for every word where terms are many; bench `match/wordnet`.
  @inline(__always)
  func number(of word: UnsafePointer<UInt8>, length: Int) -> UInt32 {
    let word8 = Self.first8(word, length, fold)
    let tail = Self.tail(word, length, fold)
    var place = Int(truncatingIfNeeded: Self.hash(word8, tail) &>> shift)
    while true {
      let entry = table[place]
      if entry.word8 == word8 && entry.tail == tail
        && (length <= 8 && (fold == 0 || word8 & 0x8080_8080_8080_8080 == 0)
          || equals(entry.number, word, length))
      {
        return entry.number
      }
      if entry.number == 0 { return 0 }
      place = (place &+ 1) & mask
    }
  }

  /// Whether some term has a word, given in small letters, in those or in capitals.
  func has(_ word: String) -> Bool {
    [word, word.uppercased()].contains { word in
      // Eight more must be readable behind the word.
      let bytes = Array(word.utf8) + Array(repeating: 0, count: 8)
      return bytes.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { number(of: $0, length: word.utf8.count) != 0 } ?? false
      }
    }
  }

  /// Asks for the place where a word's search starts.
  ///
  /// SOUND: as `number(of:length:)`.
  @inline(__always)
  func prefetch(_ word: UnsafePointer<UInt8>, length: Int) {
    let hash = Self.hash(Self.first8(word, length, fold), Self.tail(word, length, fold))
    bytemask_prefetch(table + Int(truncatingIfNeeded: hash &>> shift))
  }

  /// Compares a word with a stored one, byte for byte; ASCII capitals of the text equal small letters where words fold.
  private func equals(_ number: UInt32, _ word: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let start = starts[Int(number)]
    guard Int(starts[Int(number) + 1] - start) == length else { return false }
    let stored = arena + Int(start)
    // Eight at a time; where all is ASCII letters and digits, or-ing the fold makes no two words one.
    var at = 0
    while at < length {
      let ours = Self.first8(word + at, length - at, fold)
      if ours != Self.first8(stored + at, length - at, fold) { return false }
      if fold != 0 && ours & 0x8080_8080_8080_8080 != 0 {
        for index in at..<min(at + 8, length) {
          let byte = word[index]
          if stored[index] != (byte < 0x80 ? byte | 0x20 : byte) { return false }
        }
      }
      at += 8
    }
    return true
  }

  /// The first eight bytes of a word, folded, zero behind a shorter one's end.
  @inline(__always)
  static func first8(_ word: UnsafePointer<UInt8>, _ length: Int, _ fold: UInt64) -> UInt64 {
    let loaded = UnsafeRawPointer(word).loadUnaligned(as: UInt64.self).littleEndian | fold
    return length >= 8 ? loaded : loaded & (1 &<< UInt64(truncatingIfNeeded: length &* 8) &- 1)
  }

  @inline(__always)
  private static func tail(_ word: UnsafePointer<UInt8>, _ length: Int, _ fold: UInt64) -> UInt32 {
    length <= 8 ? UInt32(truncatingIfNeeded: length) : longTail(word, length, fold)
  }

  private static func longTail(_ word: UnsafePointer<UInt8>, _ length: Int, _ fold: UInt64) -> UInt32 {
    var hash = UInt64(truncatingIfNeeded: length)
    var at = 8
    while at < length {
      hash = (hash ^ first8(word + at, length - at, fold)) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      at += 8
    }
    return UInt32(truncatingIfNeeded: hash) | 0x8000_0000
  }

  @inline(__always)
  private static func hash(_ word8: UInt64, _ tail: UInt32) -> UInt64 {
    (word8 &+ UInt64(tail) &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
  }
}
