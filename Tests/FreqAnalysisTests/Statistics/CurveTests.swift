import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Points for curves: plain, tied, falling, few, and with a bend.
enum CurveSample {
  static func points(_ count: Int, seed: UInt64, _ shape: (Double) -> Double) -> (x: [Double], y: [Double]) {
    var random = RandomSource(seed: seed, stream: 1)
    let x = (0..<count).map { _ in Double(random.below(4_000)) / 1000 }
    return (x, x.map { shape($0) + Double(random.below(2_000)) / 5000 - 0.2 })
  }

  static let all: [(name: String, x: [Double], y: [Double])] = {
    let line = points(200, seed: 1) { 0.1 + 0.1 * $0 }
    let bend = points(300, seed: 2) { 0.5 + 0.3 * sin(2 * $0) }
    let few = points(12, seed: 3) { 0.2 * $0 }
    var tied = points(150, seed: 4) { 0.4 - 0.05 * $0 }
    tied.x = tied.x.map { ($0 * 3).rounded() / 3 }
    return [
      ("line", line.x, line.y), ("bend", bend.x, bend.y), ("few", few.x, few.y), ("tied", tied.x, tied.y),
    ]
  }()
}

@Suite struct IsotonicFitTests {
  @Test(.enabled(if: ProjectPaths.python != nil)) func agreesWithSciPy() throws {
    let script = """
      import json, sys
      import numpy as np
      from scipy.optimize import isotonic_regression
      out = []
      for x, y in json.load(sys.stdin):
          x, y = np.array(x), np.array(y)
          levels, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
          means = np.bincount(inverse, weights=y) / counts
          out.append([isotonic_regression(means, weights=counts.astype(float), increasing=up).x[inverse].tolist() for up in (True, False)])
      print(json.dumps(out))
      """
    let input = CurveSample.all.map { [$0.x, $0.y] } + [[[1.0, 1, 1], [3.0, 1, 2]], [[5.0], [0.5]]]
    let run = try Run.python(["-c", script], input: JSONEncoder().encode(input))
    #expect(run.status == 0, "\(run.stderr)")
    let want = try JSONDecoder().decode([[[Double]]].self, from: run.output)
    for (points, answers) in zip(input, want) {
      for (rises, answer) in zip([true, false], answers) {
        let got = try IsotonicFit.fit(points[0], points[1], rises: rises).get()
        for (x, value) in zip(points[0], answer) {
          #expect(abs(try #require(got.value(at: x)) - value) < 1e-12)
        }
        #expect(got.steps.reduce(0) { $0 + $1.count } == points[0].count)
      }
    }
    #expect(want.count == 6)
  }

  @Test func saysNothingOutsideThePoints() throws {
    let fit = try IsotonicFit.fit([1, 2, 3], [0, 1, 1]).get()
    #expect(fit.value(at: 0.9) == nil && fit.value(at: 3.1) == nil && fit.value(at: 2.5) == 1)
    #expect(IsotonicFit.fit([], []).value == nil && IsotonicFit.fit([1], [.nan]).value == nil)
  }
}

