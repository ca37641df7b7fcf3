/// The monotone curve that is nearest to some points: a step function that never turns.
public struct IsotonicFit: Hashable, Sendable {
  /// One step: the curve's value from one x on up to the next step's.
  public struct Step: Hashable, Sendable {
    /// The smallest x of the step's points.
    public var low: Double
    /// The largest x of the step's points.
    public var high: Double
    /// The mean of their y.
    public var value: Double
    /// The number of points.
    public var count: Int
  }

  /// The steps in the order of x.
  public var steps: [Step]
  /// Whether the curve rises; else it falls.
  public var rises: Bool

  /// Fits the curve by least squares; points of one x have one value.
  ///
  /// Undefined without a point, and for values that are not finite. Source: Barlow, Bartholomew, Bremner and Brunk
  /// (1972), Statistical inference under order restrictions, section 1.2: pool adjacent violators.
  ///
  /// - Complexity: O(*n* log *n*).
  public static func fit(_ x: [Double], _ y: [Double], rises: Bool = true) -> Estimate<IsotonicFit> {
    Estimate { () throws(Undefined) -> IsotonicFit in
      try Samples.check(x, y, need: 1)
      let order = x.indices.sorted { (x[$0], $0) < (x[$1], $1) }
      let sign = rises ? 1.0 : -1.0
      // Sums, not means, so that pooling adds and nothing drifts. Points of one x go together before anything is pooled.
      typealias Block = (low: Double, high: Double, sum: Double, count: Int)
      var levels: [Block] = []
      for index in order {
        if let last = levels.last, last.low == x[index] {
          levels[levels.count - 1].sum += sign * y[index]
          levels[levels.count - 1].count += 1
        } else {
          levels.append((x[index], x[index], sign * y[index], 1))
        }
      }
      var blocks: [Block] = []
      for level in levels {
        var block = level
        while let last = blocks.last, last.sum * Double(block.count) >= block.sum * Double(last.count) {
          block = (last.low, block.high, last.sum + block.sum, last.count + block.count)
          blocks.removeLast()
        }
        blocks.append(block)
      }
      return IsotonicFit(
        steps: blocks.map {
          Step(low: $0.low, high: $0.high, value: sign * $0.sum / Double($0.count), count: $0.count)
        }, rises: rises)
    }
  }

  /// The curve's value at an x: that of the last step that begins at or before it; nil outside the points.
  public func value(at x: Double) -> Double? {
    guard let first = steps.first, let last = steps.last, x >= first.low, x <= last.high else { return nil }
    return steps.last { $0.low <= x }?.value
  }
}
