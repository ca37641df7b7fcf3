import Foundation

/// Whether two inputs correlate equally with a third on the same points: two models' accuracies with one frequency.
public struct DependentCorrelations: Hashable, Sendable {
  /// A two-sided test by the normal distribution.
  public struct Test: Hashable, Sendable {
    /// The test's statistic, positive where the first correlation is the larger.
    public var z: Double
    /// The natural logarithm of the two-sided p-value.
    public var logP: Double

    /// The two-sided p-value.
    public var p: Double { exp(logP) }

    init(z: Double) {
      self.z = z
      logP = Normal.logTwoSidedP(z)
    }
  }

  /// The correlation of the shared input with the first other.
  public var first: Double
  /// The correlation of the shared input with the second other.
  public var second: Double
  /// The correlation of the two others with each other.
  public var between: Double
  /// The number of points.
  public var count: Int

  /// The same of the correlations' sizes: inputs that fall are turned round, so that all correlations with the shared
  /// one are positive.
  public var sizes: Estimate<DependentCorrelations> {
    let isTurned = (first < 0) != (second < 0)
    return Self.of(
      first: abs(first), second: abs(second), between: isTurned ? -between : between, count: count)
  }

  /// The first correlation minus the second.
  var difference: Double { first - second }

  /// Takes three correlations of the same points.
  ///
  /// Undefined for fewer than four points, and where a correlation is -1 or 1 exactly.
  public static func of(first: Double, second: Double, between: Double, count: Int)
    -> Estimate<DependentCorrelations>
  {
    guard count >= 4 else { return .failure(.tooFew(have: count, need: 4)) }
    guard [first, second, between].allSatisfy({ abs($0) <= 1 }) else {
      return .failure(.parameter("a correlation coefficient must lie between -1 and 1"))
    }
    guard [first, second, between].allSatisfy({ abs($0) < 1 }) else { return .failure(.perfect) }
    return .success(DependentCorrelations(first: first, second: second, between: between, count: count))
  }

  /// Computes the three correlations of a shared input with two others.
  ///
  /// With Spearman's rho the tests are approximations: they treat the ranks as if they were normal.
  public static func of(
    _ kind: Coefficient, shared: [Double], _ first: [Double], _ second: [Double]
  ) -> Estimate<DependentCorrelations> {
    Estimate { () throws(Undefined) -> DependentCorrelations in
      guard kind != .kendall else { throw .parameter("these tests are for Pearson's r and Spearman's rho") }
      let one = try kind.value(shared, first).get()
      let two = try kind.value(shared, second).get()
      return try of(first: one, second: two, between: kind.value(first, second).get(), count: shared.count)
        .get()
    }
  }

  /// Tests by Steiger's Z1*, which pools the two correlations under the hypothesis that they are equal.
  ///
  /// Source: Steiger (1980), Tests for comparing elements of a correlation matrix, Psychol. Bull. 87, equations 3, 10
  /// and 14.
  var steiger: Test {
    let pooled = (first + second) / 2
    let square = pooled * pooled
    let psi = between * (1 - 2 * square) - square / 2 * (1 - 2 * square - between * between)
    let covariance = psi / ((1 - square) * (1 - square))
    let z = (atanh(first) - atanh(second)) * (Double(count - 3) / (2 - 2 * covariance)).squareRoot()
    return Test(z: z)
  }

  /// Tests by the Z of Meng, Rosenthal and Rubin.
  ///
  /// Source: Meng, Rosenthal and Rubin (1992), Comparing correlated correlation coefficients, Psychol. Bull. 111,
  /// equations 1 to 3.
  var meng: Test { Test(z: (atanh(first) - atanh(second)) / mengError) }

  private var mengError: Double {
    let square = (first * first + second * second) / 2
    let f = min(1, (1 - between) / (2 * (1 - square)))
    let h = (1 - f * square) / (1 - square)
    return (2 * (1 - between) * h / Double(count - 3)).squareRoot()
  }
}
