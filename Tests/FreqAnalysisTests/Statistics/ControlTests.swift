import Foundation
import Testing

@testable import FreqAnalysis

@Suite struct PartialCorrelationTests {
  @Test func agreesWithResidualsOfNumPy() throws {
    #expect(SciPyTables.shared.partial.count == 4)
    for row in SciPyTables.shared.partial {
      for (kind, want) in [(Coefficient.pearson, row.pearson), (.spearman, row.spearman)] {
        let got = try PartialCorrelation.correlation(kind, row.x, row.y, controls: row.controls).get()
        #expect(abs(got.coefficient - want[0]) < 1e-9)
        #expect(agree(try got.p.get(), want[1], relative: 1e-6))
        #expect(got.controls == row.controls.count)
      }
    }
  }

  @Test func withoutControlsItIsTheOrdinaryOne() throws {
    let row = SciPyTables.shared.partial[1]
    for kind in [Coefficient.pearson, .spearman] {
      let plain = try kind.correlation(row.x, row.y).get()
      let partial = try PartialCorrelation.correlation(kind, row.x, row.y, controls: []).get()
      #expect(abs(plain.coefficient - partial.coefficient) < 1e-12)
      #expect(agree(try plain.p.get(), try partial.p.get(), relative: 1e-9))
    }
  }

  @Test func saysWhyItIsUndefined() {
    let x = [1.0, 2, 4, 3, 5, 9]
    let y = [2.0, 1, 3, 5, 4, 4]
    let z = [0.0, 1, 1, 3, 2, 7]
    func reason(_ x: [Double], _ y: [Double], _ controls: [[Double]]) -> Undefined? {
      PartialCorrelation.correlation(.pearson, x, y, controls: controls).reason
    }
    #expect(reason(x, y, [[1, 1, 1, 1, 1, 1]]) == .constant(.control(0)))
    #expect(reason(x, y, [z, z.map { 3 * $0 - 1 }]) == .redundant(control: 1))
    #expect(reason(x, y, [x]) == .explained(.first))
    #expect(reason(x, y, [y]) == .explained(.second))
    #expect(reason([2, 2, 2, 2, 2, 2], y, [z]) == .constant(.first))
    #expect(reason(x, y, [[1, 2]]) == .lengthsDiffer(6, 2))
    #expect(reason(x, y, [[1, 2, 3, 4, 5, .nan]]) == .notFinite(.control(0), index: 5))
    #expect(reason([1, 2, 3], [1, 3, 2], [[0, 1, 5]]) == .tooFew(have: 3, need: 4))
    #expect(PartialCorrelation.correlation(.kendall, x, y, controls: [z]).value == nil)
  }

  @Test func oneMoreControlWidensTheInterval() throws {
    let row = SciPyTables.shared.partial[1]
    let partial = try PartialCorrelation.correlation(.pearson, row.x, row.y, controls: row.controls).get()
    let got = try partial.interval().get()
    let want = try Pearson.interval(r: partial.coefficient, count: row.x.count - 1).get()
    #expect(got.low == want.low && got.high == want.high)
  }
}

@Suite struct DependentCorrelationsTests {
  /// Worked examples: Meng, Rosenthal and Rubin (1992), p. 173; and those that the R package cocor prints.
  @Test func agreesWithPublishedExamples() throws {
    let paper = try DependentCorrelations.of(first: 0.63, second: -0.03, between: -0.19, count: 15).get()
    #expect(abs(paper.meng.z - 1.68) < 0.005)
    #expect(abs(paper.meng.p / 2 - 0.047) < 0.0005)

    let silver = try DependentCorrelations.of(first: 0.3, second: 0.4, between: 0.5, count: 100).get()
    #expect(abs(silver.meng.z + 1.0707) < 0.00005 && abs(silver.meng.p - 0.2843) < 0.00005)

    let walk = try DependentCorrelations.of(first: 0.8066, second: 0.2383, between: 0.2255, count: 177).get()
    #expect(abs(walk.steiger.z - 8.5460) < 0.002)
    #expect(abs(walk.meng.z - 8.3907) < 0.002)

    let climate = try DependentCorrelations.of(first: 0.1724, second: 0.1795, between: 0.5387, count: 646)
      .get()
    #expect(abs(climate.steiger.z + 0.1909) < 0.002)
  }

