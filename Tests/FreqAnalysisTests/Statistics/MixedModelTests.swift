import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct MixedModelTests {
  private func check(_ got: MixedModel, _ want: RAnswers.Mixed, _ tolerance: Double) {
    #expect(agree(got.slope, want.slope, relative: tolerance), "slope \(got.slope) \(want.slope)")
    #expect(agree(got.slopeError, want.error, relative: tolerance), "error \(got.slopeError) \(want.error)")
    #expect(agree(got.slopeDF, want.df, relative: 0.02), "df \(got.slopeDF) \(want.df)")
    #expect(agree(got.intercept, want.intercept, relative: tolerance))
    #expect(agree(got.classSpread, want.class_sd, relative: tolerance))
    #expect(agree(got.interceptSpread, want.model_sd, relative: 20 * tolerance))
    #expect(
      agree(got.slopeSpread, want.slope_sd, relative: 20 * tolerance), "\(got.slopeSpread) \(want.slope_sd)")
    #expect(agree(got.residualSpread, want.residual_sd, relative: tolerance))
    // Where the search ends a little lower than lme4's, that is no fault.
    #expect(got.criterion < want.criterion + 1e-4, "\(got.criterion) \(want.criterion)")
    #expect(got.criterion > want.criterion - 1e-2)
    for (one, other) in zip(got.modelSlopes.sorted(), want.slopes.sorted()) {
      #expect(agree(one, other, relative: 0.01), "\(one) \(other)")
    }
    #expect(got.modelSlopes.count == want.slopes.count)
  }

  @Test func agreesWithLme4OnPointsWithGaps() throws {
    let got = try MixedModel.fit(RAnswers.made).get()
    check(got, RAnswers.shared.made, 1e-4)
    #expect(agree(got.p, RAnswers.shared.made.p, relative: 0.05))
    #expect(got.classes == 40 && got.models == 5 && got.count == RAnswers.made.count)
  }

  /// lme4 gives the errors and spreads, Student's t the rest: of another model's slope both scatter.
  @Test func theIntervalsAreThoseOfLme4sErrors() throws {
    let (got, want) = (try MixedModel.fit(RAnswers.made).get(), RAnswers.shared.made)
    let t = StudentT.upperQuantile(0.025, df: want.df)
    let wide = t * (want.error * want.error + want.slope_sd * want.slope_sd).squareRoot()
    for (interval, reach) in [(try got.interval().get(), t * want.error), (try got.prediction().get(), wide)]
    {
      #expect(agree(interval.high - got.slope, reach, relative: 0.02), "\(interval) \(reach)")
      #expect(agree(got.slope - interval.low, reach, relative: 0.02), "\(interval) \(reach)")
    }
  }

  private static func points(_ corpora: [String]) throws -> [MixedModel.Point] {
    var points: [MixedModel.Point] = []
    var model = 0
    for corpus in corpora {
      for name in RealClasses.models[corpus] ?? [] {
        let (counts, accuracies) = try RealClasses.points(name, corpus)
        for index in counts.indices {
          points.append(
            .init(model: model, classIndex: index, x: log10(counts[index] + 1), y: accuracies[index]))
        }
        model += 1
      }
    }
    return points
  }

  /// The published figure of three models on LAION-400M, 0.01037 ± 0.00454; their slopes hardly differ, so that the
  /// largest likelihood lies on the border.
  @Test(.enabled(if: ProjectPaths.shared != nil)) func agreesWithLme4OnThreeModelsOfLAION() throws {
    let got = try MixedModel.fit(Self.points(["laion400m"])).get()
    check(got, RAnswers.shared.laion, 5e-4)
    #expect(abs(got.slope - 0.01037) < 5e-6 && abs(got.slopeError - 0.00454) < 5e-6)
  }

  @Test(.enabled(if: ProjectPaths.shared != nil)) func agreesWithLme4OnModelsOfFourCorpora() throws {
    let got = try MixedModel.fit(Self.points(["cc3m", "cc12m", "yfcc15m", "laion400m"])).get()
    check(got, RAnswers.shared.own, 1e-3)
  }

  /// A dense fit by SciPy of the same likelihood, with weights: nothing is taken out first.
  @Test(.enabled(if: ProjectPaths.python != nil)) func agreesWithADenseFitBySciPy() throws {
    let script = """
      import json, sys
      import numpy as np
      from scipy import optimize
      rows = np.array(json.load(sys.stdin))
      m, c, x, y, w = rows.T
      m, c = m.astype(int), c.astype(int)
      x = x - np.array([np.average(x[m == k], weights=w[m == k]) for k in m])
      X = np.column_stack([np.ones(len(x)), x])
      same_c, same_m = c[:, None] == c[None, :], m[:, None] == m[None, :]
      def parts(t):
          tc, a, b, d, s = t
          G = np.array([[a * a, a * b], [a * b, b * b + d * d]])
          H = np.column_stack([np.ones(len(x)), x])
          V = s * s * np.diag(1 / w) + tc * tc * same_c + same_m * (H @ G @ H.T)
          V1 = np.linalg.inv(V)
          A = X.T @ V1 @ X
          beta = np.linalg.solve(A, X.T @ V1 @ y)
          r = y - X @ beta
          return V, V1, A, beta, r
      def lost(t):
          V, V1, A, beta, r = parts(t)
          return (len(y) - 2) * np.log(2 * np.pi) + np.linalg.slogdet(V)[1] + np.linalg.slogdet(A)[1] + r @ V1 @ r
      best = None
      for start in ([0.1, 0.1, 0, 0.02, 0.1], [0.05, 0.05, 0.01, 0.05, 0.2]):
          found = optimize.minimize(lost, start, method="Nelder-Mead", options=dict(xatol=1e-10, fatol=1e-11, maxiter=40000, maxfev=40000, adaptive=True))
          found = optimize.minimize(lost, found.x, method="Nelder-Mead", options=dict(xatol=1e-10, fatol=1e-11, maxiter=40000, maxfev=40000, adaptive=True))
          best = found if best is None or found.fun < best.fun else best
      V, V1, A, beta, r = parts(best.x)
      error = np.sqrt(np.linalg.inv(A)[1, 1])
      print(json.dumps([beta[1], error, beta[0], best.fun, abs(best.x[0]), np.hypot(best.x[2], best.x[3]), abs(best.x[4])]))
      """
    var random = RandomSource(seed: 11, stream: 0)
    let points = (0..<4).flatMap { model in
      (0..<14).map { index in
        let x = Double(random.below(400)) / 100
        let y = 0.1 * x * Double(model + 1) / 3 + Double(index % 5) / 20 + Double(random.below(100)) / 500
        return MixedModel.Point(
          model: model, classIndex: index, x: x, y: y, weight: Double(1 + random.below(9)) / 3)
      }
    }
    let got = try MixedModel.fit(points).get()
    let rows = points.map { [Double($0.model), Double($0.classIndex), $0.x, $0.y, $0.weight] }
    let run = try Run.python(["-c", script], input: JSONEncoder().encode(rows))
    #expect(run.status == 0, "\(run.stderr)")
    let want = try JSONDecoder().decode([Double].self, from: run.output)
    let mine = [
      got.slope, got.slopeError, got.intercept, got.criterion, got.classSpread, got.slopeSpread,
      got.residualSpread,
    ]
    for (one, other) in zip(mine, want) {
      #expect(abs(one - other) < 2e-4 * max(1, abs(other)), "\(mine) \(want)")
    }
  }

  @Test func saysWhyThereIsNone() {
    let one = RAnswers.made.filter { $0.model == 0 }
    #expect(MixedModel.fit(one).value == nil)
    #expect(MixedModel.fit([]).value == nil)
    let flat = RAnswers.made.map {
      MixedModel.Point(model: $0.model, classIndex: $0.classIndex, x: $0.x, y: 0.5)
    }
    #expect(MixedModel.fit(flat).reason == .constant(.second))
    // Two models with one count each: nothing varies within a model.
    let still = RAnswers.made.map {
      MixedModel.Point(model: $0.model, classIndex: $0.classIndex, x: Double($0.model), y: $0.y)
    }
    #expect(MixedModel.fit(still).reason == .constant(.first))
    var broken = RAnswers.made
    broken[3].y = .nan
    #expect(MixedModel.fit(broken).reason == .notFinite(.second, index: 3))
  }

  /// Two models of one accuracy leave nothing beside the classes: the search would end at any slope, as good as certain.
  /// Nor do two that differ by the same everywhere.
  @Test(arguments: [0, 0.25]) func modelsThatAgreeEverywhereHaveNoSlope(_ shift: Double) {
    let points = (0..<20).flatMap { index in
      let (x, y) = (Double(index * 7 % 11), Double(index * 5 % 17) / 17)
      return (0..<2).map {
        MixedModel.Point(model: $0, classIndex: index, x: x, y: y + Double($0) * shift)
      }
    }
    #expect(
      MixedModel.fit(points).reason
        == .parameter("the fit passes through every point, so that no residual variance can be estimated"))
  }
}

