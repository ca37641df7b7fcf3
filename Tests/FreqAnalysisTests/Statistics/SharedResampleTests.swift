import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Coefficients of resamples that are never written out, against those of resamples that are.
@Suite struct SharedResampleTests {
  /// Counts and accuracies as they are: many zeros and ties; a count far beyond the others; no ties.
  static let columns: [[Double]] = {
    func whole(_ seed: UInt64, _ levels: Int) -> [Double] {
      SciPyTables.Points.whole(seed: seed, count: 61).map { Double($0 % levels) }
    }
    let zeros = whole(1, 9).map { max(0, $0 - 6) }
    return [
      zeros, whole(2, 1 << 30), whole(3, 51).map { $0 / 50 }, [1e12] + zeros.dropFirst(), whole(4, 2),
      whole(5, 7).map { 0.3 + $0 * 1e-9 },
    ]
  }()

  static let resampling = Resampling(seed: 5, resamples: 150, threads: 2)

  /// The same number, or none on both sides.
  private func same(_ left: [Double], _ right: [Double], within tolerance: Double) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy { ($0.isNaN && $1.isNaN) || abs($0 - $1) <= tolerance }
  }

  @Test(arguments: Coefficient.allCases)
  func replicatesAreThoseOfTheDrawnPoints(_ kind: Coefficient) throws {
    for x in Self.columns {
      for y in Self.columns where x != y {
        let got = try Self.resampling.replicates(of: kind, x, y).get()
        let want = try Self.resampling.replicates([x, y]) { kind.value($0[0], $0[1]) }.get()
        #expect(got.value == want.value)
        let tolerance = kind == .spearman ? 0 : 1e-9
        #expect(same(got.drawn, want.drawn, within: tolerance), "\(kind)")
        #expect(same(got.left, want.left, within: tolerance), "\(kind)")
      }
    }
  }

  /// Many pairs at once give what each gives alone, whichever threads there are.
  @Test func pairsDoNotChangeOneAnother() throws {
    var shared = SharedResamples(count: 61)
    var numbers: [(kind: Coefficient, x: Int, y: Int, number: Int)] = []
    for kind in [Coefficient.spearman, .pearson] {
      for x in 0..<3 {
        for y in 1..<5 where x != y {
          numbers.append((kind, x, y, try shared.add(kind, Self.columns[x], Self.columns[y]).get()))
        }
      }
    }
    for threads in [1, 3] {
      var resampling = Self.resampling
      resampling.threads = threads
      let all = shared.replicates(resampling)
      let tests = shared.permutationTests(resampling)
      for pair in numbers {
        let (x, y) = (Self.columns[pair.x], Self.columns[pair.y])
        let alone = try Self.resampling.replicates(of: pair.kind, x, y).get()
        #expect(same(all[pair.number].drawn, alone.drawn, within: 0))
        let test = pair.kind == .spearman ? try resampling.permutationTest(of: .spearman, x, y).get() : nil
        #expect(tests[pair.number] == test)
      }
    }
  }

  @Test func whatIsUndefinedIsNotAdded() {
    var shared = SharedResamples(count: 3)
    #expect(shared.add(.spearman, [1, 1, 1], [1, 2, 3]).reason == .constant(.first))
    #expect(shared.add(.pearson, [1, 2, 3], [5, 5, 5]).reason == .constant(.second))
    #expect(shared.add(.pearson, [1, 2, .infinity], [1, 2, 3]).reason == .notFinite(.first, index: 2))
    #expect(shared.add(.pearson, [1, 2], [1, 2]).reason == .lengthsDiffer(2, 3))
    #expect(shared.add(.kendall, [1, 2, 3], [1, 2, 3]).value == nil)
    #expect(shared.add(.spearman, [1, 2, .infinity], [1, 2, 3]).value == 0)
  }

  /// More points than groups of the jackknife: groups are left out, the last not of the same size.
  @Test func manyPointsAreLeftOutInGroups() throws {
    let x = SciPyTables.Points.whole(seed: 8, count: 1_300).map { Double($0 % 40) }
    let y = SciPyTables.Points.whole(seed: 9, count: 1_300).map { Double($0 % 51) }
    let few = Resampling(resamples: 3)
    let got = try few.replicates(of: .spearman, x, y).get()
    let want = try few.replicates([x, y]) { Spearman.coefficient($0[0], $0[1]) }.get()
    #expect(got.left.count == 1_000 && got.left == want.left && got.drawn == want.drawn)
    let means = few.intervalsOfMeans([x, y])
    #expect(try means.count == 2 && abs(means[1].get().value - y.reduce(0, +) / 1_300) < 1e-12)
  }

  @Test func aMeterSaysWhatIsLeft() {
    let meter = WorkMeter()
    #expect(meter.line("resampling", after: 2) == "resampling: 2.0 s")
    // The two seconds before anything was known do not count; the first hundredth says nothing.
    meter.expect(200)
    meter.add(1)
    #expect(meter.line("resampling", after: 3) == "resampling: 0 %")
    meter.add(49)
    #expect(meter.line("resampling", after: 10) == "resampling: 25 %  about 24 s left")
    meter.add(170)
    #expect(meter.done == 200 && meter.line("resampling", after: 10) == "resampling: 100 %, about to end")
  }

  /// There are fewer resamples where each takes long, never fewer than what intervals need.
  @Test func workBoundsTheResamples() {
    let many = Resampling()
    #expect(many.bounded(work: 1e6).resamples == 9_999)
    #expect(many.bounded(work: 2e7).resamples == 1_999)
    #expect(many.bounded(work: 1e12).resamples == 199)
    #expect(Resampling(resamples: 50).bounded(work: 1e12).resamples == 50)
    #expect(KendallResamples.resamples(9_999, count: 1_000) == 1_999)
    #expect(KendallResamples.resamples(9_999, count: 20_000) == 1_000)
    #expect(KendallResamples.resamples(100, count: 20_000) == 100)
  }
}

