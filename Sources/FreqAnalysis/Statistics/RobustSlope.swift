import Foundation

/// A slope with an error that does not trust the model's own: by the sandwich of each point's residual.
public struct RobustSlope: Hashable, Sendable {
  /// The slope.
  public var slope: Double
  /// Its standard error.
  public var error: Double
  /// The degrees of freedom of its t distribution.
  public var df: Double
  /// The number of points, or of clusters where these are what is independent.
  public var count: Int

  /// The natural logarithm of the two-sided p-value of a slope of zero.
  var logP: Double { StudentT.logTwoSidedP(t: slope / error, df: df) }
  /// The two-sided p-value of a slope of zero.
  public var p: Double { exp(logP) }

  /// The interval of the slope by the t distribution.
  public func interval(confidence: Double = 0.95) -> Estimate<Interval> {
    Estimate { () throws(Undefined) -> Interval in
      try Samples.check(confidence: confidence)
      let reach = StudentT.upperQuantile((1 - confidence) / 2, df: df) * error
      return Interval(low: slope - reach, high: slope + reach, confidence: confidence)
    }
  }
}

extension LeastSquares {
  /// The slope with White's error in the form HC3, which holds where points scatter unequally around the line.
  ///
  /// Undefined for fewer than four points, for points exactly on a line, and where one point alone decides the slope.
  /// Source: MacKinnon and White (1985), J. Econometrics 29, equation 13; t with n - 2 degrees of freedom: Long and Ervin
  /// (2000), Am. Statist. 54.
  ///
  /// - Parameter x: The predictor that the line was fitted on.
  /// - Returns: The slope with its error.
  /// - Complexity: O(*n*).
  func robustSlope(_ x: [Double]) -> Estimate<RobustSlope> {
    Estimate { () throws(Undefined) -> RobustSlope in
      guard x.count == count else { throw .lengthsDiffer(x.count, count) }
      guard count >= 4 else { throw .tooFew(have: count, need: 4) }
      guard residuals.contains(where: { $0 != 0 }) else { throw .perfect }
      let across = Samples.Centred(x)
      let terms = x.indices.map { index -> Double in
        let away = across.deviations[index]
        let freedom = 1 - 1 / Double(count) - away / across.squares * away
        // Residuals of a point that alone decides the line are 0 over 0.
        guard freedom > 1e-12 else { return .nan }
        let part = away * residuals[index] / freedom
        return part * part
      }
      guard !terms.contains(where: \.isNaN) else { throw .perfect }
      let error = Samples.sum(terms).squareRoot() / across.squares / across.scale
      guard error > 0 else { throw .perfect }
      return RobustSlope(slope: slope, error: error, df: Double(count - 2), count: count)
    }
  }
}

extension LogisticFit {
  /// The fit's slope with the sandwich error, and how far the classes differ beyond chance.
  public struct Robust: Hashable, Sendable {
    /// The slope of the log odds, with an error that holds whatever each class's variance is.
    public var slope: RobustSlope
    /// Pearson's squared residual of each group, in units of its binomial variance.
    public var squares: [Double]

    /// The dispersion: Pearson's chi-square over its degrees of freedom.
    var dispersion: Double { Samples.sum(squares) / Double(squares.count - 2) }

    /// The dispersion's interval, by the bootstrap over classes with the fit as it is.
    func dispersionInterval(_ resampling: Resampling) -> Estimate<Interval> {
      let scale = Double(squares.count) / Double(squares.count - 2)
      return resampling.intervalOfMean(squares).map {
        Interval(
          low: $0.interval.low * scale, high: $0.interval.high * scale, confidence: $0.interval.confidence)
      }
    }
  }

  /// Computes the sandwich error of the slope: each class's score counts by its own residual, not by its binomial variance, so
  /// that classes which differ beyond chance, with unequal totals, make no false finding.
  ///
  /// The residuals are divided by 1 - leverage (HC3); t with two degrees of freedom fewer than groups. Undefined for fewer
  /// than four groups. Source: Liang and Zeger (1986), Biometrika 73, equation 8, in the form of Mancl and DeRouen (2001),
  /// Biometrics 57, with one answer a cluster.
  ///
  /// - Parameters:
  ///   - x: The predictor.
  ///   - correct: The right answers.
  ///   - total: The answers; groups without one are left out.
  /// - Returns: The robust slope.
  /// - Complexity: O(*n*).
  func robust(_ x: [Double], correct: [Int], total: [Int]) -> Estimate<Robust> {
    Estimate { () throws(Undefined) -> Robust in
      guard x.count == correct.count, x.count == total.count else {
        throw .lengthsDiffer(x.count, min(correct.count, total.count))
      }
      let kept = x.indices.filter { total[$0] > 0 }
      guard kept.count == groups else { throw .lengthsDiffer(kept.count, groups) }
      guard kept.count >= 4 else { throw .tooFew(have: kept.count, need: 4) }
      let z = Samples.Centred(kept.map { x[$0] })
      let unit = z.scale
      var (aa, ab, bb) = (0.0, 0.0, 0.0)
      var weights: [Double] = []
      var scores: [Double] = []
      for (place, index) in kept.enumerated() {
        let p = predicted(at: x[index])
        let n = Double(total[index])
        let weight = n * p * (1 - p)
        weights.append(weight)
        scores.append(Double(correct[index]) - n * p)
        aa += weight
        ab += weight * z.deviations[place]
        bb += weight * z.deviations[place] * z.deviations[place]
      }
      let determinant = aa * bb - ab * ab
      guard determinant > 0 else { throw .notConverged }
      // The second row of the inverse information: what a score does to the slope.
      var meat = 0.0
      for place in kept.indices {
        let away = z.deviations[place]
        let leverage = weights[place] * (bb - 2 * ab * away + aa * away * away) / determinant
        guard leverage < 1 - 1e-12 else { throw .perfect }
        let move = (aa * away - ab) / determinant * scores[place] / (1 - leverage)
        meat += move * move
      }
      guard meat > 0 else { throw .perfect }
      let slope = RobustSlope(
        slope: slope, error: meat.squareRoot() / unit, df: Double(groups - 2), count: groups)
      return Robust(
        slope: slope, squares: zip(scores, weights).map { $0 * $0 / max($1, .leastNormalMagnitude) })
    }
  }
}
