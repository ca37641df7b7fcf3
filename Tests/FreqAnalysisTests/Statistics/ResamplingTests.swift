import Foundation
import Testing

@testable import FreqAnalysis

@Suite struct ResamplingTests {
  @Test func theGeneratorIsTheOneInTheTables() throws {
    #expect(SciPyTables.shared.streams.count == 4)
    for row in SciPyTables.shared.streams {
      var random = RandomSource(
        seed: try #require(UInt64(row.seed)), stream: try #require(UInt64(row.stream)))
      #expect(row.numbers == (0..<row.numbers.count).map { _ in String(random.next()) })
    }
  }

  /// The first outputs that the authors' programs give: SplitMix64 from 1234567, xoshiro256** from 1, 2, 3, 4.
  @Test func theGeneratorsGiveTheirPublishedNumbers() {
    var split = RandomSource.SplitMix(state: 1_234_567)
    #expect(split.next() == 6_457_827_717_110_365_317 && split.next() == 3_203_168_211_198_807_973)
    var xoshiro = RandomSource(state: (1, 2, 3, 4))
    #expect((0..<4).map { _ in xoshiro.next() } == [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
  }

  @Test func boundedNumbersAreUniform() {
    var random = RandomSource(seed: 3, stream: 0)
    var seen = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { seen[random.below(7)] += 1 }
    let chi = seen.map { pow(Double($0) - 10_000, 2) / 10_000 }.reduce(0, +)
    // The chi-square distribution of 6 degrees of freedom has 1e-4 above this, SciPy's chi2.isf(1e-4, 6).
    #expect(chi < 27.856_341_235_961_4)
    #expect(random.below(1) == 0 && random.below(0) == 0)
    #expect(random.order(50).sorted() == Array(0..<50))
  }

  @Test(arguments: Coefficient.allCases)
  func intervalsAgreeWithSciPysWithinTheResamplingError(_ kind: Coefficient) throws {
    var compared = 0
    for row in SciPyTables.shared.resampling {
      let (want, p) =
        switch kind {
        case .pearson: (row.pearson_bca, row.pearson_permutation)
        case .spearman: (row.spearman_bca, row.spearman_permutation)
        case .kendall: (row.kendall_bca, row.kendall_permutation)
        }
      let resampling = Resampling(seed: 1, resamples: row.x.count == 7 ? 5_040 : 3_000)
      let test = try resampling.permutationTest(of: kind, row.x, row.y).get()
      #expect(test.exact == (row.x.count == 7))
      if test.exact {
        #expect(abs(test.p - p) < 1e-12)
      } else {
        // Five standard errors of the two estimates together.
        #expect(abs(test.p - p) < 5 * (max(p, 1e-3) * (1 / 3_000 + 1 / 6_000)).squareRoot())
      }
      guard let want else { continue }
      let got = try resampling.interval(of: kind, row.x, row.y).get()
      // The ends of 3,000 resamples scatter by about a twentieth of the standard error.
      #expect(abs(got.interval.low - want[0]) < 0.3 * want[2], "\(got) \(want)")
      #expect(abs(got.interval.high - want[1]) < 0.3 * want[2], "\(got) \(want)")
      #expect(abs(got.standardError / want[2] - 1) < 0.1)
      compared += 1
    }
    #expect(compared == 3)
  }

  @Test(arguments: [1, 2, 3, 7, 64])
  func threadsDoNotChangeTheResult(_ threads: Int) throws {
    let row = SciPyTables.shared.resampling[2]
    let one = Resampling(seed: 9, resamples: 200, threads: 1)
    let many = Resampling(seed: 9, resamples: 200, threads: threads)
    #expect(
      try one.interval(of: .spearman, row.x, row.y).get() == many.interval(of: .spearman, row.x, row.y).get())
    #expect(
      try one.permutationTest(of: .pearson, row.x, row.y).get()
        == many.permutationTest(of: .pearson, row.x, row.y).get())
    let other = Resampling(seed: 10, resamples: 200)
    #expect(
      try one.interval(of: .spearman, row.x, row.y).get().interval
        != other.interval(of: .spearman, row.x, row.y).get().interval)
  }

  @Test func aSeedGivesTheSameNumbersForever() throws {
    let row = SciPyTables.shared.resampling[1]
    let got = try Resampling(seed: 1, resamples: 100, threads: 1).interval(of: .pearson, row.x, row.y).get()
    #expect(
      abs(got.interval.low - pinnedLow) < 1e-12 && abs(got.interval.high - pinnedHigh) < 1e-12, "\(got)")
  }

  /// What a correct run gave; only a changed generator or drawing can change them.
  let pinnedLow = 0.3158877452440858
  let pinnedHigh = 0.7521231686265505

  @Test func saysWhyItIsUndefined() {
    let few = Resampling(resamples: 200)
    #expect(few.interval(of: .pearson, [1, 2, 3, 4], [5, 5, 5, 5]).reason == .constant(.second))
    #expect(few.interval(of: .pearson, [1, 2, 3, 4], [1, 2]).reason == .lengthsDiffer(4, 2))
    #expect(few.interval([], of: { _ in .success(1) }).reason == .tooFew(have: 0, need: 2))
    #expect(few.interval([[1, 2, 3]], of: { _ in .success(1) }).reason == .degenerate)
    #expect(Resampling(resamples: 0).interval(of: .pearson, [1, 2, 3], [3, 1, 2]).value == nil)
    // Two different accuracies among twenty: a third of all draws miss the odd one.
    let odd = [1.0] + [Double](repeating: 0, count: 19)
    guard
      case .unstable(let undefined, 200)? = few.interval(of: .pearson, (0..<20).map(Double.init), odd).reason
    else {
      Issue.record("not told to be unstable")
      return
    }
    #expect(undefined > 40 && undefined < 110)
    #expect(few.permutationTest(of: .spearman, [1, 2], [3, .nan]).value == nil)
    #expect(few.permutationTest(of: .pearson, [1], [3]).reason == .tooFew(have: 1, need: 2))
  }

  @Test func aPermutationPIsNeverZero() throws {
    let x = (0..<40).map(Double.init)
    let test = try Resampling(resamples: 99).permutationTest(of: .spearman, x, x).get()
    #expect(test.p == 0.01 && !test.exact)
    // 3 points: of the 6 pairings the two monotone ones are as extreme.
    let exact = try Resampling(resamples: 99).permutationTest(of: .pearson, [1, 2, 3], [1, 2, 3]).get()
    #expect(exact.exact && exact.permutations == 6 && abs(exact.p - 2.0 / 6) < 1e-15)
  }

  @Test func groupsOfTheJackknifeGiveNearlyTheSameAcceleration() throws {
    let x = SciPyTables.Points.whole(seed: 21, count: 2_200).map { -log(Double($0 + 1) / 0x1p31) }
    let resampling = Resampling(resamples: 50)
    let got = try resampling.intervalOfMean(x).get()
    // The acceleration of a mean is its skewness over 6 sqrt n.
    let mean = x.reduce(0, +) / 2_200
    let squares = x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    let cubes = x.map { pow($0 - mean, 3) }.reduce(0, +)
    #expect(abs(got.acceleration - cubes / (6 * pow(squares, 1.5))) < 0.002)
    #expect(abs(got.value - mean) < 1e-12)
  }

  @Test func quantilesInterpolate() {
    #expect(Resampling.quantile(0.5, ofSorted: [1, 2, 3, 4]) == 2.5)
    #expect(Resampling.quantile(1, ofSorted: [1, 2]) == 2 && Resampling.quantile(0, ofSorted: [1, 2]) == 1)
  }
}