/// The bootstrap's p-value is the interval turned round.
@Suite struct BootstrapPTests {
  /// Coefficients near zero, far from it and between, with ties; and means of few values.
  static let replicates: [Resampling.Replicates] = (0..<40).compactMap { seed in
    let count = 8 + seed
    let x = SciPyTables.Points.whole(seed: UInt64(seed), count: count).map { Double($0 % 12) }
    let noise = SciPyTables.Points.whole(seed: UInt64(seed + 200), count: count).map { Double($0 % 12) }
    let y = zip(x, noise).map { $0 * Double(seed % 5) / 8 + $1 }
    return Resampling(seed: UInt64(seed), resamples: 399).replicates(of: .spearman, x, y).value
  }

  @Test func agreesWithTheIntervalAtEveryLevel() throws {
    #expect(Self.replicates.count == 40)
    var (out, inside) = (0, 0)
    for replicates in Self.replicates {
      let resampling = Resampling(resamples: 399)
      for level in stride(from: 0.02, to: 0.98, by: 0.01) {
        let found = try resampling.interval(replicates, confidence: level).get()
        let leavesOut = found.interval.low > 0 || found.interval.high < 0
        guard abs(found.p - (1 - level)) > 1e-9 else { continue }
        #expect(leavesOut == (found.p < 1 - level), "\(level): \(found)")
        leavesOut ? (out += 1) : (inside += 1)
      }
    }
    #expect(out > 300 && inside > 300)
  }

  /// SciPy's interval, its confidence narrowed down until an end is zero.
  private static let script = """
    import json, sys
    import numpy as np
    from scipy import stats
    out = []
    for row in json.load(open(sys.argv[1])):
        pairs = np.array(row)
        def rho(x, y, axis=-1):
            x, y = stats.rankdata(x, axis=axis), stats.rankdata(y, axis=axis)
            x, y = x - x.mean(axis, keepdims=True), y - y.mean(axis, keepdims=True)
            return (x * y).sum(axis) / np.sqrt((x * x).sum(axis) * (y * y).sum(axis))
        done = stats.bootstrap((pairs[0], pairs[1]), rho, paired=True, vectorized=True, n_resamples=9999, method="BCa",
                               random_state=4)
        low, high = 0.0001, 0.9999
        for _ in range(40):
            middle = (low + high) / 2
            found = stats.bootstrap((pairs[0], pairs[1]), rho, paired=True, vectorized=True, n_resamples=0, method="BCa",
                                    confidence_level=middle, bootstrap_result=done).confidence_interval
            low, high = (middle, high) if found.low > 0 or found.high < 0 else (low, middle)
        out.append(1 - low)
    print(json.dumps(out))
    """

  @Test func agreesWithSciPysIntervalTurnedRound() throws {
    let points = (0..<4).map { seed -> [[Double]] in
      let x = SciPyTables.Points.whole(seed: UInt64(seed + 40), count: 30).map { Double($0 % 1_000) }
      let noise = SciPyTables.Points.whole(seed: UInt64(seed + 70), count: 30).map { Double($0 % 1_000) }
      return [x, zip(x, noise).map { $0 * Double(seed) / 6 + $1 }]
    }
    let folder = try TemporaryFolder()
    let file = try folder.write("points.json", JSONEncoder().encode(points))
    let run = try Run.python(["-c", Self.script, file])
    try #require(run.status == 0, "\(run.stderr)")
    let wanted = try JSONDecoder().decode([Double].self, from: run.output)
    #expect(wanted.count == 4)
    for (columns, want) in zip(points, wanted) {
      let got = try Resampling(resamples: 4_999).interval(of: .spearman, columns[0], columns[1]).get().p
      // Five standard errors of both estimates of a tail, doubled for the bias that is estimated too.
      let tolerance = 2 * 5 * (max(want, 2e-3) * (1.0 / 4_999 + 1.0 / 9_999)).squareRoot()
      #expect(abs(got - want) < tolerance, "\(got) \(want)")
    }
  }

  /// Where classes lie nearly on a curve the correction for bias is large, and p still says what the interval does.
  @Test(arguments: 4...12) func intervalsAndTheirPAgreeNearOne(_ count: Int) throws {
    let x = (0..<count).map { log10(Double($0 + 1)) }
    let y = (0..<count).map { Double($0) / 20 }
    for (x, y) in [(x, y), (y, x), (x, y.map { -$0 }), (x, y.reversed())] {
      let found = try Resampling(resamples: 1_999).interval(of: .pearson, x, y).get()
      #expect((found.interval.low > 0 || found.interval.high < 0) == (found.p < 0.05), "\(found)")
    }
    // All pairs agree in every resample: there is nothing to make an interval of.
    #expect(Kendall.coefficient(x, y).value == 1 && Kendall.coefficient(x, y.map { -$0 }).value == -1)
    #expect(Resampling(resamples: 199).interval(of: .kendall, x, y).reason == .degenerate)
  }

  @Test func zeroBeyondAllResamplesIsABound() throws {
    let x = (0..<60).map(Double.init)
    let found = try Resampling(resamples: 199).interval(of: .spearman, x, x.map { $0 + 5 * sin($0) }).get()
    #expect(found.isBeyond && found.p > 0 && found.p < 0.05)
    let none = try Resampling(resamples: 199).interval(of: .spearman, x, x.map { sin($0 * 99) }).get()
    #expect(!none.isBeyond)
  }
}
