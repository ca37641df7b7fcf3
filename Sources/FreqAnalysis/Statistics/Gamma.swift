import Foundation

/// Logarithms of the gamma and beta functions, exact enough for p-values of a million points.
enum Gamma {
  /// What Stirling's formula leaves out: log Γ(x) - ((x - 1/2) log x - x + log sqrt(2π)), for x of 10 or more.
  ///
  /// Source: DLMF 5.11.1, with the first eight Bernoulli numbers: the next term is below 1e-17 at 10.
  static func stirlingRest(_ x: Double) -> Double {
    let inverse = 1 / x
    let square = inverse * inverse
    let terms: [Double] = [
      1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400,
    ]
    return inverse * terms.reversed().reduce(0) { $0 * square + $1 }
  }

  /// log Γ(x) for x > 0: Stirling's formula, reached from small x by the recurrence Γ(x + 1) = x Γ(x).
  static func log(_ x: Double) -> Double {
    var shifted = x
    var product = 1.0
    while shifted < 10 {
      product *= shifted
      shifted += 1
    }
    return (shifted - 0.5) * Foundation.log(shifted) - shifted + halfLogTwoPi + stirlingRest(shifted)
      - Foundation.log(product)
  }

  /// log B(a, b) for a, b > 0, without the cancellation of three large log gammas.
  ///
  /// Source: Didonato and Morris (1992), Algorithm 708, ACM TOMS 18, the function BETALN.
  static func logBeta(_ a: Double, _ b: Double) -> Double {
    let small = min(a, b)
    let large = max(a, b)
    let total = a + b
    if small >= 10 {
      let rest = stirlingRest(small) + stirlingRest(large) - stirlingRest(total)
      return -0.5 * Foundation.log(large) + halfLogTwoPi + rest
        + (small - 0.5) * Foundation.log(small / total) + large * log1p(-small / total)
    }
    if large >= 10 {
      let rest = stirlingRest(large) - stirlingRest(total)
      return log(small) + rest + small - small * Foundation.log(total)
        + (large - 0.5) * log1p(-small / total)
    }
    return log(small) + (log(large) - log(total))
  }

  private static let halfLogTwoPi = 0.5 * Foundation.log(2 * Double.pi)
}
