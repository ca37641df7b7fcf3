import Foundation

@testable import FreqAnalysis

// The methods that the tool's own are measured against: what they do by a short way these do by the long one, or less well.

extension Resampling {
  /// Tests whether a statistic of two inputs is zero by pairing them anew.
  ///
  /// Where there are no more than `resamples` pairings all are tried, and the p-value is exact; else it is
  /// (b + 1) / (m + 1), with b of m random pairings as extreme: never 0. Pairings without a value of the statistic count
  /// as extreme, which can only make the p-value larger.
  ///
  /// Source: Fisher (1935), The design of experiments, section 21; Phipson and Smyth (2010), Permutation p-values should
  /// never be zero, Stat. Appl. Genet. Mol. Biol. 9, equation 2.
  ///
  /// - Complexity: `resamples` evaluations of the statistic.
  func permutationTest(
    _ x: [Double], _ y: [Double], of statistic: @escaping @Sendable ([Double], [Double]) -> Estimate<Double>
  ) -> Estimate<PermutationTest> {
    Estimate { () throws(Undefined) -> PermutationTest in
      try check()
      guard x.count == y.count else { throw .lengthsDiffer(x.count, y.count) }
      guard x.count >= 2 else { throw .tooFew(have: x.count, need: 2) }
      let value = try statistic(x, y).get()
      // Sums in another order differ in the last digits; equal statistics must count as equal.
      let limit = abs(value) - 1e-13 * max(abs(value), 1e-3)
      @Sendable func extreme(_ order: [Int]) -> Double? {
        guard let other = statistic(x, order.map { y[$0] }).value else { return 1 }
        return abs(other) >= limit ? 1 : 0
      }
      let count = x.count
      if let all = Self.factorial(count, atMost: resamples) {
        let hits = values(all) { extreme(Self.order(number: $0, of: count)) }.reduce(0) { $0 + ($1 ?? 0) }
        return PermutationTest(
          value: value, p: hits / Double(all), permutations: all, exact: true, seed: seed)
      }
      let hits = values(resamples) { resample in
        var random = RandomSource(seed: seed, stream: UInt64(resample))
        return extreme(random.order(count))
      }.reduce(0) { $0 + ($1 ?? 0) }
      return PermutationTest(
        value: value, p: (hits + 1) / Double(resamples + 1), permutations: resamples, exact: false, seed: seed
      )
    }
  }

  /// Tests whether a correlation is zero by pairing the inputs anew; exactly where there are at most nine points.
  func permutationTest(of kind: Coefficient, _ x: [Double], _ y: [Double]) -> Estimate<PermutationTest> {
    Estimate { () throws(Undefined) -> PermutationTest in
      try check()
      if let exact = try exactTest(of: kind, x, y) { return exact }
      guard kind == .spearman else { return try permutationTest(x, y) { kind.value($0, $1) }.get() }
      var shared = SharedResamples(count: x.count)
      let pair = try shared.add(kind, x, y).get()
      guard let test = shared.permutationTests(self)[pair] else { throw .degenerate }
      return test
    }
  }

  /// n!, or nil where it is larger than a limit.
  private static func factorial(_ n: Int, atMost limit: Int) -> Int? {
    var product = 1
    for factor in stride(from: 2, through: n, by: 1) {
      product *= factor
      if product > limit { return nil }
    }
    return product
  }

  /// The order with a number from 0 up to n! in the factorial number system (Lehmer 1960).
  private static func order(number: Int, of count: Int) -> [Int] {
    var rest = number
    var order = Array(0..<count)
    for place in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(place, rest % (place + 1))
      rest /= place + 1
    }
    return order
  }
}

extension LeastSquares {
  /// Gives the interval of the line's y at one x that was chosen before, which is too narrow for the whole line: the band with
  /// a quantile of t for the root of 2 F.
  ///
  /// Source: Draper and Smith (1998), equation 3.1.4.
  func lineInterval(at x: Double, confidence: Double = 0.95) -> Estimate<Interval> {
    lineBand(at: x, confidence: confidence).map { band in
      let df = Double(count - 2)
      let ratio =
        StudentT.upperQuantile((1 - confidence) / 2, df: df)
        / (df * (pow(1 - confidence, -2 / df) - 1)).squareRoot()
      let (centre, reach) = (predicted(at: x), (band.high - band.low) / 2 * ratio)
      return Interval(low: centre - reach, high: centre + reach, confidence: confidence)
    }
  }
}

extension LogisticFit {
  /// The standard error of the slope widened for the dispersion, which is what to report where classes differ by
  /// more than chance; never narrower than `slopeError`.
  var robustSlopeError: Estimate<Double> {
    dispersion.map { slopeError * max(1, $0).squareRoot() }
  }

  /// The two-sided p-value of the slope over its widened error, by t with two degrees of freedom fewer than groups.
  var robustP: Estimate<Double> {
    robustSlopeError.map { exp(StudentT.logTwoSidedP(t: slope / $0, df: Double(groups - 2))) }
  }
}
