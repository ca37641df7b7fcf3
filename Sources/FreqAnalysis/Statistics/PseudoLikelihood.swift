import Foundation

/// The mixed model of right answers out of totals: the log odds of being right take the place of y.
///
/// Fitted by restricted pseudo-likelihood, a form of penalized quasi-likelihood: the log odds are made linear around the
/// last fit, and a weighted `MixedModel` is fitted to them until nothing changes. Its residual spread squared is the dispersion:
/// 1 where answers vary by chance alone. With few answers a class (under about five) the spreads come out too small.
enum PseudoLikelihood {
  /// Right answers of one model on one class.
  struct Answers: Sendable, Hashable {
    /// The model's number, from 0.
    var model: Int
    /// The class's number, from 0.
    var classIndex: Int
    /// The predictor.
    var x: Double
    /// The right answers.
    var correct: Int
    /// The answers.
    var total: Int

    /// Makes answers.
    init(model: Int, classIndex: Int, x: Double, correct: Int, total: Int) {
      self.model = model
      self.classIndex = classIndex
      self.x = x
      self.correct = correct
      self.total = total
    }
  }

  /// Fits the model; its slope is the change of the log odds for one more of x.
  ///
  /// Classes without an answer are left out. Source: Wolfinger and O'Connell (1993), Generalized linear mixed models: a
  /// pseudo-likelihood approach, J. Stat. Comput. Simul. 48, with the dispersion free; Breslow and Clayton (1993), J. Am.
  /// Stat. Assoc. 88.
  ///
  /// - Complexity: some ten fits of the weighted `MixedModel`.
  static func fit(_ answers: [Answers]) -> Estimate<MixedModel> {
    Estimate { () throws(Undefined) -> MixedModel in
      if let index = answers.firstIndex(where: { $0.correct < 0 || $0.correct > $0.total }) {
        throw .notACount(index: index)
      }
      let kept = answers.filter { $0.total > 0 }
      guard kept.contains(where: { $0.correct > 0 }), kept.contains(where: { $0.correct < $0.total }) else {
        throw .constant(.second)
      }
      var logOdds = kept.map { log((Double($0.correct) + 0.5) / (Double($0.total - $0.correct) + 0.5)) }
      var last: MixedModel?
      for _ in 0..<60 {
        let points = zip(kept, logOdds).map { one, eta in
          // Beyond these odds a weight would vanish, and with it the point.
          let eta = min(max(eta, -15), 15)
          let p = 1 / (1 + exp(-eta))
          let slack = p * (1 - p)
          return MixedModel.Point(
            model: one.model, classIndex: one.classIndex, x: one.x,
            y: eta + (Double(one.correct) / Double(one.total) - p) / slack, weight: Double(one.total) * slack)
        }
        let model = try MixedModel(points, from: last?.place)
        let change = zip(model.fitted, logOdds).map { abs($0 - $1) }.max() ?? 0
        let moved = last.map { abs($0.slope - model.slope) } ?? .infinity
        logOdds = model.fitted
        last = model
        if change < 1e-5, moved < 1e-7 { return model }
      }
      throw .notConverged
    }
  }
}
