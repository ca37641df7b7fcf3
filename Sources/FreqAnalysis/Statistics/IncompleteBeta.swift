import Foundation

/// The regularised incomplete beta function, as a logarithm so that no tail is too thin.
enum IncompleteBeta {
  /// log I_x(a, b) for a, b > 0, where `y` is 1 - x, given apart so that neither end loses digits.
  ///
  /// 0 at x = 1 and minus infinity at x = 0. Source: the continued fraction DLMF 8.17.22, evaluated as by Lentz (1976)
  /// and Thompson and Barnett (1986); for large x by the symmetry I_x(a, b) = 1 - I_y(b, a), DLMF 8.17.4.
  ///
  /// - Complexity: O(sqrt(max(*a*, *b*))).
  static func log(x: Double, y: Double, a: Double, b: Double) -> Double {
    if x <= 0 { return -.infinity }
    if y <= 0 { return 0 }
    if x <= (a + 1) / (a + b + 2) { return logLower(x: x, y: y, a: a, b: b) }
    return log1p(-min(1, exp(logLower(x: y, y: x, a: b, b: a))))
  }

  private static func logLower(x: Double, y: Double, a: Double, b: Double) -> Double {
    let logX = y < 0.5 ? log1p(-y) : Foundation.log(x)
    let logY = x < 0.5 ? log1p(-x) : Foundation.log(y)
    let front = a * logX + b * logY - Foundation.log(a) - Gamma.logBeta(a, b)
    return front + Foundation.log(fraction(x: x, a: a, b: b))
  }

  private static func fraction(x: Double, a: Double, b: Double) -> Double {
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...1_000_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      let change = d * c
      result *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }
}
