import Foundation

/// The regularised incomplete gamma functions P and Q = 1 - P, as logarithms.
enum IncompleteGamma {
  /// log Q(a, x) for a > 0, x >= 0: the upper tail.
  static func logUpper(a: Double, x: Double) -> Double {
    if x <= 0 { return 0 }
    if x == .infinity { return -.infinity }
    return x < a + 1 ? log1p(-min(1, exp(logSeries(a: a, x: x)))) : logFraction(a: a, x: x)
  }

  /// log P(a, x) for a > 0, x >= 0: the lower tail.
  static func logLower(a: Double, x: Double) -> Double {
    if x <= 0 { return -.infinity }
    if x == .infinity { return 0 }
    return x < a + 1 ? logSeries(a: a, x: x) : log1p(-min(1, exp(logFraction(a: a, x: x))))
  }

  /// log (x^a e^-x / Γ(a)), by Stirling's formula around x = a for large a.
  private static func logFront(a: Double, x: Double) -> Double {
    guard a >= 10 else { return a * log(x) - x - Gamma.log(a) }
    let u = (x - a) / a
    return a * (log1p(u) - u) + 0.5 * log(a) - 0.5 * log(2 * Double.pi) - Gamma.stirlingRest(a)
  }

  /// log P by the series DLMF 8.11.4.
  private static func logSeries(a: Double, x: Double) -> Double {
    var term = 1 / a
    var total = term
    var n = a
    for _ in 1...10_000_000 {
      n += 1
      term *= x / n
      total += term
      if term < total * 1e-17 { break }
    }
    return logFront(a: a, x: x) + log(total)
  }

  /// log Q by the continued fraction DLMF 8.9.2 in its even form, evaluated as by Lentz (1976).
  private static func logFraction(a: Double, x: Double) -> Double {
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / guarded(b)
    var result = d
    for step in 1...10_000_000 {
      let n = Double(step)
      let factor = -n * (n - a)
      b += 2
      d = 1 / guarded(factor * d + b)
      c = guarded(b + factor / c)
      let change = d * c
      result *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return logFront(a: a, x: x) + log(result)
  }
}
