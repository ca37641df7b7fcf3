import Foundation

/// A test of a correlation for points whose neighbours are alike: one input is shifted against the other in a circle.
///
/// A shift keeps how each input depends on its own neighbours and breaks only what joins the two, which pairing the points at
/// random does not: where both inputs come in runs, random pairs scatter far less than the truth.
public struct CircularShift: Hashable, Sendable {
  /// The coefficient of the points themselves.
  public var value: Double
  /// The two-sided p-value: the share of shifts, no shift among them, whose coefficient is at least as far from 0.
  public var p: Double
  /// The number of shifts tried, the one by nothing among them.
  public var shifts: Int
  /// Whether every shift was tried.
  public var exact: Bool
  /// How many independent points would scatter as the shifts do: 1 + 1 / mean(coefficient²), at most *n*.
  public var effectiveCount: Double
}

extension Resampling {
  /// Tests rho or r by circular shifts of the second input, in the order of the points.
  ///
  /// All *n* shifts are tried where there are no more than `resamples` of them, so that p is at least 1 / *n*; else so many,
  /// drawn without replacement. Undefined for fewer than eight points. Source: Harris (2020), Nonsense correlations in
  /// neuroscience, bioRxiv 2020.11.29.402719; the effective number, by the variance of r of independent points: Clifford,
  /// Richardson and Hémon (1989), Biometrics 45.
  ///
  /// - Complexity: O(*n*) a shift.
  public func circularShift(_ kind: Coefficient, _ x: [Double], _ y: [Double]) -> Estimate<CircularShift> {
    Estimate { () throws(Undefined) -> CircularShift in
      try check()
      guard kind != .kendall else { throw .parameter("shifts are for Pearson's r and Spearman's rho") }
      try Samples.check(x, y, need: 8)
      let left = kind == .spearman ? Ranks.averagedOrdered(x) : x
      let right = kind == .spearman ? Ranks.averagedOrdered(y) : y
      let value = try Pearson.ofFinite(left, right)
      let (one, two) = (Samples.Centred(left), Samples.Centred(right))
      let size = (one.squares * two.squares).squareRoot()
      let count = x.count
      let isExact = count <= max(resamples, 1)
      var random = RandomSource(seed: seed, stream: 0)
      let all = isExact ? Array(1..<count) : Array(random.order(count - 1).prefix(resamples)).map { $0 + 1 }
      // Twice the second input, so that a shift is a plain range.
      let doubled = two.deviations + two.deviations
      let found = values(all.count) { place in
        one.deviations.withUnsafeBufferPointer { a in
          doubled.withUnsafeBufferPointer { b in
            var sum = 0.0
            for index in 0..<count { sum += a[index] * b[index + all[place]] }
            return sum / size
          }
        }
      }.compactMap { $0 }
      let limit = abs(value) - 1e-12
      let extreme = found.count { abs($0) >= limit }
      let square = Samples.mean(found.map { $0 * $0 })
      return CircularShift(
        value: value, p: Double(extreme + 1) / Double(found.count + 1), shifts: found.count + 1,
        exact: isExact,
        effectiveCount: min(Double(count), 1 + 1 / max(square, .leastNormalMagnitude)))
    }
  }
}