  /// The bootstrap's answer for the difference of two rhos, as models are compared.
  private func difference(_ x: [Double], _ one: [Double], _ other: [Double]) throws -> BootstrapInterval {
    let resampling = Resampling(resamples: 999)
    let replicates = try resampling.replicates(of: .spearman, x, one).get()
    return try resampling.interval(replicates.minus(resampling.replicates(of: .spearman, x, other).get()))
      .get()
  }

  @Test func equalModelsDoNotDiffer() throws {
    var random = RandomSource(seed: 6, stream: 0)
    let x = (0..<80).map { _ in Double(random.below(1_000)) }
    let a = x.map { $0 + Double(random.below(1_000)) }
    let b = x.map { $0 + Double(random.below(1_000)) }
    let forth = try DependentCorrelations.of(.spearman, shared: x, a, b).get()
    let back = try DependentCorrelations.of(.spearman, shared: x, b, a).get()
    #expect(forth.steiger.z == -back.steiger.z && forth.steiger.p == back.steiger.p)
    #expect(DependentCorrelations.of(.pearson, shared: x, a, a).reason == .perfect)
    #expect(DependentCorrelations.of(first: 0.1, second: 0.2, between: 0.3, count: 3).value == nil)
    let boot = try difference(x, a, b)
    #expect(abs(boot.value - forth.difference) < 1e-12)
    #expect(boot.p > 0.05 && forth.steiger.p > 0.05)
    #expect(boot.interval.low < 0 && boot.interval.high > 0)
    // A model that hardly depends on x differs from one that does, by every test.
    let weak = x.map { $0 / 100 + Double(random.below(1_000)) }
    let apart = try DependentCorrelations.of(.spearman, shared: x, a, weak).get()
    #expect(apart.steiger.p < 1e-3 && apart.meng.p < 1e-3 && apart.steiger.z > 0)
    let bootApart = try difference(x, a, weak)
    #expect(bootApart.p < 0.01 && bootApart.interval.low > 0)
  }
}

@Suite struct MultipleTestingTests {
  @Test func agreesWithSciPy() throws {
    #expect(SciPyTables.shared.multiple.count == 4)
    for row in SciPyTables.shared.multiple {
      let p = row.p.map { Estimate<Double>.success($0) }
      for (got, want) in zip(MultipleTesting.holm(p), row.holm) {
        #expect(agree(try got.get(), want, relative: 1e-12))
      }
      for (got, want) in zip(MultipleTesting.benjaminiHochberg(p), row.bh) {
        #expect(agree(try got.get(), want, relative: 1e-12))
      }
    }
  }

  @Test func testsWithoutAValueDoNotCount() throws {
    let p: [Estimate<Double>] = [.success(0.01), .failure(.constant(.second)), .success(0.04)]
    let holm = MultipleTesting.holm(p)
    #expect(try holm[0].get() == 0.02 && holm[1].reason == .constant(.second))
    #expect(MultipleTesting.holm([]).isEmpty)
    #expect(MultipleTesting.benjaminiHochberg([.success(.nan)])[0].value == nil)
  }
}

