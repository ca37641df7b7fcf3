import Foundation

/// What so many points could show: the smallest correlation that a test finds with a given power.
enum Detectable {
  /// Gives the smallest |coefficient| that the two-sided test of zero finds with a power, by Fisher's transformation.
  ///
  /// It solves atanh c = z(1 - α/2) s(0) + z(power) s(c), where s(c) is the coefficient's standard error on that scale.
  /// Undefined for fewer points than have an interval. Source: Bonett and Wright (2000), Psychometrika 65, for s; Cohen
  /// (1988), Statistical power analysis, section 3.
  ///
  /// - Parameters:
  ///   - kind: Which coefficient.
  ///   - count: The number of points; with dependent classes their effective number, which need not be whole.
  ///   - controls: The number of controls held fixed.
  ///   - power: The chance to find it, such as 0.8.
  ///   - level: The level α of the test.
  /// - Returns: The coefficient, between 0 and 1.
  static func smallest(
    _ kind: Coefficient = .spearman, count: Double, controls: Int = 0, power: Double = 0.8,
    level: Double = 0.05
  ) -> Estimate<Double> {
    Estimate { () throws(Undefined) -> Double in
      try Samples.check(confidence: power)
      try Samples.check(confidence: level)
      let fewer = Double(controls) + (kind == .kendall ? 4 : 3)
      guard count > fewer else { throw .tooFew(have: Int(count), need: Int(fewer) + 1) }
      let test = Normal.upperQuantile(level / 2)
      let reach = Normal.lowerQuantile(power)
      func error(_ coefficient: Double) -> Double {
        (kind.fisherVariance(coefficient) / (count - fewer)).squareRoot()
      }
      var (low, high) = (0.0, 1.0)
      for _ in 0..<100 {
        let middle = (low + high) / 2
        if atanh(middle) < test * error(0) + reach * error(middle) { low = middle } else { high = middle }
      }
      return high
    }
  }
}

extension Coefficient {
  /// n - 3 (for tau: n - 4) times the variance of the coefficient's Fisher transform; source as for `Correlation.interval`.
  func fisherVariance(_ coefficient: Double) -> Double {
    switch self {
    case .pearson: 1
    case .spearman: 1 + coefficient * coefficient / 2
    case .kendall: 0.437
    }
  }
}

/// Whether a correlation is as good as none: two one-sided tests against the ends of a margin.
public struct Equivalence: Hashable, Sendable {
  /// The margin: correlations between -margin and margin count as none.
  public var margin: Double
  /// The larger p of the two tests: of a correlation of -margin or less, and of margin or more.
  public var p: Double
  /// The interval that has to lie inside the margin at the level of 5 %: 90 %.
  public var interval: Interval

  /// Whether the correlation is shown to lie inside the margin at the level of 5 %.
  var isShown: Bool { p < 0.05 }

  /// Tests a correlation.
  ///
  /// Each test is by Fisher's transformation with the coefficient's own standard error, so that p < 0.05 just where the 90 %
  /// interval lies inside the margin. Undefined where the coefficient has no interval, and for a margin that is not
  /// between 0 and 1. Source: Schuirmann (1987), J. Pharmacokinet. Biopharm. 15; for correlations: Goertzen and Cribbie
  /// (2010), Br. J. Math. Stat. Psychol. 63.
  public static func of(_ correlation: Correlation, margin: Double = 0.1) -> Estimate<Equivalence> {
    Estimate { () throws(Undefined) -> Equivalence in
      guard margin > 0, margin < 1 else {
        throw .parameter("a margin of equivalence must lie between 0 and 1, and \(margin) does not")
      }
      let interval = try correlation.interval(confidence: 0.9).get()
      let fewer = correlation.controls + (correlation.kind == .kendall ? 4 : 3)
      let r = correlation.coefficient
      let error = (correlation.kind.fisherVariance(r) / Double(correlation.count - fewer)).squareRoot()
      let above = Normal.lowerTail((atanh(-margin) - atanh(r)) / error)
      let below = Normal.lowerTail((atanh(r) - atanh(margin)) / error)
      return Equivalence(margin: margin, p: max(above, below), interval: interval)
    }
  }
}
