import Foundation

/// The mean of a group with its t interval.
public struct GroupMean: Sendable {
  /// The number of values.
  public var count: Int
  /// Their mean; undefined for none.
  public var mean: Estimate<Double>
  /// The interval of the mean, by t; undefined for fewer than two.
  public var interval: Estimate<Interval>
  /// The variance of the mean; nil for fewer than two.
  fileprivate var variance: Double?

  /// Averages values.
  public init(_ values: [Double], confidence: Double = 0.95) {
    count = values.count
    guard !values.isEmpty else {
      mean = .failure(.tooFew(have: 0, need: 1))
      interval = .failure(.tooFew(have: 0, need: 2))
      return
    }
    let centred = Samples.Centred(values)
    mean = .success(centred.mean)
    guard values.count > 1 else {
      interval = .failure(.tooFew(have: 1, need: 2))
      return
    }
    let n = Double(values.count)
    let variance = centred.squares * centred.scale * centred.scale / (n - 1) / n
    self.variance = variance
    let reach = StudentT.upperQuantile((1 - confidence) / 2, df: n - 1) * variance.squareRoot()
    interval = .success(
      Interval(low: centred.mean - reach, high: centred.mean + reach, confidence: confidence))
  }
}

/// The difference of two groups' means, whose variances may differ.
public struct MeanDifference: Hashable, Sendable {
  /// The first mean less the second.
  public var difference: Double
  /// Its interval.
  public var interval: Interval
  /// The two-sided p-value of equal means.
  public var p: Double

  /// Compares two groups.
  ///
  /// Undefined where one has fewer than two values, and where neither varies. Source: Welch (1947), The generalization of
  /// Student's problem when several different population variances are involved, Biometrika 34.
  public static func of(
    _ first: [Double], _ second: [Double], confidence: Double = 0.95
  ) -> Estimate<MeanDifference> {
    Estimate { () throws(Undefined) -> MeanDifference in
      try Samples.check(confidence: confidence)
      for group in [first, second] where group.count < 2 { throw .tooFew(have: group.count, need: 2) }
      let (one, two) = (GroupMean(first), GroupMean(second))
      let difference = try one.mean.get() - two.mean.get()
      let (a, b) = (one.variance ?? 0, two.variance ?? 0)
      guard a + b > 0 else { throw .degenerate }
      let df = (a + b) * (a + b) / (a * a / Double(first.count - 1) + b * b / Double(second.count - 1))
      let error = (a + b).squareRoot()
      let reach = StudentT.upperQuantile((1 - confidence) / 2, df: df) * error
      return MeanDifference(
        difference: difference,
        interval: Interval(low: difference - reach, high: difference + reach, confidence: confidence),
        p: min(1, exp(StudentT.logTwoSidedP(t: difference / error, df: df))))
    }
  }
}
