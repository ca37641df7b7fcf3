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
  /// The two-sided p-value of a statistic of zero: one less the confidence at which the interval just reaches zero.
  ///
  /// It is below 0.05 exactly where the interval at 95 % leaves out zero, and so at every level that the resamples can
  /// tell. Where zero lies beyond all resamples it is the level of the outermost one, or less where the correction says so.
  /// Source: the inversion of an interval, Davison and
  /// Hinkley (1997), Bootstrap methods and their application, section 5.4, of equations 14.9 to 14.15 of Efron and Tibshirani (1993).
  public var p: Double
  /// Whether zero lies beyond all resamples, so that the p-value is an upper bound.
  public var isBeyond: Bool
}

extension BootstrapInterval {
  /// The interval of the statistic with the other sign.
  var negated: BootstrapInterval {
    var negated = self
    negated.interval = Interval(low: -interval.high, high: -interval.low, confidence: interval.confidence)
    (negated.value, negated.bias, negated.acceleration) = (-value, -bias, -acceleration)
    return negated
  }
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

  /// A statistic's values under resampling: what an interval is made from; not a number where it has no value.
  struct Replicates: Sendable {
    /// The statistic of the points themselves.
    var value: Double
    /// Its values in the resamples, in order.
    var drawn: [Double]
    /// Its values with one point, or one group of points, left out.
    var left: [Double]

    /// The replicates of the difference of two statistics of the same points.
    func minus(_ other: Replicates) -> Replicates {
      Replicates(
        value: value - other.value, drawn: zip(drawn, other.drawn).map { $0 - $1 },
        left: zip(left, other.left).map { $0 - $1 })
    }

    /// The replicates with the other sign.
    var negated: Replicates { Replicates(value: -value, drawn: drawn.map { -$0 }, left: left.map { -$0 }) }
  }

