import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// p-values of few points against SciPy's enumeration of all pairings.
@Suite struct ExactPermutationTests {
  struct Points: Codable {
    var x: [Double]
    var y: [Double]
  }

  /// Two to eight points with many ties, with few and with none; zeros, counts far apart, perfect orders.
  static let points: [Points] = {
    var cases = [
      Points(x: [1, 2], y: [3, 7]), Points(x: [1, 2, 3], y: [2, 4, 6]),
      Points(x: [0, 0, 5], y: [0.1, 0.4, 0.2]),
      Points(x: [0, 0, 0, 0, 1, 5, 9, 100], y: [0.1, 0.2, 0, 0.3, 0.2, 0.5, 0.4, 0.9]),
      Points(x: [0, 1, 2, 1e9, 3, 4, 5], y: [0.5, 0.5, 0.5, 1, 0.5, 0.5, 0]),
      Points(x: [7, 6, 5, 4, 3, 2, 1], y: [1, 2, 3, 4, 5, 6, 7]),
    ]
    for seed in 0..<14 {
      let count = 3 + seed % 5
      let levels = [3, 4, 1000][seed % 3]
      let x = SciPyTables.Points.whole(seed: UInt64(seed), count: count).map { Double($0 % levels) }
      let y = SciPyTables.Points.whole(seed: UInt64(seed + 90), count: count).map { Double($0 % 5) / 4 }
      if Set(x).count > 1, Set(y).count > 1 { cases.append(Points(x: x, y: y)) }
    }
    return cases
  }()

  private static let script = """
    import json, sys
    import numpy as np
    from scipy import stats
    def products(x, y, ranked):
        if ranked: x, y = stats.rankdata(x, axis=-1), stats.rankdata(y)
        x, y = x - x.mean(-1, keepdims=True), y - y.mean()
        size = np.sqrt((x * x).sum(-1) * (y * y).sum())
        return np.abs((x * y).sum(-1) / size).round(12)
    def concordance(x, y):
        a = np.sign(x[..., :, None] - x[..., None, :])
        b = np.sign(y[:, None] - y[None, :])
        return np.abs((a * b).sum((-1, -2)))
    out = []
    for row in json.load(open(sys.argv[1])):
        x, y = np.array(row["x"]), np.array(row["y"])
        ways = [lambda x, axis: products(x, y, False), lambda x, axis: products(x, y, True), lambda x, axis: concordance(x, y)]
        ps = [stats.permutation_test((x,), way, permutation_type="pairings", n_resamples=np.inf, alternative="greater",
              vectorized=True, batch=5040).pvalue for way in ways]
        if len(set(x)) == len(x) and len(set(y)) == len(y):
            assert abs(ps[2] - stats.kendalltau(x, y, method="exact").pvalue) < 1e-12, row
        out.append(ps)
    print(json.dumps(out))
    """

  @Test func agreeWithSciPysEnumeration() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("points.json", JSONEncoder().encode(Self.points))
    let run = try Run.python(["-c", Self.script, file])
    try #require(run.status == 0, "\(run.stderr)")
    let wanted = try JSONDecoder().decode([[Double]].self, from: run.output)
    #expect(wanted.count == Self.points.count && wanted.count >= 18)
    for (points, want) in zip(Self.points, wanted) {
      for (kind, p) in zip([Coefficient.pearson, .spearman, .kendall], want) {
        let got = try kind.correlation(points.x, points.y).get()
        // Spearman's test needs three points.
        guard kind != .spearman || points.x.count > 2 else { continue }
        #expect(abs(try got.p.get() - p) < 1e-12, "\(kind) of \(points): \(got)")
        #expect(got.test.isExact && got.test != .orders)
        let test = try Resampling(resamples: 10).permutationTest(of: kind, points.x, points.y).get()
        #expect(test.exact && abs(test.p - p) < 1e-12)
      }
    }
  }

  /// The largest number of points that is enumerated, and the smallest that is not; no ties, of which SciPy's method is exact.
  @Test func nineAreTheMost() throws {
    let x = (0..<9).map(Double.init)
    let y = [2.0, 0, 1, 4, 3, 6, 5, 8, 7]
    let got = try Kendall.correlation(x, y).get()
    // scipy.stats.kendalltau(x, y, method="exact")
    #expect(try got.test == .pairings(362_880) && abs(got.p.get() - 0.0058862433862433864) < 1e-12, "\(got)")
    #expect(agree(try Spearman.correlation(x, x).get().p.get(), 2.0 / 362_880, relative: 1e-12))
    let ten = (0..<10).map(Double.init)
    #expect(try Spearman.correlation(ten, ten.reversed()).get().test == .t)
    #expect(try Kendall.correlation(ten, ten).get().test == .orders)
    #expect(try Kendall.correlation(ten, ten.map { ($0 / 2).rounded() }).get().test == .normal)
  }

  /// `correlate` says of which models the p-values are exact.
  @Test func exactnessIsTold() {
    func correlation(_ model: String, _ count: Int) -> FrequencyCorrelation {
      FrequencyCorrelation(
        KnownPoints(
          model: model, corpus: "c",
          points: (0..<count).map {
            .init(classIndex: $0, className: "", count: Double($0), accuracy: Double(($0 * 7) % 5) / 5)
          }))
    }
    let (few, fewer, many) = (correlation("few", 9), correlation("fewer", 6), correlation("many", 10))
    #expect(FrequencyCorrelation.exactness([many]) == nil)
    #expect(FrequencyCorrelation.exactness([few]) == "p is exact, over all pairings of 9 classes")
    #expect(
      FrequencyCorrelation.exactness([few, many, fewer])
        == "p is exact for `few`, `fewer`, over all pairings of at most 9 classes")
  }

  /// Three points in order are no finding: a third of all orders is.
  @Test func threePointsShowNothing() throws {
    let rho = try Spearman.correlation([1, 2, 3], [0.1, 0.2, 0.9]).get()
    #expect(abs(try rho.p.get() - 1.0 / 3) < 1e-15 && rho.test.label == "exact test (all 6 pairings)")
    #expect(Finding.pValue(rho) == ", p = 0.33 (exact)")
  }
}
