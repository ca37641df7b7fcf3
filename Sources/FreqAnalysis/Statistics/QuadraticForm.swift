import Foundation

/// Weighted sums of independent chi-square variables: how ratios of sums of squares are distributed exactly.
enum QuadraticForm {
  /// P(sum of weight × chi-square > 0), where weights of both signs occur.
  ///
  /// A ratio y'Ay / y'By of normal errors exceeds q exactly where y'(A - qB)y exceeds 0, whose eigenvalues are the
  /// weights; so no error variance need be known. Source: the saddlepoint formula of Lugannani and Rice (1980) in the
  /// form of Barndorff-Nielsen, as Kuonen (1999), Saddlepoint approximations for distributions of quadratic forms in normal
  /// variables, Biometrika 86, gives it; its relative error is some hundredths, in the far tail too.
  ///
  /// - Parameter terms: Each weight with its degrees of freedom.
  /// - Returns: The probability; nil where the weights are of one sign.
  static func probabilityAboveZero(_ terms: [(weight: Double, df: Double)]) -> Double? {
    let scale = terms.map { abs($0.weight) }.max() ?? 0
    guard scale > 0, scale.isFinite else { return nil }
    let terms = terms.map { (weight: $0.weight / scale, df: $0.df) }.filter { $0.df > 0 }
    guard let largest = terms.map(\.weight).max(), let smallest = terms.map(\.weight).min(), largest > 0,
      smallest < 0
    else { return nil }
    func logMoment(_ s: Double) -> Double {
      -0.5 * terms.reduce(0) { $0 + $1.df * log1p(-2 * s * $1.weight) }
    }
    func slope(_ s: Double) -> Double {
      terms.reduce(0) { $0 + $1.df * $1.weight / (1 - 2 * s * $1.weight) }
    }
    func cumulant(_ order: Int, _ s: Double) -> Double {
      let factor = order == 2 ? 2.0 : 8.0
      return terms.reduce(0) { sum, term in
        let part = term.weight / (1 - 2 * s * term.weight)
        return sum + factor * term.df * (order == 2 ? part * part : part * part * part)
      }
    }
    // The slope rises from minus to plus infinity between the two poles.
    var (low, high) = (1 / (2 * smallest), 1 / (2 * largest))
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle == low || middle == high { break }
      if slope(middle) > 0 { high = middle } else { low = middle }
    }
    let s = low + (high - low) / 2
    let curvature = cumulant(2, s)
    let w = (s < 0 ? -1 : 1) * max(0, -2 * logMoment(s)).squareRoot()
    let v = s * curvature.squareRoot()
    // At the mean the formula is 0 / 0; its limit there.
    guard abs(w) > 1e-4, abs(v) > 1e-4 else {
      return 0.5 - cumulant(3, 0) / (6 * (2 * Double.pi).squareRoot() * pow(cumulant(2, 0), 1.5))
    }
    return Normal.lowerTail(-(w + log(v / w) / w))
  }
}