@Suite struct PenalizedSplineTests {
  /// NumPy's own spline: bumps by the recursion of de Boor in SciPy, the dense normal equations, the restricted likelihood
  /// by determinants, the band by the tube around a path of 4,000 places, the test by Imhof's integral.
  static let script = """
    import json, sys
    import numpy as np
    from scipy import optimize, stats
    from scipy.integrate import quad
    from scipy.interpolate import BSpline
    out = []
    for x, y, (least,) in json.load(sys.stdin):
        x, y = np.array(x), np.array(y)
        n, K = len(x), 20
        lo, hi = x.min(), x.max()
        h = (hi - lo) / K
        t = lo + h * np.arange(-3, K + 4)
        def basis(u):
            return BSpline.design_matrix(np.clip(u, lo, hi - 1e-10 * h), t, 3).toarray()
        B = basis(x)
        m = B.shape[1]
        D = np.diff(np.eye(m), 2, axis=0)
        P = D.T @ D
        L = np.column_stack([np.ones(n), x])
        Z = B @ D.T @ np.linalg.inv(D @ D.T)
        def lost(k):
            V = np.eye(n) + k * Z @ Z.T
            V1 = np.linalg.inv(V)
            A = L.T @ V1 @ L
            r = y - L @ np.linalg.solve(A, L.T @ V1 @ y)
            s2 = r @ V1 @ r / (n - 2)
            return (n - 2) * np.log(s2) + np.linalg.slogdet(V)[1] + np.linalg.slogdet(A)[1], s2
        grid = np.arange(-22, 8, 0.5)
        values = [lost(np.exp(v))[0] for v in grid]
        i = int(np.argmin(values))
        found = optimize.minimize_scalar(lambda v: lost(np.exp(v))[0], bounds=(grid[max(0, i - 1)], grid[min(len(grid) - 1, i + 1)]), method="bounded", options=dict(xatol=1e-9))
        k = np.exp(found.x) if found.fun < lost(0)[0] - 1e-9 else 1e-8
        Q, _ = np.linalg.qr(L)
        Zt = Z - Q @ (Q.T @ Z)
        r = y - Q @ (Q.T @ y)
        U, s, _ = np.linalg.svd(Zt, full_matrices=False)
        keep = s ** 2 > 1e-12 * s[0] ** 2
        mu, w = s[keep] ** 2, (U.T @ r)[keep]
        def worth(e):
            return (np.exp(e) * mu / (1 + np.exp(e) * mu)).sum()
        if least:
            k = max(k, np.exp(optimize.brentq(lambda e: worth(e) - least, -60, 60)))
        s2 = lost(k)[1]
        M = np.linalg.inv(B.T @ B + P / k)
        b = M @ B.T @ y
        edf = np.trace(M @ B.T @ B)
        places = np.linspace(lo, hi, 9)
        F = basis(places)
        error = np.sqrt(s2 * np.einsum("ij,jk,ik->i", F, M, F))
        C = np.linalg.cholesky(M)
        path = basis(np.linspace(lo, hi, 4000)) @ C
        path /= np.linalg.norm(path, axis=1)[:, None]
        length = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
        df = n - edf
        c = optimize.brentq(lambda c: length / np.pi * (1 + c * c / df) ** (-df / 2) + 2 * stats.t.sf(c, df) - 0.05, 1, 20)
        e = optimize.brentq(lambda e: worth(e) - 3, -60, 60)
        sh = np.exp(e) * mu / (1 + np.exp(e) * mu)
        d = sh * (2 - sh)
        T = (d * w ** 2).sum() / (r @ r)
        weights = np.append(d - T, -T)
        counts = np.append(np.ones(len(d)), max(0, n - 2 - len(d)))
        def imhof(v):
            return np.sin(0.5 * (counts * np.arctan(weights * v)).sum()) / v * np.exp(-0.25 * (counts * np.log1p(weights ** 2 * v ** 2)).sum())
        p = 0.5 + quad(imhof, 0, np.inf, limit=2000, epsabs=1e-12)[0] / np.pi
        out.append(dict(freedom=edf, error=np.sqrt(s2), c=c, mean=(F @ b).tolist(), errors=error.tolist(), share=T, p=p))
    print(json.dumps(out))
    """

  struct Answer: Decodable {
    var freedom: Double
    var error: Double
    var c: Double
    var mean: [Double]
    var errors: [Double]
    var share: Double
    var p: Double
  }

  @Test(.enabled(if: ProjectPaths.python != nil), arguments: [0.0, 3.0])
  func agreesWithASplineInNumPy(_ least: Double) throws {
    let input = CurveSample.all.map { [$0.x, $0.y, [least]] }
    let run = try Run.python(["-c", Self.script], input: JSONEncoder().encode(input))
    #expect(run.status == 0, "\(run.stderr)")
    let answers = try JSONDecoder().decode([Answer].self, from: run.output)
    #expect(answers.count == 4)
    for (sample, want) in zip(CurveSample.all, answers) {
      let got = try PenalizedSpline.fit(sample.x, sample.y, leastBend: least).get()
      #expect(abs(got.freedom - want.freedom) < 2e-3, "\(sample.name) \(got.freedom) \(want.freedom)")
      #expect(agree(got.residualError, want.error, relative: 1e-4), "\(sample.name)")
      #expect(agree(got.bandFactor, want.c, relative: 2e-3), "\(sample.name) \(got.bandFactor) \(want.c)")
      for (step, (mean, error)) in zip(want.mean, want.errors).enumerated() {
        let value = try #require(got.value(at: got.low + (got.high - got.low) * Double(step) / 8))
        #expect(abs(value.mean - mean) < 2e-4, "\(sample.name) \(step)")
        #expect(agree(value.error, error, relative: 2e-3), "\(sample.name) \(step) \(value.error) \(error)")
        #expect(value.band.low < value.interval.low && value.band.high > value.interval.high)
      }
      let test = try got.linearity.get()
      #expect(agree(test.share, want.share, relative: 1e-6), "\(sample.name)")
      // The saddlepoint's error is a few hundredths; Imhof's integral ends at about 1e-10.
      #expect(abs(test.p - want.p) < 0.05 * want.p + 1e-9, "\(sample.name) \(test.p) \(want.p)")
    }
  }

