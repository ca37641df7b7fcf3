import Foundation

/// The chance of being right as a logistic function of one predictor, fitted to correct answers out of totals.
public struct LogisticFit: Sendable {
  /// The change of the log odds for one more of the predictor.
  public var slope: Double
  /// The log odds at 0.
  public var intercept: Double
  /// The standard error of the slope, as if all answers were independent.
  public var slopeError: Double
  /// The standard error of the intercept, as if all answers were independent.
  public var interceptError: Double
  /// Pearson's chi-square over its degrees of freedom: 1 where answers are independent given the predictor, larger where
  /// classes differ by more than chance; undefined for fewer than three groups.
  ///
  /// Source: McCullagh and Nelder (1989), Generalized linear models, equation 4.23.
  public var dispersion: Estimate<Double>
  /// Twice the log likelihood lost against one chance for each group.
  public var deviance: Double
  /// The same for a model without the predictor.
  public var nullDeviance: Double
  /// The number of groups with at least one answer.
  public var groups: Int
  /// The number of answers.
  public var answers: Int
  /// The number of Newton steps it took.
  public var iterations: Int

  /// Gives the chance of being right at a value of the predictor.
  func predicted(at x: Double) -> Double { Self.chance(intercept + slope * x) }

  /// Fits the chance to groups of answers, by the largest likelihood.
  ///
  /// Groups without an answer are left out. Undefined where all answers are right or all wrong, where the predictor is
  /// constant, and where one value of it separates right from wrong, since the slope is then infinite.
  ///
  /// Source: McCullagh and Nelder (1989), section 4.4, by Newton's method with halved steps; separation: Albert and
  /// Anderson (1984), Biometrika 71.
  ///
  /// - Complexity: O(*n*) a step, some ten steps.
  public static func fit(_ x: [Double], correct: [Int], total: [Int]) -> Estimate<LogisticFit> {
    Estimate { () throws(Undefined) -> LogisticFit in
      guard x.count == correct.count else { throw .lengthsDiffer(x.count, correct.count) }
      guard x.count == total.count else { throw .lengthsDiffer(x.count, total.count) }
      if let index = x.indices.first(where: { correct[$0] < 0 || correct[$0] > total[$0] }) {
        throw .notACount(index: index)
      }
      let kept = x.indices.filter { total[$0] > 0 }
      let data = Data(
        x: kept.map { x[$0] }, right: kept.map { Double(correct[$0]) }, total: kept.map { Double(total[$0]) })
      if let index = kept.first(where: { !x[$0].isFinite }) { throw .notFinite(.first, index: index) }
      guard kept.count >= 2 else { throw .tooFew(have: kept.count, need: 2) }
      guard !Samples.isConstant(data.x) else { throw .constant(.first) }
      try data.checkOverlap()
      return try LogisticFit(data, answers: kept.reduce(0) { $0 + total[$1] })
    }
  }

  private struct Data {
    var x: [Double]
    var right: [Double]
    var total: [Double]

    /// Throws unless right and wrong answers overlap along the predictor.
    func checkOverlap() throws(Undefined) {
      let withRight = x.indices.filter { right[$0] > 0 }.map { x[$0] }
      let withWrong = x.indices.filter { right[$0] < total[$0] }.map { x[$0] }
      guard let lowRight = withRight.min(), let highRight = withRight.max(), let lowWrong = withWrong.min(),
        let highWrong = withWrong.max()
      else { throw .constant(.second) }
      guard lowRight < highWrong, lowWrong < highRight else { throw .separated }
    }

    /// Twice the log likelihood lost against each group's own share, at given log odds.
    func deviance(_ logOdds: (Int) -> Double) -> Double {
      2
        * Samples.sum(
          x.indices.map { index in
            let wrong = total[index] - right[index]
            let eta = logOdds(index)
            // log p = -log(1 + e^-eta) and log(1 - p) = -log(1 + e^eta), without overflow.
            let logRight = eta > 0 ? -log1p(exp(-eta)) : eta - log1p(exp(eta))
            let logWrong = logRight - eta
            var lost = 0.0
            if right[index] > 0 { lost += right[index] * (log(right[index] / total[index]) - logRight) }
            if wrong > 0 { lost += wrong * (log(wrong / total[index]) - logWrong) }
            return lost
          })
    }
  }

  private static func chance(_ logOdds: Double) -> Double {
    logOdds >= 0 ? 1 / (1 + exp(-logOdds)) : exp(logOdds) / (1 + exp(logOdds))
  }

  private init(_ data: Data, answers: Int) throws(Undefined) {
    // A predictor of mean 0 and size 1 keeps the two equations apart; the answer is scaled back at the end.
    let centred = Samples.Centred(data.x)
    let unit = (centred.squares / Double(data.x.count)).squareRoot()
    let z = centred.deviations.map { $0 / unit }
    let share = Samples.sum(data.right) / Samples.sum(data.total)
    let start = log(share / (1 - share))
    var (a, b) = (start, 0.0)
    var deviance = data.deviance { _ in start }
    nullDeviance = deviance
    var step = 0
    var information = (aa: 0.0, ab: 0.0, bb: 0.0)
    var settled = false
    while true {
      var (scoreA, scoreB) = (0.0, 0.0)
      information = (0, 0, 0)
      for index in z.indices {
        let p = Self.chance(a + b * z[index])
        let rest = data.right[index] - data.total[index] * p
        let weight = data.total[index] * p * Self.chance(-a - b * z[index])
        scoreA += rest
        scoreB += rest * z[index]
        information.aa += weight
        information.ab += weight * z[index]
        information.bb += weight * z[index] * z[index]
      }
      if settled { break }
      let determinant = information.aa * information.bb - information.ab * information.ab
      guard determinant > 0, step < 100 else { throw .notConverged }
      var moveA = (information.bb * scoreA - information.ab * scoreB) / determinant
      var moveB = (information.aa * scoreB - information.ab * scoreA) / determinant
      var next = data.deviance { a + moveA + (b + moveB) * z[$0] }
      var halvings = 0
      while !(next <= deviance + 1e-9 * (abs(deviance) + 1)), halvings < 60 {
        (moveA, moveB) = (moveA / 2, moveB / 2)
        next = data.deviance { a + moveA + (b + moveB) * z[$0] }
        halvings += 1
      }
      (a, b, deviance) = (a + moveA, b + moveB, next)
      step += 1
      settled = abs(moveA) <= 1e-12 * (1 + abs(a)) && abs(moveB) <= 1e-12 * (1 + abs(b))
    }
    let determinant = information.aa * information.bb - information.ab * information.ab
    guard determinant > 0 else { throw .notConverged }
    let (varianceA, varianceB) = (information.bb / determinant, information.aa / determinant)
    let covariance = -information.ab / determinant
    let width = unit * centred.scale
    let shift = centred.mean / width
    slope = b / width
    intercept = a - b * shift
    slopeError = varianceB.squareRoot() / width
    interceptError = (varianceA - 2 * shift * covariance + shift * shift * varianceB).squareRoot()
    self.deviance = deviance
    groups = data.x.count
    self.answers = answers
    iterations = step
    guard data.x.count > 2 else {
      dispersion = .failure(.tooFew(have: data.x.count, need: 3))
      return
    }
    let squares = Samples.sum(
      z.indices.map { index in
        let p = Self.chance(a + b * z[index])
        let rest = data.right[index] - data.total[index] * p
        return rest * rest / (data.total[index] * p * Self.chance(-a - b * z[index]))
      })
    dispersion = .success(squares / Double(data.x.count - 2))
  }
}
