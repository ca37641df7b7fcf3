import Foundation

/// An interval by the bootstrap, with what is needed to judge and to repeat it.
public struct BootstrapInterval: Hashable, Sendable {
  /// The interval.
  public var interval: Interval
  /// The statistic of the points themselves.
  public var value: Double
  /// The standard deviation of the statistic over the resamples.
  public var standardError: Double
  /// The correction for bias, z0: how far the middle of the resamples lies from the statistic, in standard normals.
  public var bias: Double
  /// The acceleration: how fast the statistic's error changes with its value.
  public var acceleration: Double
  /// The number of resamples, and how many of them had no value of the statistic and were left out.
  public var resamples: Int
  /// How many resamples had no value of the statistic and were left out.
  public var undefined: Int
  /// The seed.
  public var seed: UInt64
  /// Twice the share of resamples on the rarer side of zero, at least 2 / (resamples + 1): a two-sided p-value for a
  /// statistic of zero.
  ///
  /// Source: Efron and Tibshirani (1993), An introduction to the bootstrap, section 15.4, with the point itself counted
  /// on both sides (Davison and Hinkley, 1997, equation 4.11).
  public var p: Double
}

extension Resampling {
  /// A statistic of some columns of one length, of which resampling keeps the rows together.
  public typealias Statistic = @Sendable ([[Double]]) -> Estimate<Double>

  /// Gives the interval of any statistic by the bias-corrected and accelerated bootstrap (BCa).
  ///
  /// The points are drawn with replacement, whole rows at a time. The acceleration comes from the jackknife; with more
  /// than 1,000 points, from leaving out one of 1,000 groups at a time. Resamples without a value (all drawn points
  /// equal) are left out and counted; more than one in ten makes the interval undefined, as does a statistic
  /// that no resample changes.
  ///
  /// Source: Efron (1987), Better bootstrap confidence intervals, J. Am. Stat. Assoc. 82, equations 2.3 and 6.6; the
  /// numerical form: Efron and Tibshirani (1993), equations 14.9 to 14.15.
  ///
  /// - Complexity: O(resamples + min(*n*, 1,000)) evaluations of the statistic.
  public func interval(
    _ columns: [[Double]], confidence: Double = 0.95, of statistic: @escaping Statistic
  ) -> Estimate<BootstrapInterval> {
    replicates(columns, of: statistic).flatMap { interval($0, confidence: confidence) }
  }

  /// A statistic's values under resampling: what an interval is made from.
  struct Replicates: Sendable {
    /// The statistic of the points themselves.
    var value: Double
    /// Its values in the resamples, in order; nil where it has none.
    var drawn: [Double?]
    /// Its values with one point, or one group of points, left out.
    var left: [Double?]

    /// The replicates of the difference of two statistics of the same points.
    func minus(_ other: Replicates) -> Replicates {
      func difference(_ one: [Double?], _ two: [Double?]) -> [Double?] {
        zip(one, two).map { one, two in one.flatMap { one in two.map { one - $0 } } }
      }
      return Replicates(
        value: value - other.value, drawn: difference(drawn, other.drawn), left: difference(left, other.left))
    }
  }

  /// Computes a statistic of the points, of every resample, and of what the jackknife leaves.
  ///
  /// Statistics of inputs of one length are drawn alike, so that their differences are paired.
  func replicates(_ columns: [[Double]], of statistic: @escaping Statistic) -> Estimate<Replicates> {
    Estimate { () throws(Undefined) -> Replicates in
      try check()
      let count = columns.first?.count ?? 0
      if let other = columns.first(where: { $0.count != count }) { throw .lengthsDiffer(count, other.count) }
      guard count >= 2 else { throw .tooFew(have: count, need: 2) }
      let value = try statistic(columns).get()
      let drawn = values(resamples) { resample in
        var random = RandomSource(seed: seed, stream: UInt64(resample))
        let rows = random.draw(count)
        return statistic(columns.map { column in rows.map { column[$0] } }).value
      }
      return Replicates(value: value, drawn: drawn, left: jackknife(columns, count, statistic))
    }
  }

