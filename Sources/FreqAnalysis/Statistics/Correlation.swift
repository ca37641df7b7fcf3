import Foundation

/// A correlation coefficient with its test.
public struct Correlation: Hashable, Sendable {
  /// Which coefficient it is.
  public var kind: Coefficient
  /// The coefficient, between -1 and 1.
  public var coefficient: Double
  /// The number of points.
  public var count: Int
  /// The number of controls held fixed, 0 for an ordinary correlation.
  public var controls: Int
  /// The natural logarithm of the two-sided p-value, or why there is none.
  ///
  /// The logarithm stays exact where the p-value itself is smaller than any floating-point number; it is minus
  /// infinity only for points that lie exactly on one line.
  public var logP: Estimate<Double>
  /// By which distribution the p-value is.
  public var test: Test

  /// A distribution of a coefficient where the two inputs have nothing to do with each other.
  public enum Test: Hashable, Sendable {
    /// Every pairing of the points: exact, whatever the points are. With at most nine points.
    case pairings(Int)
    /// Every order of points without ties: exact.
    case orders
    /// Student's t.
    case t
    /// The normal distribution is used.
    case normal

    /// The test in words, before a comma: `exact test (all 40,320 pairings)`.
    public var label: String {
      switch self {
      case .pairings(let count): "exact test (all \(NumberText.grouped(count)) pairings)"
      case .orders: "exact test"
      case .t: "t test"
      case .normal: "normal test"
      }
    }

    /// Whether the p-value is exact, not approximate.
    var isExact: Bool {
      switch self {
      case .pairings, .orders: true
      case .t, .normal: false
      }
    }
  }

  /// The two-sided p-value, or why there is none.
  public var p: Estimate<Double> { logP.map { min(1, exp($0)) } }

  /// The decimal logarithm of the two-sided p-value, for values too small to be written; nil where p is 0 or undefined.
  var log10P: Double? {
    guard let logP = logP.value, logP.isFinite else { return nil }
    return logP / log(10)
  }

  init(
    _ kind: Coefficient, _ coefficient: Double, count: Int, controls: Int = 0, logP: Estimate<Double>,
    test: Test = .t
  ) {
    self.kind = kind
    self.coefficient = coefficient
    self.count = count
    self.controls = controls
    self.logP = logP
    self.test = test
  }
}

extension Correlation {
  /// Gives the interval of the coefficient: Fisher's for Pearson's r, Bonett and Wright's for Spearman's rho and
  /// Kendall's tau, each with one point fewer for each control.
  ///
  /// Fisher's supposes normal values and that for tau few ties; where most counts are zero both are too narrow, and the
  /// bootstrap's holds.
  ///
  /// Source: as for `Pearson.interval` and `Spearman.interval`; for tau, Bonett and Wright (2000), p. 24, variance
  /// 0.437 / (n - 4) of atanh tau; with controls, Fisher (1924).
  public func interval(confidence: Double = 0.95) -> Estimate<Interval> {
    let variance =
      switch kind {
      case .pearson: 1.0
      case .spearman: 1 + coefficient * coefficient / 2
      case .kendall: 0.437
      }
    // For tau the denominator is n - 4 instead of n - 3.
    return Pearson.fisher(
      coefficient, count: count, controls: controls + (kind == .kendall ? 1 : 0), variance: variance,
      confidence: confidence)
  }
}

/// The correlation coefficients that can be asked for by name.
public enum Coefficient: String, CaseIterable, Hashable, Sendable {
  /// Pearson's product-moment r.
  case pearson
  /// Spearman's rank correlation rho.
  case spearman
  /// Kendall's tau-b.
  case kendall

  /// Computes the coefficient and its two-sided p-value.
  ///
  /// - Complexity: O(*n*) for Pearson's, O(*n* log *n*) for the two rank correlations.
  public func correlation(_ x: [Double], _ y: [Double]) -> Estimate<Correlation> {
    switch self {
    case .pearson: Pearson.correlation(x, y)
    case .spearman: Spearman.correlation(x, y)
    case .kendall: Kendall.correlation(x, y)
    }
  }

  /// Computes the coefficient alone, which is what resampling needs.
  public func value(_ x: [Double], _ y: [Double]) -> Estimate<Double> {
    switch self {
    case .pearson: Pearson.coefficient(x, y)
    case .spearman: Spearman.coefficient(x, y)
    case .kendall: Kendall.coefficient(x, y)
    }
  }
}
