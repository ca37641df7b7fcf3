import Foundation

/// Student's t distribution with `df` > 0 degrees of freedom.
enum StudentT {
  /// log P(|T| >= |t|). Source: DLMF 8.17 and Abramowitz and Stegun 26.7.1: I_x(df/2, 1/2) at x = df / (df + t^2).
  static func logTwoSidedP(t: Double, df: Double) -> Double {
    if t.isInfinite { return -.infinity }
    let square = t * t / df
    return IncompleteBeta.log(x: 1 / (1 + square), y: square / (1 + square), a: df / 2, b: 0.5)
  }

  /// log P(|T| >= |t|) of a correlation r: t^2 = df r^2 / (1 - r^2), so that x is 1 - r^2.
  static func logTwoSidedP(r: Double, df: Double) -> Double {
    IncompleteBeta.log(x: (1 - abs(r)) * (1 + abs(r)), y: r * r, a: df / 2, b: 0.5)
  }

  /// The t above which a tail of probability `p` lies, 0 < p <= 1/2: bisection on the logarithm of the tail.
  static func upperQuantile(_ p: Double, df: Double) -> Double {
    let goal = log(2 * p)
    var low = 0.0
    var high = 1.0
    while logTwoSidedP(t: high, df: df) > goal, high < 1e300 { high *= 2 }
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle == low || middle == high { break }
      if logTwoSidedP(t: middle, df: df) > goal { low = middle } else { high = middle }
    }
    return high
  }
}