@Suite struct PseudoLikelihoodTests {
  /// The same steps with dense matrices in NumPy: linear log odds, weights, a dense REML fit, until nothing changes.
  @Test(.enabled(if: ProjectPaths.python != nil)) func agreesWithDenseStepsInNumPy() throws {
    let script = """
      import json, sys
      import numpy as np
      from scipy import optimize
      m, c, x, k, n = np.array(json.load(sys.stdin)).T
      eta = np.log((k + 0.5) / (n - k + 0.5))
      H0 = np.array([x[m == v].mean() for v in m])
      t = np.array([0.5, 0.3, 0.0, 0.2, 1.0])
      for step in range(40):
          p = 1 / (1 + np.exp(-eta))
          w = n * p * (1 - p)
          z = eta + (k / n - p) / (p * (1 - p))
          xc = x - np.array([np.average(x[m == v], weights=w[m == v]) for v in m])
          X = np.column_stack([np.ones(len(x)), xc])
          same_c, same_m = c[:, None] == c[None, :], m[:, None] == m[None, :]
          def parts(t):
              G = np.array([[t[1] ** 2, t[1] * t[2]], [t[1] * t[2], t[2] ** 2 + t[3] ** 2]])
              R = t[0] ** 2 * same_c + same_m * (X @ G @ X.T)
              V = t[4] ** 2 * np.diag(1 / w) + R
              V1 = np.linalg.inv(V)
              A = X.T @ V1 @ X
              b = np.linalg.solve(A, X.T @ V1 @ z)
              return R, V, V1, A, b
          def lost(t):
              R, V, V1, A, b = parts(t)
              r = z - X @ b
              return np.linalg.slogdet(V)[1] + np.linalg.slogdet(A)[1] + r @ V1 @ r
          found = optimize.minimize(lost, t, method="Nelder-Mead", options=dict(xatol=1e-9, fatol=1e-10, maxiter=20000, maxfev=20000, adaptive=True))
          t = found.x
          R, V, V1, A, b = parts(t)
          new = X @ b + R @ V1 @ (z - X @ b)
          change = np.abs(new - eta).max()
          eta = new
          if change < 1e-6:
              break
      print(json.dumps([b[1], np.sqrt(np.linalg.inv(A)[1, 1]), abs(t[0]), abs(t[4])]))
      """
    var random = RandomSource(seed: 5, stream: 3)
    let answers = (0..<3).flatMap { model in
      (0..<16).map { index in
        let x = Double(random.below(500)) / 100
        let total = 5 + random.below(46)
        let odds = -1.5 + 0.5 * x + 0.4 * Double(model) + Double(index % 4) / 2
        let chance = 1 / (1 + exp(-odds))
        let correct = (0..<total).count { _ in Double(random.below(1_000_000)) / 1e6 < chance }
        return PseudoLikelihood.Answers(model: model, classIndex: index, x: x, correct: correct, total: total)
      }
    }
    let got = try PseudoLikelihood.fit(answers).get()
    let rows = answers.map {
      [Double($0.model), Double($0.classIndex), $0.x, Double($0.correct), Double($0.total)]
    }
    let run = try Run.python(["-c", script], input: JSONEncoder().encode(rows))
    #expect(run.status == 0, "\(run.stderr)")
    let want = try JSONDecoder().decode([Double].self, from: run.output)
    let mine = [got.slope, got.slopeError, got.classSpread, got.residualSpread]
    for (one, other) in zip(mine, want) {
      #expect(abs(one - other) < 2e-3 * max(1, abs(other)), "\(mine) \(want)")
    }
    #expect(got.slope > 0.2 && got.slope < 0.8)
  }