@Suite struct LogisticFitTests {
  @Test func agreesWithSciPysOptimiser() throws {
    #expect(SciPyTables.shared.logistic.count == 4)
    for row in SciPyTables.shared.logistic {
      let fit = try LogisticFit.fit(row.x, correct: row.correct, total: row.total).get()
      let pairs = [
        (fit.slope, row.slope), (fit.intercept, row.intercept), (fit.slopeError, row.slope_error),
        (fit.interceptError, row.intercept_error), (fit.deviance, row.deviance),
        (fit.nullDeviance, row.null_deviance), (try fit.dispersion.get(), row.dispersion),
      ]
      for (place, pair) in pairs.enumerated() { #expect(agree(pair.0, pair.1, relative: 1e-8), "\(place)") }
      #expect(fit.groups == row.x.count && fit.answers == row.total.reduce(0, +))
    }
  }

  @Test func saysWhyItIsUndefined() {
    func reason(_ x: [Double], _ correct: [Int], _ total: [Int]) -> Undefined? {
      LogisticFit.fit(x, correct: correct, total: total).reason
    }
    #expect(reason([0, 1, 2], [0, 0, 0], [5, 5, 5]) == .constant(.second))
    #expect(reason([0, 1, 2], [5, 5, 5], [5, 5, 5]) == .constant(.second))
    #expect(reason([0, 1, 2], [0, 0, 5], [5, 5, 5]) == .separated)
    #expect(reason([0, 1, 2], [0, 2, 5], [5, 5, 5]) == .separated)
    #expect(reason([0, 1, 2], [5, 2, 0], [5, 5, 5]) == .separated)
    #expect(reason([1, 1, 1], [1, 2, 5], [5, 5, 5]) == .constant(.first))
    #expect(reason([0, 1], [6, 1], [5, 5]) == .notACount(index: 0))
    #expect(reason([0, .nan], [1, 1], [5, 5]) == .notFinite(.first, index: 1))
    #expect(reason([0, 1], [0, 1], [0, 5]) == .tooFew(have: 1, need: 2))
    #expect(LogisticFit.fit([0, 1], correct: [1, 2], total: [5, 5]).value != nil)
  }

  @Test func extremePredictorsDoNotOverflow() throws {
    let fit = try LogisticFit.fit([-1e6, 0, 1e6, 2e6], correct: [0, 1, 1, 900], total: [1000, 2, 2, 1000])
      .get()
    #expect(fit.slope > 0 && fit.slope.isFinite && fit.slopeError.isFinite)
    #expect(fit.predicted(at: 1e12) == 1 && fit.predicted(at: -1e12) < 1e-300)
  }
}

@Suite struct TailTests {
  @Test func giniOfKnownShapes() throws {
    #expect(try Tail.of([5, 5, 5, 5]).get().gini.get() == 0)
    #expect(try Tail.of([0, 0, 0, 8]).get().gini.get() == 0.75)
    // Mean absolute difference over twice the mean: (|1-3| * 2 / 4) / (2 * 2).
    #expect(try Tail.of([1, 3]).get().gini.get() == 0.25)
    #expect(try Tail.of([0, 0]).get().gini.reason == .allZero)
    #expect(Tail.of([]).reason == .tooFew(have: 0, need: 1))
    #expect(Tail.of([1, -1]).reason == .notACount(index: 1))
  }

  @Test func giniIsTheMeanDifferenceOverTwiceTheMean() throws {
    let counts = SciPyTables.Points.whole(seed: 4, count: 60).map { $0 % 1000 }
    var differences = 0.0
    for a in counts { for b in counts { differences += Double(abs(a - b)) } }
    let mean = Double(counts.reduce(0, +)) / 60
    #expect(abs(try Tail.of(counts).get().gini.get() - differences / 3600 / (2 * mean)) < 1e-12)
  }

  /// Weighted counts keep their parts: nothing is rounded to a zero, or from one.
  @Test func weightedCountsAreNotRounded() throws {
    let counts = [0, 0.4, 0.4, 0.6, 12.5, 0]
    let tail = try Tail.of(weighted: counts).get()
    #expect(tail.zeroShare == 2.0 / 6 && tail.oneShare == 0 && tail.underTenShare == 5.0 / 6)
    var differences = 0.0
    for a in counts { for b in counts { differences += abs(a - b) } }
    let mean = counts.reduce(0, +) / 6
    #expect(abs(try tail.gini.get() - differences / 36 / (2 * mean)) < 1e-12)
    #expect(tail.ranked.map(\.count) == [12.5, 0.6, 0.4, 0.4, 0, 0])
    #expect(Tail.of(weighted: [1, -0.5]).reason == .notACount(index: 1))
    #expect(Tail.of(weighted: [1, .infinity]).reason == .notACount(index: 1))
  }

  @Test func sharesAndRanks() throws {
    let tail = try Tail.of([3, 0, 10, 1, 10]).get()
    #expect(tail.zeroShare == 0.2 && tail.oneShare == 0.2 && abs(tail.underTenShare - 0.6) < 1e-15)
    #expect(tail.ranked.map(\.count) == [10, 10, 3, 1, 0])
    #expect(tail.ranked.map(\.position) == [2, 4, 0, 3, 1])
    #expect(tail.ranked.map(\.rank) == [1, 2, 3, 4, 5])
    #expect(tail.total == 24)
  }
}
