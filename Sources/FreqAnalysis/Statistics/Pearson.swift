import Foundation

/// Pearson's product-moment correlation.
public enum Pearson {
  /// Computes r with its two-sided p-value: exact over all pairings of at most nine points, else under independence and
  /// normality.
  ///
  /// Undefined for fewer than two points, for constant input and for values that are not finite. With two points the
  /// p-value is 1: r can only be -1 or 1.
  ///
  /// Source: Pearson (1895), Proc. R. Soc. 58; the test: Student (1908), Probable error of a correlation coefficient,
  /// Biometrika 6, r sqrt((n - 2) / (1 - r^2)) follows t with n - 2 degrees of freedom.
  ///
  /// - Complexity: O(*n*); n! for at most nine points.
  public static func correlation(_ x: [Double], _ y: [Double]) -> Estimate<Correlation> {
    coefficient(x, y).map { r in
      let count = x.count
      guard count <= ExactPermutations.largest else {
        let logP = StudentT.logTwoSidedP(r: r, df: Double(count - 2))
        return Correlation(.pearson, r, count: count, logP: .success(logP))
      }
      let logP = ExactPermutations.logP(
        products: Samples.Centred(x).deviations, Samples.Centred(y).deviations)
      return Correlation(
        .pearson, r, count: count, logP: .success(logP),
        test: .pairings(ExactPermutations.pairings(count)))
    }
  }

  /// Computes r alone.
  public static func coefficient(_ x: [Double], _ y: [Double]) -> Estimate<Double> {
    Estimate { () throws(Undefined) -> Double in
      try Samples.check(x, y, need: 2)
      return try ofFinite(x, y)
    }
  }

  /// The coefficient of finite values, at least two.
  static func ofFinite(_ x: [Double], _ y: [Double]) throws(Undefined) -> Double {
    guard !Samples.isConstant(x) else { throw .constant(.first) }
    guard !Samples.isConstant(y) else { throw .constant(.second) }
    let left = Samples.Centred(x)
    let right = Samples.Centred(y)
    let product = Samples.dot(left.deviations, right.deviations)
    // One root of the product: exactly 1 for inputs that are equal up to a factor of two.
    let r = product / (left.squares * right.squares).squareRoot()
    return min(1, max(-1, r))
  }

  /// Gives the interval of r by Fisher's transformation.
  ///
  /// Undefined for fewer than four points, and for r of -1 or 1 exactly.
  ///
  /// Source: Fisher (1921), On the probable error of a coefficient of correlation, Metron 1: atanh r is near normal
  /// with standard error 1 / sqrt(n - 3).
  public static func interval(r: Double, count: Int, confidence: Double = 0.95) -> Estimate<Interval> {
    fisher(r, count: count, controls: 0, variance: 1, confidence: confidence)
  }

  /// The interval tanh(atanh r ± z sqrt(variance / (n - 3 - controls))), shared with the rank and partial kinds.
  static func fisher(
    _ r: Double, count: Int, controls: Int, variance: Double, confidence: Double
  ) -> Estimate<Interval> {
    Estimate { () throws(Undefined) -> Interval in
      try Samples.check(confidence: confidence)
      guard r.isFinite, abs(r) <= 1 else {
        throw .parameter("a correlation coefficient must lie between -1 and 1")
      }
      guard count - controls > 3 else { throw .tooFew(have: count, need: 4 + controls) }
      guard abs(r) < 1 else { throw .perfect }
      let reach = Normal.upperQuantile((1 - confidence) / 2)
      let error = (variance / Double(count - 3 - controls)).squareRoot()
      return Interval(
        low: tanh(atanh(r) - reach * error), high: tanh(atanh(r) + reach * error), confidence: confidence)
    }
  }
}