  /// mgcv's curve with the same bumps and penalty; its test of a line against a thin plate is of the same size.
  @Test(.enabled(if: ProjectPaths.shared != nil)) func agreesWithMgcvOnRealClasses() throws {
    for want in RAnswers.shared.curves {
      let (counts, accuracies) = try RealClasses.points(want.model, want.corpus)
      let seen = counts.indices.filter { counts[$0] > 0 }
      let got = try PenalizedSpline.fit(
        seen.map { log10(counts[$0] + 1) }, seen.map { accuracies[$0] }, leastBend: 0
      ).get()
      #expect(abs(got.freedom - want.answer.freedom) < 0.02, "\(want.model) \(got.freedom)")
      for (place, count) in want.answer.at.enumerated() {
        let value = try #require(got.value(at: log10(count + 1)))
        #expect(abs(value.mean - want.answer.mean[place]) < 5e-4, "\(want.model) \(count)")
        #expect(agree(value.error, want.answer.error[place], relative: 0.01), "\(want.model) \(count)")
      }
      let p = try got.linearity.get().p
      #expect(log10(p) - log10(want.answer.p) < 0.7 && log10(p) - log10(want.answer.p) > -0.7, "\(p)")
    }
  }

  @Test func saysWhyThereIsNone() {
    let x = (0..<30).map(Double.init)
    #expect(PenalizedSpline.fit(Array(x.prefix(9)), Array(x.prefix(9))).reason == .tooFew(have: 9, need: 10))
    #expect(PenalizedSpline.fit(x.map { _ in 1 }, x).value == nil)
    #expect(PenalizedSpline.fit(x, x.map { _ in 0.5 }).reason == .constant(.second))
    #expect(PenalizedSpline.fit(x, x).reason == .perfect)
    #expect(PenalizedSpline.fit(x.map { Double(Int($0) % 5) }, x).value == nil)
    #expect(PenalizedSpline.fit(x, x.map { $0 == 4 ? .infinity : $0 }).value == nil)
    let wavy = try? PenalizedSpline.fit(x, x.map { sin($0) }).get()
    #expect(wavy?.value(at: -1) == nil && wavy?.value(at: 30) == nil && wavy?.value(at: 29) != nil)
  }
}

