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

  /// The two-sided p-value, or why there is none.
  public var p: Estimate<Double> { logP.map { min(1, exp($0)) } }

  /// The decimal logarithm of the two-sided p-value, for values too small to be written; nil where p is 0 or undefined.
  public var log10P: Double? {
    guard let logP = logP.value, logP.isFinite else { return nil }
    return logP / log(10)
  }

  init(_ kind: Coefficient, _ coefficient: Double, count: Int, controls: Int = 0, logP: Estimate<Double>) {
    self.kind = kind
    self.coefficient = coefficient
    self.count = count
    self.controls = controls
    self.logP = logP
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
