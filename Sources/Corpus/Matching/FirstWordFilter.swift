import CByteMask

/// Three small tables that say of most words, without a look at the trie, that they start no term.
///
/// The first holds a byte for each hash of a word, with what words of that hash are in terms: all of one, or one of its first
/// two; the others a bit for each hash of a term of one word, and of a term's first two words. Of a word only its first eight
/// bytes and its length are hashed. False passes are found out by the trie; there are no false refusals.
///
/// A term's first two words are of one of three kinds, which the first one's hash says, so that of all words that are first
/// in some term only those pass which stand before a second one of their kind.
///
/// - Note: `@unchecked Sendable`: written while the trie is built, then only read.
final class FirstWordFilter: @unchecked Sendable {
  private let roles: UnsafeMutableBufferPointer<UInt8>
  private let singleBits: UnsafeMutableBufferPointer<UInt64>
  private let pairBits: UnsafeMutableBufferPointer<UInt64>

  /// The tables as the kernel takes them; valid as long as the filter lives.
  let tables: bytemask_filter

  /// Makes empty tables of a size for terms of these words.
  init(_ vocabulary: Vocabulary) {
    let roleLog = Self.logarithm(of: vocabulary.count * 8, in: 14...19)
    let singleLog = Self.logarithm(of: vocabulary.count * 16, in: 16...22)
    let pairLog = Self.logarithm(of: vocabulary.count * 32, in: 17...22)
    roles = .allocate(capacity: 1 << roleLog)
    roles.initialize(repeating: 0)
    singleBits = .allocate(capacity: 1 << (singleLog - 6))
    singleBits.initialize(repeating: 0)
    pairBits = .allocate(capacity: 1 << (pairLog - 6))
    pairBits.initialize(repeating: 0)
    tables = bytemask_filter(
      factors: HashFactors.best(for: vocabulary, roleLog: roleLog),
      role: UnsafePointer(roles.baseAddress), single: UnsafePointer(singleBits.baseAddress),
      pair: UnsafePointer(pairBits.baseAddress), role_bits: UInt32(roleLog), single_bits: UInt32(singleLog),
      pair_bits: UInt32(pairLog))
  }

  deinit {
    roles.deallocate()
    singleBits.deallocate()
    pairBits.deallocate()
  }

  /// Lets a term's first word pass, or its first two where it has them.
  func add(_ first: UInt32, _ second: UInt32?, _ vocabulary: Vocabulary) {
    let one = hash(of: first, vocabulary)
    if let second {
      let two = hash(of: second, vocabulary)
      // By a prime first: 6.1 % of a caption's words pass so, 6.4 % by the hash alone, which took 2 to 4 % longer.
      let kind = Int(one % 4093) % Int(BYTEMASK_PAIR_KINDS)
      set(Int(BYTEMASK_FIRST) << kind, of: one)
      set(Int(BYTEMASK_SECOND) << kind, of: two)
      let pair = bytemask_hash_pair(UInt64(one) | UInt64(two) << 32)
      Self.set(pair >> UInt64(64 - tables.pair_bits), in: pairBits)
    } else {
      set(Int(BYTEMASK_SINGLE), of: one)
      Self.set(bytemask_hash_single(one) >> UInt64(64 - tables.single_bits), in: singleBits)
    }
  }

  private func set(_ role: Int, of hash: UInt32) {
    roles[Int(hash >> (32 - tables.role_bits))] |= UInt8(truncatingIfNeeded: role)
  }

  private func hash(of word: UInt32, _ vocabulary: Vocabulary) -> UInt32 {
    vocabulary.hash(of: word, tables.factors)
  }

  private static func set(_ bit: UInt64, in bits: UnsafeMutableBufferPointer<UInt64>) {
    bits[Int(bit >> 6)] |= 1 << (bit & 63)
  }

  private static func logarithm(of count: Int, in range: ClosedRange<Int>) -> Int {
    let exact = Int.bitWidth - max(count - 1, 1).leadingZeroBitCount
    return min(max(exact, range.lowerBound), range.upperBound)
  }
}
