import CByteMask

/// Three small tables that say of most words, without a look at the trie, that they start no term.
///
/// The first holds a byte for each hash of a first word's first eight bytes; the others a bit for each hash of a term
/// of one word, and of a term's first two words. False passes are found out by the trie; there are no false refusals.
///
/// - Note: `@unchecked Sendable`: written in `init` only.
final class FirstWordFilter: @unchecked Sendable {
  /// How one term starts: its first word, and the second where it has one.
  struct Start: Hashable {
    /// A word as the filter sees it.
    struct Word: Hashable {
      /// The first eight bytes, folded, as a little-endian number.
      var word8: UInt64
      /// The length in bytes.
      var length: UInt32
    }

    var first: Word
    /// Nil for a term of one word.
    var second: Word?
  }

  private let firstBytes: UnsafeMutableBufferPointer<UInt8>
  private let singleBits: UnsafeMutableBufferPointer<UInt64>
  private let pairBits: UnsafeMutableBufferPointer<UInt64>

  /// The tables as the kernel takes them; valid as long as the filter lives.
  let tables: bytemask_filter

  /// Above this many distinct first words nearly every word of a text passes, and the tables would only cost time.
  static let uselessAbove = 60_000

  /// Makes the tables.
  ///
  /// - Complexity: O(*t*), *t* terms.
  init(_ starts: Set<Start>) {
    let firsts = Set(starts.map(\.first.word8))
    let firstLog = Self.logarithm(of: firsts.count * 8, in: 14...19)
    let singleLog = Self.logarithm(of: starts.count * 16, in: 16...22)
    let pairLog = Self.logarithm(of: starts.count * 32, in: 17...22)
    firstBytes = .allocate(capacity: 1 << firstLog)
    firstBytes.initialize(repeating: 0)
    singleBits = .allocate(capacity: 1 << (singleLog - 6))
    singleBits.initialize(repeating: 0)
    pairBits = .allocate(capacity: 1 << (pairLog - 6))
    pairBits.initialize(repeating: 0)
    for first in firsts { firstBytes[Int(bytemask_hash_first(first) >> UInt64(64 - firstLog))] = 1 }
    for start in starts {
      let one = bytemask_hash_word(start.first.word8, start.first.length)
      if let second = start.second {
        let two = bytemask_hash_word(second.word8, second.length)
        let bit = bytemask_hash_pair(one, two) >> UInt64(64 - pairLog)
        pairBits[Int(bit >> 6)] |= 1 << (bit & 63)
      } else {
        let bit = one >> UInt64(64 - singleLog)
        singleBits[Int(bit >> 6)] |= 1 << (bit & 63)
      }
    }
    tables = bytemask_filter(
      first: firsts.count > Self.uselessAbove ? nil : UnsafePointer(firstBytes.baseAddress),
      single: UnsafePointer(singleBits.baseAddress), pair: UnsafePointer(pairBits.baseAddress),
      first_bits: UInt32(firstLog), single_bits: UInt32(singleLog), pair_bits: UInt32(pairLog))
  }

  deinit {
    firstBytes.deallocate()
    singleBits.deallocate()
    pairBits.deallocate()
  }

  private static func logarithm(of count: Int, in range: ClosedRange<Int>) -> Int {
    let exact = Int.bitWidth - max(count - 1, 1).leadingZeroBitCount
    return min(max(exact, range.lowerBound), range.upperBound)
  }
}
