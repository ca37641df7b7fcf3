import Foundation

/// Where a straight line's mean reaches a value, with the interval of that place.
struct InversePrediction: Hashable, Sendable {
  /// The x at which the line reaches the value.
  var x: Double
  /// The interval of x for the line's mean; of groups of points, never of a single one.
  var interval: Interval

  /// Finds where the line of y on x reaches a value.
  ///
  /// The interval holds every x at which the line's mean is not told apart from the value by a t test; it is not
  /// symmetric. Undefined for fewer than three points, for equal x, for points exactly on a line, and where the slope
  /// itself is not told apart from zero at this confidence, since every x is then possible.
  ///
  /// Source: Fieller (1954), Some problems in interval estimation, J. R. Stat. Soc. B 16; Draper and Smith (1998),
  /// Applied regression analysis, equation 3.2.5 without the term of a single observation.
  ///
  /// - Complexity: O(*n*).
  static func reaching(
    _ value: Double, _ x: [Double], _ y: [Double], confidence: Double = 0.95
  ) -> Estimate<InversePrediction> {
    Estimate { () throws(Undefined) -> InversePrediction in
      try Samples.check(x, y, need: 3)
      try Samples.check(confidence: confidence)
      guard value.isFinite else { throw .parameter("the value to be reached must be finite") }
      guard !Samples.isConstant(x) else { throw .constant(.first) }
      let line = try LeastSquares.fit(x, y).get()
      let spread = try line.residualError.get()
      guard spread > 0 else { throw .perfect }
      let n = Double(x.count)
      let meanX = Samples.mean(x)
      let squares = Samples.sum(x.map { ($0 - meanX) * ($0 - meanX) })
      let away = value - line.predicted(at: meanX)
      let t = StudentT.upperQuantile((1 - confidence) / 2, df: n - 2)
      // (slope d - away)^2 <= t^2 s^2 (1 / n + d^2 / squares), an inequality of second degree in d = x - mean.
      let a = line.slope * line.slope - t * t * spread * spread / squares
      guard a > 0 else {
        throw .parameter("the slope cannot be distinguished from zero, so that every count is possible")
      }
      let b = line.slope * away
      let c = away * away - t * t * spread * spread / n
      let root = max(0, b * b - a * c).squareRoot()
      return InversePrediction(
        x: meanX + away / line.slope,
        interval: Interval(low: meanX + (b - root) / a, high: meanX + (b + root) / a, confidence: confidence))
    }
  }
}
