import Foundation

/// A straight line through points by least squares: y = intercept + slope x.
public struct LeastSquares: Sendable {
  /// The change of y for one more x. With x = log10(count + 1) and y an accuracy: accuracy for tenfold more data.
  public var slope: Double
  /// The line's y at x = 0.
  public var intercept: Double
  /// The number of points.
  public var count: Int
  /// The standard error of the slope; needs three points.
  public var slopeError: Estimate<Double>
  /// The standard error of the intercept; needs three points.
  public var interceptError: Estimate<Double>
  /// The share of y's variance that the line explains; undefined where all y are equal.
  public var rSquared: Estimate<Double>
  /// The standard deviation of y around the line, with n - 2 degrees of freedom.
  public var residualError: Estimate<Double>
  /// y minus the line, in the order of the points.
  public var residuals: [Double]
  /// Each residual in units of its own standard error, that point left out.
  ///
  /// Each follows t with n - 3 degrees of freedom where the line is true; the largest of many is large without any
  /// reason, so it is judged by `surpriseP`.
  /// Source: Cook and Weisberg (1982), Residuals and influence in regression, equation 2.2.7.
  public var studentizedResiduals: Estimate<[Double]>
  /// The natural logarithm of the two-sided p-value of a slope of zero.
  public var slopeLogP: Estimate<Double>

  private var meanX: Double
  private var squaresX: Double

  /// The two-sided p-value of a slope of zero.
  var slopeP: Estimate<Double> { slopeLogP.map { exp($0) } }

  /// Fits the line.
  ///
  /// Undefined for fewer than two points, for values that are not finite and where all x are equal. Source: Draper and
  /// Smith (1998), Applied regression analysis, equations 1.2.9, 1.4.7 and 1.4.12.
  ///
  /// - Complexity: O(*n*).
  public static func fit(_ x: [Double], _ y: [Double]) -> Estimate<LeastSquares> {
    Estimate { () throws(Undefined) -> LeastSquares in
      try Samples.check(x, y, need: 2)
      guard !Samples.isConstant(x) else { throw .constant(.first) }
      return LeastSquares(finite: x, y)
    }
  }

  private init(finite x: [Double], _ y: [Double]) {
    let across = Samples.Centred(x)
    let up = Samples.Centred(y)
    let n = Double(x.count)
    let ratio = Samples.dot(across.deviations, up.deviations) / across.squares
    let flat = Samples.isConstant(y)
    count = x.count
    slope = flat ? 0 : ratio * (up.scale / across.scale)
    intercept = flat ? y[0] : up.mean - slope * across.mean
    meanX = across.mean
    squaresX = across.squares * across.scale * across.scale

    // The residuals of the centred points: small numbers, so that nothing cancels twice.
    let scaled = x.indices.map { flat ? 0 : up.deviations[$0] - ratio * across.deviations[$0] }
    residuals = scaled.map { $0 * up.scale }
    let errorSquares = Samples.dot(scaled, scaled)
    if flat {
      rSquared = .failure(.constant(.second))
    } else {
      rSquared = .success(max(0, 1 - errorSquares / up.squares))
    }
    guard x.count > 2 else {
      let few = Undefined.tooFew(have: x.count, need: 3)
      (slopeError, interceptError, residualError) = (.failure(few), .failure(few), .failure(few))
      (studentizedResiduals, slopeLogP) = (.failure(few), .failure(few))
      return
    }
    let df = n - 2
    let spread = (errorSquares / df).squareRoot() * up.scale
    let errorOfSlope = spread / across.squares.squareRoot() / across.scale
    residualError = .success(spread)
    slopeError = .success(errorOfSlope)
    interceptError = .success(spread * (1 / n + meanX / squaresX * meanX).squareRoot())
    // A flat line through flat points has the slope 0 with the error 0: no test.
    slopeLogP =
      flat
      ? .failure(.constant(.second))
      : .success(StudentT.logTwoSidedP(t: slope / errorOfSlope, df: df))
    studentizedResiduals = Self.studentized(scaled, across, errorSquares: errorSquares, df: df)
  }

  private static func studentized(
    _ residuals: [Double], _ across: Samples.Centred, errorSquares: Double, df: Double
  ) -> Estimate<[Double]> {
    guard residuals.count > 3 else { return .failure(.tooFew(have: residuals.count, need: 4)) }
    guard errorSquares > 0 else { return .failure(.perfect) }
    return .success(
      residuals.indices.map { index in
        let deviation = across.deviations[index]
        let freedom = 1 - 1 / Double(residuals.count) - deviation / across.squares * deviation
        // A point that alone decides the slope lies on the line whatever its y is.
        guard freedom > 1e-12 else { return 0 }
        let inner = residuals[index] * residuals[index] / freedom
        let left = (errorSquares - inner) / (df - 1)
        let size = left > 0 ? (inner / left).squareRoot() : .greatestFiniteMagnitude
        return residuals[index] < 0 ? -size : size
      })
  }

  /// Gives the line's y at an x.
  func predicted(at x: Double) -> Double { intercept + slope * x }

  /// Gives the interval of the slope by the t distribution with n - 2 degrees of freedom.
  func slopeInterval(confidence: Double = 0.95) -> Estimate<Interval> {
    slopeError.flatMap { error in
      Estimate { () throws(Undefined) -> Interval in
        try Samples.check(confidence: confidence)
        let reach = StudentT.upperQuantile((1 - confidence) / 2, df: Double(count - 2)) * error
        return Interval(low: slope - reach, high: slope + reach, confidence: confidence)
      }
    }
  }

  /// The p-value of a studentized residual as the largest of all: Bonferroni's, n times that of t with n - 3 degrees of
  /// freedom, at most 1.
  ///
  /// Source: Cook and Weisberg (1982), section 2.2.2.
  func surpriseP(_ studentized: Double) -> Double {
    guard count > 3 else { return 1 }
    return min(1, exp(StudentT.logTwoSidedP(t: studentized, df: Double(count - 3)) + log(Double(count))))
  }

  /// Gives the interval of the whole line's y at an x: the band in which the line lies everywhere at once with the
  /// stated confidence.
  ///
  /// Source: Working and Hotelling (1929), Applications of the theory of error to the interpretation of trends, J. Am.
  /// Stat. Assoc. 24: sqrt(2 F) standard errors, F with 2 and n - 2 degrees of freedom, whose tail has a closed form.
  func lineBand(at x: Double, confidence: Double = 0.95) -> Estimate<Interval> {
    residualError.flatMap { spread in
      Estimate { () throws(Undefined) -> Interval in
        try Samples.check(confidence: confidence)
        let away = x - meanX
        let error = spread * (1 / Double(count) + away / squaresX * away).squareRoot()
        let df = Double(count - 2)
        let reach = (df * (pow(1 - confidence, -2 / df) - 1)).squareRoot() * error
        let centre = predicted(at: x)
        return Interval(low: centre - reach, high: centre + reach, confidence: confidence)
      }
    }
  }
}
