import Foundation

/// Estimates of one quantity from several sources, put together as if the sources were drawn from many.
public struct MetaAnalysis: Hashable, Sendable {
  /// The mean over sources.
  public var mean: Double
  /// Its standard error by Hartung and Knapp, which grows where the estimates scatter more than their errors explain; never
  /// smaller than these errors alone make it, as it would be where a few estimates agree by chance.
  public var standardError: Double
  /// The variance between sources, by restricted maximum likelihood.
  public var betweenVariance: Double
  /// Cochran's Q: how much the estimates scatter in units of their own errors.
  public var q: Double
  /// The share of the scatter that is between sources, 0 to 1.
  public var share: Double
  /// The number of sources.
  public var count: Int
  /// The interval of the mean, by t with one degree of freedom fewer than sources.
  public var interval: Interval
  /// Where the quantity of another such source lies.
  public var prediction: Interval
  /// The two-sided p-value of a mean of zero.
  public var p: Double

  /// Puts estimates together.
  ///
  /// Undefined for fewer than two, and for errors that are not positive. Source: the restricted likelihood of
  /// Viechtbauer (2005), Bias and efficiency of meta-analytic variance estimators, J. Educ. Behav. Stat. 30; the
  /// error of Hartung and Knapp (2001), Stat. Med. 20, equation 3, with the limit of Knapp and Hartung (2003), Stat. Med. 22,
  /// section 2.2; the prediction interval of Higgins, Thompson and
  /// Spiegelhalter (2009), J. R. Stat. Soc. A 172, with one degree of freedom fewer than sources; the share I^2 of
  /// Higgins and Thompson (2002), Stat. Med. 21.
  ///
  /// - Complexity: O(*k*) a step, some hundred steps.
  public static func of(
    _ estimates: [Double], errors: [Double], confidence: Double = 0.95
  ) -> Estimate<MetaAnalysis> {
    Estimate { () throws(Undefined) -> MetaAnalysis in
      try Samples.check(estimates, errors, need: 2)
      try Samples.check(confidence: confidence)
      guard errors.allSatisfy({ $0 > 0 }) else { throw .parameter("every standard error must be positive") }
      let variances = errors.map { $0 * $0 }
      let between = restrictedVariance(estimates, variances)
      let weights = variances.map { 1 / ($0 + between) }
      let total = Samples.sum(weights)
      let mean = Samples.dot(weights, estimates) / total
      let df = Double(estimates.count - 1)
      let scatter = Samples.dot(weights, estimates.map { ($0 - mean) * ($0 - mean) })
      let error = (max(1, scatter / df) / total).squareRoot()
      let t = StudentT.upperQuantile((1 - confidence) / 2, df: df)
      let reach = (error * error + between).squareRoot()
      let plain = variances.map { 1 / $0 }
      let plainTotal = Samples.sum(plain)
      let plainMean = Samples.dot(plain, estimates) / plainTotal
      let q = Samples.dot(plain, estimates.map { ($0 - plainMean) * ($0 - plainMean) })
      let typical = df * plainTotal / (plainTotal * plainTotal - Samples.dot(plain, plain))
      return MetaAnalysis(
        mean: mean, standardError: error, betweenVariance: between, q: q,
        share: between / (between + typical),
        count: estimates.count,
        interval: Interval(low: mean - t * error, high: mean + t * error, confidence: confidence),
        prediction: Interval(low: mean - t * reach, high: mean + t * reach, confidence: confidence),
        p: error > 0 ? exp(StudentT.logTwoSidedP(t: mean / error, df: df)) : 0)
    }
  }

  /// The variance between sources at which the restricted likelihood is largest.
  private static func restrictedVariance(_ estimates: [Double], _ variances: [Double]) -> Double {
    func lost(_ between: Double) -> Double {
      let weights = variances.map { 1 / ($0 + between) }
      let total = Samples.sum(weights)
      let mean = Samples.dot(weights, estimates) / total
      return Samples.sum(variances.map { log($0 + between) }) + log(total)
        + Samples.dot(weights, estimates.map { ($0 - mean) * ($0 - mean) })
    }
    let centre = Samples.mean(estimates)
    let spread = estimates.map { ($0 - centre) * ($0 - centre) }.reduce(0, +)
    let largest = spread + (variances.max() ?? 0)
    // The likelihood may have two tops, so it is looked at along a grid of powers first.
    let grid = [0] + (0...80).map { largest * pow(10, Double($0 - 80) / 8) }
    let best = grid.indices.min { lost(grid[$0]) < lost(grid[$1]) } ?? 0
    var (low, high) = (grid[max(0, best - 1)], grid[min(grid.count - 1, best + 1)])
    let golden = (5.0.squareRoot() - 1) / 2
    for _ in 0..<120 {
      let (left, right) = (high - golden * (high - low), low + golden * (high - low))
      if lost(left) <= lost(right) { high = right } else { low = left }
    }
    let found = low + (high - low) / 2
    return lost(0) <= lost(found) ? 0 : found
  }
}
