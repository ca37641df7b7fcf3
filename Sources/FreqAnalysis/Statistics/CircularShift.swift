import Foundation

/// A test of a correlation for points whose neighbours are alike: one input is shifted against the other in a circle.
///
/// A shift keeps how each input depends on its own neighbours and breaks only what joins the two, which pairing the points at
/// random does not: where both inputs come in runs, random pairs scatter far less than the truth. What is compared is not the
/// coefficient but its ratio to its own standard error. Where both inputs come in the same blocks, every shift but none tears the
/// blocks of one at the borders of the other, so that shifted coefficients scatter too little; their errors shrink alike.
public struct CircularShift: Hashable, Sendable {
  /// The coefficient of the points themselves.
  public var value: Double
  /// The standard error of the coefficient, by the slowest waves along the order.
  public var error: Double
  /// The two-sided p-value: the share of shifts, no shift among them, whose coefficient is at least as many of its standard
  /// errors from 0.
  public var p: Double
  /// The same of the coefficients alone, which finds too much where both inputs come in the same blocks.
  public var coefficientP: Double
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
  /// drawn without replacement. Undefined for fewer than eight points. Source: Romano and Tirlea (2022), Permutation testing for
  /// dependence in time series, J. Time Ser. Anal. 43, whose permutations of a coefficient over its standard error are
  /// shifts here, as in Harris (2020), Nonsense correlations in neuroscience, bioRxiv 2020.11.29.402719; the effective number,
  /// by the variance of r of independent points: Clifford, Richardson and Hémon (1989), Biometrics 45.
  ///
  /// - Complexity: O(*n*) a shift, some thirteen products a point.
  func circularShift(_ kind: Coefficient, _ x: [Double], _ y: [Double]) -> Estimate<CircularShift> {
    Estimate { () throws(Undefined) -> CircularShift in
      try check()
      guard kind != .kendall else { throw .parameter("shifts are for Pearson's r and Spearman's rho") }
      try Samples.check(x, y, need: 8)
      let left = kind == .spearman ? Ranks.averaged(x) : x
      let right = kind == .spearman ? Ranks.averaged(y) : y
      let value = try Pearson.ofFinite(left, right)
      let pair = ShiftedPair(left, right)
      let count = x.count
      let isExact = count <= max(resamples, 1)
      var random = RandomSource(seed: seed, stream: 0)
      let all = isExact ? Array(1..<count) : Array(random.order(count - 1).prefix(resamples)).map { $0 + 1 }
      let own = pair.correlation(shift: 0)
      let found = mapped(all.count) { pair.correlation(shift: all[$0]) }
      func share(_ limit: Double, _ size: (ShiftedPair.Found) -> Double) -> Double {
        Double(found.count { size($0) >= limit } + 1) / Double(found.count + 1)
      }
      let square = Samples.mean(found.map { $0.value * $0.value })
      return CircularShift(
        value: value, error: own.error,
        // What differs by rounding alone counts as equal.
        p: share(own.ratio * (1 - 1e-12)) { $0.ratio },
        coefficientP: share(abs(value) - 1e-12) { abs($0.value) },
        shifts: found.count + 1, exact: isExact,
        effectiveCount: min(Double(count), 1 + 1 / max(square, .leastNormalMagnitude)))
    }
  }
}

/// Two inputs of one length, of which the second can be shifted in a circle.
private struct ShiftedPair: Sendable {
  /// A correlation and its standard error.
  struct Found: Sendable {
    var value: Double
    var error: Double

    /// How many standard errors the correlation lies from 0: infinitely many on a line.
    var ratio: Double { error > 1e-9 ? abs(value) / error : value == 0 ? 0 : .infinity }
  }

  /// The number of waves whose mean square is the error's: few, so that even the fastest goes up and down over more points
  /// than are alike, at the price of power (as of a t test with so many degrees of freedom).
  private static let waves = 6

  /// The first input, of mean 0 and mean square 1.
  private let x: [Double]
  /// The second input likewise, twice, so that a shift of it is a plain range; and its squares.
  private let y: [Double]
  private let squares: [Double]
  /// Each wave, each wave times the first input, and their sums with the first input's squares.
  private let waves: [[Double]]
  private let products: [[Double]]
  private let sums: [Double]

  init(_ left: [Double], _ right: [Double]) {
    func standard(_ values: [Double]) -> [Double] {
      let centred = Samples.Centred(values)
      let size = (centred.squares / Double(values.count)).squareRoot()
      return centred.deviations.map { $0 / size }
    }
    x = standard(left)
    let own = standard(right)
    y = own + own
    squares = y.map { $0 * $0 }
    let (count, x) = (Double(left.count), self.x)
    waves = (1...min(Self.waves, left.count / 4)).map { wave in
      x.indices.map { cos(Double.pi * Double(wave) * (Double($0) + 0.5) / count) * 2.0.squareRoot() }
    }
    products = waves.map { zip($0, x).map { $0 * $1 } }
    sums = products.map { Samples.dot($0, x) }
  }

  /// The correlation with the second input shifted, and its error.
  ///
  /// The error is that of the mean of the points' influences, x y - r (x² + y²) / 2: the mean square of their cosine sums of low
  /// frequency. Source: Müller (2007), A theory of robust long-run variance estimation, J. Econometrics 141; Lazarus, Lewis, Stock
  /// and Watson (2018), HAR inference: recommendations for practice, J. Bus. Econ. Stat. 36.
  func correlation(shift: Int) -> Found {
    let count = x.count
    func product(_ a: [Double], _ b: [Double]) -> Double {
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          var sum = 0.0
          for index in 0..<count { sum += a[index] * b[index + shift] }
          return sum
        }
      }
    }
    let value = product(x, y) / Double(count)
    var sum = 0.0
    for wave in waves.indices {
      let own = product(products[wave], y) - value / 2 * (sums[wave] + product(waves[wave], squares))
      sum += own * own
    }
    return Found(value: value, error: (sum / Double(waves.count)).squareRoot() / Double(count))
  }
}
