import Testing

@testable import FreqAnalysis

/// The number of different numbers is a set's, whatever way they are counted.
@Suite struct DistinctNumbersTests {
  @Test(arguments: [0, 1, 2, 100, 16_384, 16_385, 70_000, 400_000], [1, 5, 300, 1 << 15, Int.max])
  func equalsASet(count: Int, variety: Int) {
    var random = SplitMix(seed: UInt64(truncatingIfNeeded: count &+ variety))
    var distinct = DistinctNumbers()
    for spread: UInt64 in [1, 0x9E37_79B9_7F4A_7C15] {
      var numbers = (0..<count).map { _ in random.next() % UInt64(variety) &* spread }
      let expected = Set(numbers).count
      let found = numbers.withUnsafeMutableBufferPointer { distinct.count($0) }
      #expect(found == expected, "\(count) of \(variety)")
    }
  }
}