  /// Computes a correlation's replicates; those of rho from ranks that are counted, not sorted.
  func replicates(of kind: Coefficient, _ x: [Double], _ y: [Double]) -> Estimate<Replicates> {
    guard kind == .spearman else { return replicates([x, y]) { kind.value($0[0], $0[1]) } }
    return Estimate { () throws(Undefined) -> Replicates in
      try Samples.checkOrdered(x, y, need: 2)
      return try replicates([Ranks.places(x), Ranks.places(y)]) { columns in
        Estimate { () throws(Undefined) -> Double in
          try Pearson.ofFinite(Ranks.averagedPlaces(columns[0]), Ranks.averagedPlaces(columns[1]))
        }
      }.get()
    }
  }

  /// Makes the interval of a statistic from its replicates.
  func interval(_ replicates: Replicates, confidence: Double = 0.95) -> Estimate<BootstrapInterval> {
    Estimate { () throws(Undefined) -> BootstrapInterval in
      try Samples.check(confidence: confidence)
      let value = replicates.value
      let sorted = replicates.drawn.compactMap { $0 }.sorted()
      let undefined = resamples - sorted.count
      guard undefined * 10 <= resamples else { throw .unstable(undefined: undefined, of: resamples) }
      guard let smallest = sorted.first, let largest = sorted.last, smallest < largest else {
        throw .degenerate
      }

      let below = sorted.lazy.filter { $0 < value }.count
      let upTo = sorted.lazy.filter { $0 <= value }.count
      let bias = Normal.lowerQuantile(Double(below + upTo) / Double(2 * sorted.count))
      guard bias.isFinite else { throw .degenerate }
      let acceleration = Self.acceleration(replicates.left)
      func end(_ level: Double) -> Double {
        let shifted = bias + Normal.lowerQuantile(level)
        let corrected = Normal.lowerTail(bias + shifted / (1 - acceleration * shifted))
        return Self.quantile(corrected, ofSorted: sorted)
      }
      let tail = (1 - confidence) / 2
      let negative = sorted.lazy.filter { $0 <= 0 }.count
      let positive = sorted.lazy.filter { $0 >= 0 }.count
      let centred = Samples.Centred(sorted)
      return BootstrapInterval(
        interval: Interval(low: end(tail), high: end(1 - tail), confidence: confidence), value: value,
        standardError: (centred.squares / Double(sorted.count - 1)).squareRoot() * centred.scale, bias: bias,
        acceleration: acceleration, resamples: resamples, undefined: undefined, seed: seed,
        p: min(1, 2 * Double(min(negative, positive) + 1) / Double(sorted.count + 1)))
    }
  }

  /// Gives the BCa interval of a correlation.
  public func interval(
    of kind: Coefficient, _ x: [Double], _ y: [Double], confidence: Double = 0.95
  ) -> Estimate<BootstrapInterval> {
    replicates(of: kind, x, y).flatMap { interval($0, confidence: confidence) }
  }

  /// Gives the BCa interval of a mean.
  public func intervalOfMean(_ values: [Double], confidence: Double = 0.95) -> Estimate<BootstrapInterval> {
    interval([values], confidence: confidence) { columns in
      if let index = columns[0].firstIndex(where: { !$0.isFinite }) {
        return .failure(.notFinite(.first, index: index))
      }
      return .success(Samples.mean(columns[0]))
    }
  }

  /// The statistic with one of at most 1,000 groups of points left out at a time.
  private func jackknife(_ columns: [[Double]], _ count: Int, _ statistic: @escaping Statistic) -> [Double?] {
    let groups = min(count, 1_000)
    guard groups < count else {
      return values(count) { place in
        statistic(
          columns.map { column in
            var rest = column
            rest.remove(at: place)
            return rest
          }
        ).value
      }
    }
    return values(groups) { group in
      let rows = (0..<count).filter { $0 % groups != group }
      return statistic(columns.map { column in rows.map { column[$0] } }).value
    }
  }

  /// The skewness of the jackknife's values, over six.
  private static func acceleration(_ left: [Double?]) -> Double {
    let values = left.compactMap { $0 }
    guard values.count > 1 else { return 0 }
    let mean = Samples.mean(values)
    let squares = Samples.sum(values.map { (mean - $0) * (mean - $0) })
    let cubes = Samples.sum(values.map { (mean - $0) * (mean - $0) * (mean - $0) })
    guard squares > 0 else { return 0 }
    return cubes / (6 * squares * squares.squareRoot())
  }

  /// The quantile of sorted values by linear interpolation (Hyndman and Fan, 1996, definition 7).
  static func quantile(_ level: Double, ofSorted sorted: [Double]) -> Double {
    let place = min(max(level, 0), 1) * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
