import Foundation
import Testing

@testable import FreqAnalysis

@Suite struct CorrelationTests {
  @Test(arguments: SciPyTables.shared.points + SciPyTables.shared.seeded)
  func agreesWithSciPy(_ row: SciPyTables.Points) throws {
    let (x, y) = row.points
    for kind in Coefficient.allCases {
      let got = kind.correlation(x, y)
      let want = [.pearson: row.pearson, .spearman: row.spearman, .kendall: row.kendall][kind] ?? nil
      guard let want, let coefficient = want[0] else {
        #expect(got.value == nil, "\(kind)")
        continue
      }
      let result = try got.get()
      #expect(abs(result.coefficient - coefficient) < 1e-12, "\(kind)")
      #expect(result.count == row.n)
      // Of few points the p-value is exact, and SciPy's is not: ExactPermutationTests.
      if result.test.isExact, result.test != .orders {
        #expect(row.n <= 9)
      } else if let p = want[1] {
        // Where r is within rounding of 1, its distance from 1 has few digits, in SciPy as here.
        if kind == .kendall || abs(coefficient) < 1 - 1e-12 {
          #expect(agree(try result.p.get(), p, relative: 1e-8), "\(kind)")
        } else {
          #expect(try result.p.get() <= max(p, 1e-20), "\(kind)")
        }
      } else {
        #expect(result.p.value == nil, "\(kind)")
      }
    }
  }

  @Test(arguments: SciPyTables.shared.points + SciPyTables.shared.seeded)
  func intervalsAgreeWithSciPy(_ row: SciPyTables.Points) throws {
    let (x, y) = row.points
    if let want = row.pearson_interval, let r = Pearson.coefficient(x, y).value, abs(r) < 1 {
      let got = try Pearson.interval(r: r, count: x.count).get()
      #expect(abs(got.low - want[0]) < 1e-9 && abs(got.high - want[1]) < 1e-9)
    }
    if let want = row.spearman_interval, let rho = Spearman.coefficient(x, y).value, rho < 1 {
      let got = try Spearman.interval(rho: rho, count: x.count).get()
      #expect(abs(got.low - want[0]) < 1e-9 && abs(got.high - want[1]) < 1e-9)
    }
  }

  @Test(arguments: Coefficient.allCases)
  func saysWhyItIsUndefined(_ kind: Coefficient) {
    #expect(kind.correlation([1, 2, 3], [4, 4, 4]).reason == .constant(.second))
    #expect(kind.correlation([1, 1, 1], [4, 5, 6]).reason == .constant(.first))
    #expect(kind.correlation([1, .nan], [4, 5]).reason == .notFinite(.first, index: 1))
    #expect(kind.correlation([1, 2], [.nan, 5]).reason == .notFinite(.second, index: 0))
    #expect(kind.correlation([1], [1]).reason == .tooFew(have: 1, need: 2))
    #expect(kind.correlation([], []).reason == .tooFew(have: 0, need: 2))
    #expect(kind.correlation([1, 2, 3], [1]).reason == .lengthsDiffer(3, 1))
    #expect(kind.value([1, 2, 3], [1]).reason == .lengthsDiffer(3, 1))
  }

  @Test func reasonsReadAsClauses() {
    #expect(
      Undefined.constant(.second).clause(first: "counts", second: "accuracies") == "all accuracies are equal")
    #expect(Undefined.tooFew(have: 1, need: 2).description == "there is 1 point and at least 2 are needed")
  }

  @Test func noIntervalWithoutError() {
    #expect(Pearson.interval(r: 1, count: 10).reason == .perfect)
    #expect(Pearson.interval(r: 0.5, count: 3).reason == .tooFew(have: 3, need: 4))
    #expect(Spearman.interval(rho: 0.5, count: 10, confidence: 1).value == nil)
    #expect(Spearman.interval(rho: .nan, count: 10).value == nil)
  }

  @Test func infinitiesHaveRanksButNoMean() throws {
    let x = [1, 2, 3, Double.infinity]
    let y = [1.0, 3, 2, 4]
    #expect(try Spearman.coefficient(x, y).get() == Spearman.coefficient([1, 2, 3, 4], y).get())
    #expect(Pearson.coefficient(x, y).reason == .notFinite(.first, index: 3))
  }

  @Test(arguments: [.leastNormalMagnitude, 1e-200, 1e-100, 1e100, 1e200, 1e300, 4e307])
  func extremeScalesDoNotOverflow(_ scale: Double) throws {
    let x = [1.0, 2, 3, 4]
    let y = [2.0, 1, 4, 3]
    let want = try Pearson.coefficient(x, y).get()
    let got = try Pearson.coefficient(x.map { $0 * scale }, y.map { $0 * scale }).get()
    #expect(abs(got - want) < 1e-3)
  }

  @Test func pValuesBelowAllNumbersKeepTheirLogarithm() throws {
    // r = 0.9 of 5,000 points: far below 1e-308, so that only the logarithm tells anything.
    let logP = StudentT.logTwoSidedP(r: 0.9, df: 4998)
    #expect(logP < -4000 && logP > -4500)
    let result = Correlation(.pearson, 0.9, count: 5000, logP: .success(logP))
    #expect(result.p.value == 0)
    #expect(try #require(result.log10P) < -1700)
  }

  @Test func ranksShareTies() {
    #expect(Ranks.averaged([3, 1, 3, 2]) == [3.5, 1, 3.5, 2])
    #expect(Ranks.averaged([]) == [])
    #expect(Ranks.averaged([0, -0.0]) == [1.5, 1.5])
    #expect(Spearman.correlation([0, .nan], [1, 2]).reason == .notFinite(.first, index: 1))
  }

  @Test func logarithmsOfCounts() throws {
    #expect(try LogCounts.plusOne([0, 9, 99]).get() == [0, 1, 2])
    #expect(LogCounts.plusOne([0, -1]).reason == .notACount(index: 1))
    let kept = try LogCounts.nonZero([0, 10, 1], [0.1, 0.2, 0.3]).get()
    #expect(kept.logs == [1, 0] && kept.values == [0.2, 0.3])
  }
}
