import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct LeastSquaresTests {
  @Test(arguments: SciPyTables.shared.points + SciPyTables.shared.seeded)
  func agreesWithSciPy(_ row: SciPyTables.Points) throws {
    let (x, y) = row.points
    guard let want = row.line?.compactMap({ $0 }), want.count == 4 else { return }
    let line = try LeastSquares.fit(x, y).get()
    #expect(agree(line.slope, want[0], relative: 1e-9))
    #expect(agree(line.intercept, want[1], relative: 1e-9))
    #expect(abs(try line.rSquared.get() - want[2]) < 1e-12)
    let total = line.residuals.reduce(0, +)
    #expect(abs(total) <= 1e-9 * (y.map { abs($0) }.reduce(0, +)))
    guard let errors = row.line_errors, want[2] < 1 - 1e-12 else { return }
    #expect(agree(try line.slopeError.get(), errors[0], relative: 1e-9))
    #expect(agree(try line.interceptError.get(), errors[1], relative: 1e-9))
    #expect(agree(try line.slopeP.get(), want[3], relative: 1e-8))
  }

  @Test func flatAccuraciesHaveASlopeAndNoTest() throws {
    let line = try LeastSquares.fit([1, 2, 3], [0.1, 0.1, 0.1]).get()
    #expect(line.slope == 0 && line.intercept == 0.1)
    #expect(line.rSquared.reason == .constant(.second))
    #expect(line.slopeP.reason == .constant(.second))
    #expect(LeastSquares.fit([2, 2], [1, 3]).reason == .constant(.first))
    #expect(try LeastSquares.fit([1, 2], [1, 3]).get().slopeError.reason == .tooFew(have: 2, need: 3))
  }

  @Test func aPointFarFromTheOthersIsTheMostSurprising() throws {
    let x = (0..<20).map(Double.init)
    var y = x.map { 0.1 + 0.02 * $0 + ($0.truncatingRemainder(dividingBy: 2) == 0 ? 0.01 : -0.01) }
    y[7] = 0.9
    let surprise = try LeastSquares.fit(x, y).get().studentizedResiduals.get()
    #expect(surprise.max() == surprise[7] && surprise[7] > 10)
  }

  @Test func studentizedResidualsAreThoseOfTheFitWithoutThePoint() throws {
    let x = [0.0, 1, 2, 3, 5, 8]
    let y = [0.1, 0.4, 0.2, 0.9, 0.5, 0.7]
    let all = try LeastSquares.fit(x, y).get()
    let got = try all.studentizedResiduals.get()
    for left in x.indices {
      let rest = x.indices.filter { $0 != left }
      let line = try LeastSquares.fit(rest.map { x[$0] }, rest.map { y[$0] }).get()
      let centre = rest.map { x[$0] }.reduce(0, +) / 5
      let squares = rest.map { (x[$0] - centre) * (x[$0] - centre) }.reduce(0, +)
      let away = x[left] - centre
      let spread = try line.residualError.get() * (1 + 1 / 5 + away * away / squares).squareRoot()
      #expect(abs(got[left] - (y[left] - line.predicted(at: x[left])) / spread) < 1e-9)
    }
  }

  @Test func theBandIsNarrowestInTheMiddle() throws {
    let line = try LeastSquares.fit([0, 1, 2, 3, 4], [0.1, 0.3, 0.2, 0.5, 0.4]).get()
    func width(_ x: Double) throws -> Double {
      let band = try line.lineInterval(at: x).get()
      return band.high - band.low
    }
    #expect(try width(2) < width(1) && width(1) < width(0))
    let slope = try line.slopeInterval().get()
    // SciPy: linregress gives 0.08 ± 0.034641016151377546, t.ppf(0.975, 3) is 3.182446305284263.
    #expect(abs(slope.low - (0.08 - 3.182446305284263 * 0.034641016151377546)) < 1e-9)
  }

  /// Each point's distance from the line of the others, in their standard error, with Bonferroni's p by SciPy's t; and
  /// Working and Hotelling's band by SciPy's F and numpy's matrices.
  private static let script = """
    import json, sys
    import numpy as np
    from scipy import stats
    def fit(x, y):
        design = np.column_stack([np.ones(len(x)), x])
        w = np.linalg.lstsq(design, y, rcond=None)[0]
        rest = y - design @ w
        return w, rest @ rest / (len(x) - 2), np.linalg.inv(design.T @ design)
    out = []
    for row in json.load(open(sys.argv[1])):
        x, y = map(np.array, row)
        n, outliers = len(x), []
        for i in range(n):
            w, variance, inverse = fit(np.delete(x, i), np.delete(y, i))
            at = np.array([1, x[i]])
            t = (y[i] - at @ w) / np.sqrt(variance * (1 + at @ inverse @ at))
            outliers.append([t, min(1, n * 2 * stats.t.sf(abs(t), n - 3))])
        w, variance, inverse = fit(x, y)
        bands = []
        for level in (0.95, 0.5):
            reach = np.sqrt(2 * stats.f.ppf(level, 2, n - 2))
            at = [np.array([1, v]) for v in (0.0, 1.5, 40.0)]
            bands.append([v @ w + reach * np.sqrt(variance * (v @ inverse @ v)) for v in at])
        out.append([outliers, bands])
    print(json.dumps(out))
    """

  @Test func bandsAndSurprisesAgreeWithSciPy() throws {
    let points = [4, 5, 12, 60].map { count -> [[Double]] in
      let x = SciPyTables.Points.whole(seed: UInt64(count), count: count).map { Double($0 % 100) / 10 }
      let y = SciPyTables.Points.whole(seed: UInt64(count + 1), count: count).map {
        Double($0 % 1_000) / 1_000
      }
      return [x, y]
    }
    let folder = try TemporaryFolder()
    let run = try Run.python(["-c", Self.script, folder.write("points.json", JSONEncoder().encode(points))])
    try #require(run.status == 0, "\(run.stderr)")
    struct Answer: Decodable {
      var outliers: [[Double]]
      var bands: [[Double]]
      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        outliers = try list.decode([[Double]].self)
        bands = try list.decode([[Double]].self)
      }
    }
    let wanted = try JSONDecoder().decode([Answer].self, from: run.output)
    #expect(wanted.count == 4)
    for (columns, want) in zip(points, wanted) {
      let line = try LeastSquares.fit(columns[0], columns[1]).get()
      for (residual, row) in zip(try line.studentizedResiduals.get(), want.outliers) {
        #expect(
          agree(residual, row[0], relative: 1e-8) && agree(line.surpriseP(residual), row[1], relative: 1e-8))
      }
      for (level, row) in zip([0.95, 0.5], want.bands) {
        for (x, high) in zip([0, 1.5, 40], row) {
          let band = try line.lineBand(at: x, confidence: level).get()
          #expect(agree(band.high, high, relative: 1e-8), "\(band) \(high)")
          #expect(try band.high > line.lineInterval(at: x, confidence: level).get().high)
        }
      }
    }
    #expect(try LeastSquares.fit([1, 2, 3], [1, 3, 2]).get().surpriseP(9) == 1)
    #expect(try LeastSquares.fit([1, 2], [1, 3]).get().lineBand(at: 1).reason == .tooFew(have: 2, need: 3))
  }
}
