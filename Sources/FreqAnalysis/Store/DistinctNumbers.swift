/// Counts how many of some numbers differ, where the numbers are hashes.
///
/// Few numbers go into a table with open addressing; many are first parted by their bytes, the highest first, in their place, until
/// few are left together or all are equal.
struct DistinctNumbers {
  /// So many numbers have a table that stays in the second cache level.
  private static let few = 1 << 14
  private var table = [UInt64](repeating: 0, count: 2 * few)
  /// Odd, and no number's maker knows it.
  private let multiplier = UInt64.random(in: 0...UInt64.max) | 1

  /// Counts the different numbers, which are reordered.
  ///
  /// - Complexity: O(*n*).
  mutating func count(_ numbers: UnsafeMutableBufferPointer<UInt64>) -> Int { count(numbers, shift: 56) }

  private mutating func count(_ numbers: UnsafeMutableBufferPointer<UInt64>, shift: UInt64) -> Int {
    if numbers.count <= Self.few { return countFew(numbers) }
    let ends = Self.part(numbers, shift: shift)
    var (distinct, start) = (0, 0)
    for end in ends where end > start {
      let own = UnsafeMutableBufferPointer(rebasing: numbers[start..<end])
      // Numbers that are equal in their last byte too are one.
      distinct += shift == 0 ? 1 : count(own, shift: shift - 8)
      start = end
    }
    return distinct
  }

  private mutating func countFew(_ numbers: UnsafeMutableBufferPointer<UInt64>) -> Int {
    guard numbers.count > 1 else { return numbers.count }
    let bits = Int.bitWidth - (2 * numbers.count - 1).leadingZeroBitCount
    let (mask, shift) = (1 << bits - 1, UInt64(64 - bits))
    var (distinct, hasZero) = (0, false)
    table.withUnsafeMutableBufferPointer { table in
      for place in 0...mask { table[place] = 0 }
      for number in numbers {
        // A zero is an empty place of the table.
        if number == 0 {
          hasZero = true
          continue
        }
        var place = Int(truncatingIfNeeded: (number &* multiplier) &>> shift)
        while table[place] != 0, table[place] != number { place = (place + 1) & mask }
        if table[place] == 0 {
          table[place] = number
          distinct += 1
        }
      }
    }
    return distinct + (hasZero ? 1 : 0)
  }

  /// Puts numbers in the order of the byte at `shift`, without more memory; returns where those of each byte end.
  ///
  /// Source: P. M. McIlroy, K. Bostic and M. D. McIlroy, "Engineering radix sort", 1993: American flag sort.
  private static func part(_ numbers: UnsafeMutableBufferPointer<UInt64>, shift: UInt64) -> [Int] {
    func byte(_ number: UInt64) -> Int { Int(truncatingIfNeeded: number &>> shift & 255) }
    var next = [Int](repeating: 0, count: 256)
    for number in numbers { next[byte(number)] += 1 }
    var sum = 0
    let ends = next.map { count in
      sum += count
      return sum
    }
    for value in 0..<256 { next[value] = value == 0 ? 0 : ends[value - 1] }
    for value in 0..<256 {
      while next[value] < ends[value] {
        var number = numbers[next[value]]
        // Each number is put where it belongs, and the one that was there is taken on, until one belongs here.
        while byte(number) != value {
          let place = next[byte(number)]
          next[byte(number)] += 1
          swap(&number, &numbers[place])
        }
        numbers[next[value]] = number
        next[value] += 1
      }
    }
    return ends
  }
}
