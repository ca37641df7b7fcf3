import Foundation
import Testing

/// What the share of some independent draws says of the share of ever more draws: the exact tails of the binomial distribution.
///
/// A share passes as one of at least, or at most, so much unless so far a one would be found in less than one of a thousand
/// simulations with just as many draws. So bounds follow from the number of draws, and are the closer the more there are.
enum BinomialBound {
  /// How seldom a share has to be before it counts as none of what was expected.
  static let rarity = 1e-3

  /// Whether a share of draws can be that of a chance of at least `floor`.
  static func isAtLeast(_ share: Double, _ floor: Double, draws: Int) -> Bool {
    guard share.isFinite else { return false }
    return floor <= 0 || lowerTail(hits(share, draws), of: draws, chance: floor) >= rarity
  }

  /// Whether a share of draws can be that of a chance of at most `ceiling`.
  static func isAtMost(_ share: Double, _ ceiling: Double, draws: Int) -> Bool {
    guard share.isFinite else { return false }
    return ceiling >= 1 || lowerTail(draws - hits(share, draws), of: draws, chance: 1 - ceiling) >= rarity
  }

  private static func hits(_ share: Double, _ draws: Int) -> Int {
    Int((share * Double(draws)).rounded())
  }

  /// The chance of at most so many hits, by adding up.
  static func lowerTail(_ hits: Int, of draws: Int, chance: Double) -> Double {
    guard hits >= 0 else { return 0 }
    let n = Double(draws)
    return (0...hits).reduce(0) { sum, hits in
      let k = Double(hits)
      let ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
      return sum + exp(ways + k * log(chance) + (n - k) * log1p(-chance))
    }
  }
}

@Suite struct BinomialBoundTests {
  /// SciPy: `binom.cdf(2, 20, 0.3)`, `binom.cdf(110, 1000, 0.15)`, `binom.sf(4, 20, 0.05)`.
  @Test func tailsAreThoseOfTheBinomialDistribution() {
    #expect(abs(BinomialBound.lowerTail(2, of: 20, chance: 0.3) - 0.035_483_132_298_468_64) < 1e-12)
    #expect(
      abs(BinomialBound.lowerTail(110, of: 1_000, chance: 0.15) - 1.410_887_609_780_720_5e-4) < 1e-13)
    #expect(abs(1 - BinomialBound.lowerTail(4, of: 20, chance: 0.05) - 0.002_573_940_334_652_279) < 1e-12)
  }

  @Test func moreDrawsSayMore() {
    #expect(BinomialBound.isAtMost(0.2, 0.05, draws: 20) && !BinomialBound.isAtMost(0.2, 0.05, draws: 200))
    #expect(BinomialBound.isAtLeast(0.1, 0.25, draws: 20) && !BinomialBound.isAtLeast(0.1, 0.25, draws: 200))
    #expect(BinomialBound.isAtLeast(1, 0.95, draws: 20) && BinomialBound.isAtMost(0, 0.05, draws: 2_000))
    #expect(!BinomialBound.isAtMost(.nan, 0.9, draws: 20) && !BinomialBound.isAtLeast(.nan, 0, draws: 20))
  }
}
