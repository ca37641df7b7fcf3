import Foundation

/// Whether points depart from a straight line in a smooth way.
public struct LinearityTest: Hashable, Sendable {
  /// The share of the squares around the line that the bent part takes away.
  public var share: Double
  /// How many parameters the bent part is worth; fixed in advance, not chosen by the points.
  public var freedom: Double
  /// The p-value of a straight line.
  public var p: Double

  /// Compares the squares around the line with those around a curve worth three parameters more.
  ///
  /// Since the curve's stiffness does not depend on y, the ratio's distribution is known for normal errors of one variance;
  /// a test at the stiffness that fits best would find bends too often. Source: Azzalini and Bowman (1993), On the use of
  /// nonparametric regression for checking linear relationships, J. R. Stat. Soc. B 55.
  ///
  /// - Parameters:
  ///   - sizes: The sums of squares of the bending directions.
  ///   - weights: What of y lies in each.
  ///   - total: The sum of squares around the line.
  ///   - df: Its degrees of freedom.
  /// - Returns: The test; undefined for too few different places, and for points exactly on a line.
  static func of(sizes: [Double], weights: [Double], total: Double, df: Double) -> Estimate<LinearityTest> {
    let freedom = 3.0
    guard sizes.count >= 4, let ratio = Self.ratio(worth: freedom, sizes) else {
      return .failure(.parameter("there are too few different counts to tell a bend"))
    }
    let taken = sizes.map { size in
      let share = ratio * size / (1 + ratio * size)
      return share * (2 - share)
    }
    let share = zip(taken, weights).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / total
    let terms =
      taken.map { (weight: $0 - share, df: 1.0) } + [(weight: -share, df: max(0, df - Double(sizes.count)))]
    guard let p = QuadraticForm.probabilityAboveZero(terms) else { return .failure(.perfect) }
    return .success(LinearityTest(share: share, freedom: freedom, p: min(1, max(0, p))))
  }

  /// The ratio of variances at which the bent part is worth so many parameters; nil where there are too few directions.
  static func ratio(worth freedom: Double, _ sizes: [Double]) -> Double? {
    guard let largest = sizes.first, Double(sizes.count) > freedom else { return nil }
    var (low, high) = (-40.0, 60.0)
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      let ratio = exp(middle) / largest
      let worth = sizes.reduce(0) { $0 + ratio * $1 / (1 + ratio * $1) }
      if worth < freedom { low = middle } else { high = middle }
    }
    return exp(low + (high - low) / 2) / largest
  }
}
