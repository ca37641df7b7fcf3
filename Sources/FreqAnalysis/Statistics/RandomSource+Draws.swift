import Foundation

extension RandomSource {
  /// A number between 0 and 1, neither of them.
  mutating func unit() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// A number from the standard normal distribution, by its quantile.
  mutating func normal() -> Double { Normal.lowerQuantile(unit()) }

  /// A number from the gamma distribution of a shape above 0 and the scale 1.
  ///
  /// Source: Marsaglia and Tsang (2000), A simple method for generating gamma variables, ACM TOMS 26.
  mutating func gamma(_ shape: Double) -> Double {
    guard shape >= 1 else { return gamma(shape + 1) * pow(unit(), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = 1 + c * x
      guard v > 0 else { continue }
      let cube = v * v * v
      if log(unit()) < 0.5 * x * x + d - d * cube + d * log(cube) { return d * cube }
    }
  }

  /// A number from the beta distribution, both parameters above 0.
  mutating func beta(_ a: Double, _ b: Double) -> Double {
    let x = gamma(a)
    let y = gamma(b)
    // Both may vanish where both parameters are tiny: the distribution is then at its two ends.
    return x + y > 0 ? x / (x + y) : (unit() < a / (a + b) ? 1 : 0)
  }
}