@Suite struct InversePredictionTests {
  /// The interval by searching the t test's own limits, not by the formula.
  @Test(.enabled(if: ProjectPaths.python != nil)) func agreesWithASearchInSciPy() throws {
    let script = """
      import json, sys
      import numpy as np
      from scipy import optimize, stats
      out = []
      for x, y, v in json.load(sys.stdin):
          x, y = np.array(x), np.array(y)
          fit = stats.linregress(x, y)
          n = len(x)
          s = np.sqrt(((y - fit.intercept - fit.slope * x) ** 2).sum() / (n - 2))
          c = stats.t.isf(0.025, n - 2)
          def gap(u):
              return abs(fit.intercept + fit.slope * u - v) - c * s * np.sqrt(1 / n + (u - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())
          at = (v - fit.intercept) / fit.slope
          def end(sign):
              step = 0.01
              while gap(at + sign * step) < 0:
                  step *= 1.5
                  if step > 1e9: return None
              return optimize.brentq(lambda u: gap(u), at, at + sign * step)
          out.append([at, end(-1), end(1)])
      print(json.dumps(out))
      """
    let line = CurveSample.all[0]
    let bend = CurveSample.points(300, seed: 9) { 0.6 - 0.08 * $0 }
    let few = CurveSample.all[2]
    let cases: [(x: [Double], y: [Double], value: Double)] = [
      (line.x, line.y, 0.3), (line.x, line.y, 0.9), (bend.x, bend.y, 0.5), (few.x, few.y, 0.4),
    ]
    struct Case: Encodable {
      var values: ([Double], [Double], Double)
      func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(values.0)
        try list.encode(values.1)
        try list.encode(values.2)
      }
    }
    let run = try Run.python(
      ["-c", script], input: JSONEncoder().encode(cases.map { Case(values: ($0.x, $0.y, $0.value)) }))
    #expect(run.status == 0, "\(run.stderr)")
    let want = try JSONDecoder().decode([[Double]].self, from: run.output)
    for (one, answer) in zip(cases, want) {
      let got = try InversePrediction.reaching(one.value, one.x, one.y).get()
      for (mine, other) in zip([got.x, got.interval.low, got.interval.high], answer) {
        #expect(abs(mine - other) < 1e-8 * max(1, abs(other)), "\(got) \(answer)")
      }
    }
    #expect(want.count == 4)
  }

  @Test func saysWhyThereIsNone() {
    let flat = CurveSample.points(40, seed: 12) { _ in 0.5 }
    #expect(InversePrediction.reaching(0.9, flat.x, flat.y).value == nil)
    #expect(InversePrediction.reaching(1, [1, 2, 3], [1, 2, 3]).reason == .perfect)
    #expect(InversePrediction.reaching(1, [1, 1, 1], [1, 2, 3]).reason == .constant(.first))
    #expect(InversePrediction.reaching(.nan, [1, 2, 4], [1, 2, 3]).value == nil)
    #expect(InversePrediction.reaching(1, [1, 2], [1, 2]).reason == .tooFew(have: 2, need: 3))
  }

  /// RN50 on CC3M: 30 % at a count + 1 of 1,609 [889, 3,353], and 50 % far beyond the largest count of 67,000.
  @Test(.enabled(if: ProjectPaths.shared != nil)) func givesThePublishedPlaceOnRealClasses() throws {
    let (counts, accuracies) = try RealClasses.points("RN50", "cc3m")
    let points = KnownPoints(
      model: "RN50", corpus: "cc3m",
      points: counts.indices.map {
        .init(classIndex: $0, className: "\($0)", count: counts[$0], accuracy: accuracies[$0])
      })
    let curve = DoseCurve(points, reaching: [0.3, 0.5])
    let place = try curve.reached[0].count.get()
    #expect(abs(place.count + 1 - 1_609) < 0.6, "\(place)")
    #expect(abs(place.low + 1 - 889) < 0.6 && abs((place.high ?? 0) + 1 - 3_353) < 0.6, "\(place)")
    #expect(curve.reached[1].count.value == nil)
    #expect(curve.reached[1].count.reason?.clauseOfPoints.contains("1,100,000") == true)
    #expect(curve.unmentioned.count == 270 && curve.mentioned.count == 730)
    #expect(try curve.smooth.get().linearity.get().p < 2e-6)
    #expect(curve.marks.map(\.count) == [1, 10, 100, 1_000, 10_000])
  }
}

@Suite struct GroupMeanTests {
  @Test(.enabled(if: ProjectPaths.python != nil)) func agreesWithSciPy() throws {
    let script = """
      import json, sys
      import numpy as np
      from scipy import stats
      a, b = map(np.array, json.load(sys.stdin))
      mean = stats.t.interval(0.95, len(a) - 1, loc=a.mean(), scale=stats.sem(a))
      welch = stats.ttest_ind(a, b, equal_var=False)
      ends = welch.confidence_interval(0.95)
      print(json.dumps([a.mean(), *mean, a.mean() - b.mean(), ends.low, ends.high, welch.pvalue]))
      """
    let (a, b) = (CurveSample.all[0].y, CurveSample.all[2].y)
    let run = try Run.python(["-c", script], input: JSONEncoder().encode([a, b]))
    let want = try JSONDecoder().decode([Double].self, from: run.output)
    let mean = GroupMean(a)
    let difference = try MeanDifference.of(a, b).get()
    let ends = try mean.interval.get()
    let mine = [
      try mean.mean.get(), ends.low, ends.high, difference.difference, difference.interval.low,
      difference.interval.high, difference.p,
    ]
    for (one, other) in zip(mine, want) { #expect(agree(one, other, relative: 1e-9), "\(mine) \(want)") }
    #expect(want.count == 7)
    #expect(GroupMean([]).mean.value == nil && GroupMean([1]).interval.value == nil)
    #expect(MeanDifference.of([1, 1], [2, 2]).reason == .degenerate)
  }
}