  /// Computes a statistic of the points, of every resample, and of what the jackknife leaves.
  ///
  /// Statistics of inputs of one length are drawn alike, so that their differences are paired. Of more than `groups` points the
  /// jackknife leaves out a group at a time.
  func replicates(
    _ columns: [[Double]], of statistic: @escaping Statistic, groups: Int = 1_000
  ) -> Estimate<Replicates> {
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
      return Replicates(
        value: value, drawn: drawn.map { $0 ?? .nan },
        left: jackknife(columns, count, min(count, groups), statistic).map { $0 ?? .nan })
    }
  }

  /// Computes a correlation's replicates.
  func replicates(of kind: Coefficient, _ x: [Double], _ y: [Double]) -> Estimate<Replicates> {
    Estimate { () throws(Undefined) -> Replicates in
      try check()
      if kind == .kendall { return try KendallResamples(x, y).replicates(self) }
      var shared = SharedResamples(count: x.count)
      let pair = try shared.add(kind, x, y).get()
      return shared.replicates(self)[pair]
    }
  }

  /// Makes the interval of a statistic from its replicates.
  func interval(_ replicates: Replicates, confidence: Double = 0.95) -> Estimate<BootstrapInterval> {
    Estimate { () throws(Undefined) -> BootstrapInterval in
      try Samples.check(confidence: confidence)
      let value = replicates.value
      let sorted = replicates.drawn.filter { !$0.isNaN }.sorted()
      let undefined = replicates.drawn.count - sorted.count
      guard undefined * 10 <= replicates.drawn.count else {
        throw .unstable(undefined: undefined, of: replicates.drawn.count)
      }
      guard let smallest = sorted.first, let largest = sorted.last, smallest < largest else {
        throw .degenerate
      }
      let below = Self.count(below: value, inSorted: sorted)
      let upTo = Self.count(upTo: value, inSorted: sorted)
      let bias = Normal.lowerQuantile(Double(below + upTo) / Double(2 * sorted.count))
      guard bias.isFinite else { throw .degenerate }
      let correction = Correction(bias: bias, acceleration: Self.acceleration(replicates.left))
      func end(_ level: Double) -> Double { Self.quantile(correction.corrected(level), ofSorted: sorted) }
      let tail = (1 - confidence) / 2
      let centred = Samples.Centred(sorted)
      return BootstrapInterval(
        interval: Interval(low: end(tail), high: end(1 - tail), confidence: confidence), value: value,
        standardError: (centred.squares / Double(sorted.count - 1)).squareRoot() * centred.scale, bias: bias,
        acceleration: correction.acceleration, resamples: replicates.drawn.count, undefined: undefined,
        seed: seed, p: Self.p(ofZeroIn: sorted, correction), isBeyond: smallest > 0 || largest < 0)
    }
  }

  /// What BCa makes of a level of the normal distribution.
  private struct Correction {
    var bias: Double
    var acceleration: Double

    /// The level among the resamples that stands for a level.
    func corrected(_ level: Double) -> Double {
      let shifted = bias + Normal.lowerQuantile(level)
      let room = 1 - acceleration * shifted
      // Beyond the pole nothing is farther out.
      guard room > 0 else { return shifted < 0 ? 0 : 1 }
      return Normal.lowerTail(bias + shifted / room)
    }

    /// The level that a level among the resamples stands for.
    func level(of corrected: Double) -> Double {
      let moved = Normal.lowerQuantile(corrected) - bias
      let room = 1 + acceleration * moved
      guard room > 0 else { return moved < 0 ? 0 : 1 }
      return Normal.lowerTail(moved / room - bias)
    }
  }

  /// Inverts the interval: twice the level at which its nearer end is zero.
  private static func p(ofZeroIn sorted: [Double], _ correction: Correction) -> Double {
    let last = Double(sorted.count - 1)
    let outermost = 1 / Double(sorted.count + 1)
    /// Where between two resamples zero lies, as a level; `above` is the first of those that lie beyond it.
    func level(_ above: Int) -> Double {
      guard above > 0 else { return outermost }
      guard above < sorted.count else { return 1 - outermost }
      let (low, high) = (sorted[above - 1], sorted[above])
      return min(max((Double(above - 1) - low / (high - low)) / last, outermost), 1 - outermost)
    }
    // Of resamples that are zero the interval at some levels ends at zero, and does not leave it out.
    let leavesOutBelow = correction.level(of: level(count(upTo: 0, inSorted: sorted)))
    let leavesOutAbove = 1 - correction.level(of: level(count(below: 0, inSorted: sorted)))
    let p = min(1, 2 * min(leavesOutBelow, leavesOutAbove))
    // No interval of these resamples holds zero then, however far its ends are moved.
    let isBeyond = (sorted.first ?? 0) > 0 || (sorted.last ?? 0) < 0
    return isBeyond ? min(p, 2 * outermost) : p
  }

  /// How many of sorted values are smaller than a value.
  private static func count(below value: Double, inSorted sorted: [Double]) -> Int {
    partition(sorted) { $0 >= value }
  }

  /// How many of sorted values are not larger than a value.
  private static func count(upTo value: Double, inSorted sorted: [Double]) -> Int {
    partition(sorted) { $0 > value }
  }

  private static func partition(_ sorted: [Double], _ isBeyond: (Double) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Gives the BCa interval of a correlation.
  public func interval(
    of kind: Coefficient, _ x: [Double], _ y: [Double], confidence: Double = 0.95
  ) -> Estimate<BootstrapInterval> {
    replicates(of: kind, x, y).flatMap { interval($0, confidence: confidence) }
  }

  /// Gives the BCa interval of a mean.
  func intervalOfMean(_ values: [Double], confidence: Double = 0.95) -> Estimate<BootstrapInterval> {
    intervalsOfMeans([values], confidence: confidence)[0]
  }

  /// Gives the BCa intervals of the means of columns of one length, all from the same resamples.
  ///
  /// - Complexity: O(resamples × *n* × columns).
  func intervalsOfMeans(
    _ columns: [[Double]], confidence: Double = 0.95, meter: WorkMeter? = nil
  ) -> [Estimate<BootstrapInterval>] {
    let count = columns.first?.count ?? 0
    let reasons = columns.map { column -> Undefined? in
      if let index = column.firstIndex(where: { !$0.isFinite }) { return .notFinite(.first, index: index) }
      if column.count != count { return .lengthsDiffer(count, column.count) }
      return count < 2 ? .tooFew(have: count, need: 2) : nil
    }
    do throws(Undefined) { try check() } catch { return columns.map { _ in .failure(error) } }
    let known = columns.indices.filter { reasons[$0] == nil }
    let means = known.map { Samples.mean(columns[$0]) }
    // Deviations, so that sums of them lose nothing.
    let centred = zip(known, means).map { place, mean in columns[place].map { $0 - mean } }
    guard !known.isEmpty else { return reasons.map { .failure($0 ?? .degenerate) } }
    let work = Self.workOfMeans(count: count, columns: centred.count)
    let parts = inParts(resamples) { range -> [[Double]] in
      var drawn = [[Double]](repeating: [], count: centred.count)
      for resample in range {
        var random = RandomSource(seed: seed, stream: UInt64(resample))
        let rows = random.draw(count)
        for (place, column) in centred.enumerated() {
          var sum = 0.0
          for row in rows { sum += column[row] }
          drawn[place].append(sum / Double(count))
        }
        meter?.add(work)
      }
      return drawn
    }
    var result: [Estimate<BootstrapInterval>] = reasons.map { .failure($0 ?? .degenerate) }
    for (place, column) in known.enumerated() {
      let mean = means[place]
      let replicates = Replicates(
        value: mean, drawn: parts.flatMap { $0[place].map { $0 + mean } },
        left: Self.meansWithoutOne(centred[place]))
      result[column] = interval(replicates, confidence: confidence)
    }
    return result
  }

  /// The work of a resample of means, in nanoseconds of one core.
  static func workOfMeans(count: Int, columns: Int) -> Double { Double(count) * (4 + Double(columns)) }

  /// The mean of deviations with one of at most 1,000 groups left out at a time.
  private static func meansWithoutOne(_ deviations: [Double]) -> [Double] {
    let groups = min(deviations.count, 1_000)
    var (sums, sizes) = ([Double](repeating: 0, count: groups), [Double](repeating: 0, count: groups))
    for (place, deviation) in deviations.enumerated() {
      sums[place % groups] += deviation
      sizes[place % groups] += 1
    }
    let (all, count) = (sums.reduce(0, +), Double(deviations.count))
    return sums.indices.map { (all - sums[$0]) / (count - sizes[$0]) }
  }

  /// The statistic with one of some groups of points left out at a time.
  private func jackknife(
    _ columns: [[Double]], _ count: Int, _ groups: Int, _ statistic: @escaping Statistic
  ) -> [Double?] {
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
  private static func acceleration(_ left: [Double]) -> Double {
    let values = left.filter { !$0.isNaN }
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