  @Test func takesClassesThatAreAllRightOrAllWrong() throws {
    var answers: [PseudoLikelihood.Answers] = []
    for model in 0..<3 {
      for index in 0..<20 {
        let right = index < 4 ? 0 : index > 15 ? 50 : 10 + (index * 7 + model * 5) % 30
        answers.append(.init(model: model, classIndex: index, x: Double(index), correct: right, total: 50))
      }
    }
    let got = try PseudoLikelihood.fit(answers).get()
    #expect(got.slope > 0 && got.slope.isFinite && got.slopeError > 0)
    #expect(
      PseudoLikelihood.fit(
        answers.map {
          var one = $0; one.correct = 0; return one
        }
      ).reason == .constant(.second))
    var strange = answers
    strange[2].correct = 51
    #expect(PseudoLikelihood.fit(strange).reason == .notACount(index: 2))
  }
}

@Suite struct MetaAnalysisTests {
  @Test func agreesWithMetafor() throws {
    #expect(RAnswers.shared.meta.count == 4)
    for want in RAnswers.shared.meta {
      let got = try MetaAnalysis.of(want.estimates, errors: want.errors).get()
      let pairs = [
        (got.mean, want.mean), (got.standardError, want.error), (got.betweenVariance, want.variance),
        (got.interval.low, want.low), (got.interval.high, want.high), (got.prediction.low, want.new_low),
        (got.prediction.high, want.new_high), (got.p, want.p), (got.q, want.q), (got.share, want.share),
      ]
      for (one, other) in pairs { #expect(agree(one, other, relative: 1e-6), "\(got) \(want)") }
    }
  }

  @Test func saysWhyThereIsNone() {
    #expect(MetaAnalysis.of([1], errors: [0.1]).reason == .tooFew(have: 1, need: 2))
    #expect(MetaAnalysis.of([1, 2], errors: [0.1, 0]).value == nil)
    #expect(MetaAnalysis.of([1, .nan], errors: [0.1, 1]).value == nil)
  }
}
