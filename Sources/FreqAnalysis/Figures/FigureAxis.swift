/// An axis whose range a person may set.
public enum FigureAxis: String, Sendable, Hashable, CaseIterable {
  /// The accuracy in percent.
  case accuracy
  /// The count, on its logarithmic axis; from 0 the classes that are never mentioned are among it.
  case count
  /// Spearman's rho.
  case rho
  /// The slope: percentage points of accuracy for a tenfold count + 1.
  case slope
}

/// The range of an axis: `accuracy=0:60`.
public struct AxisRange: Sendable, Hashable {
  /// The axis.
  public var axis: FigureAxis
  /// The low end, in the axis's unit.
  public var low: Double
  /// The high end; above the low one.
  public var high: Double

  /// Reads an axis, `=`, the low end, `:` and the high end; nil for anything else, and for what no such axis has.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let axis = FigureAxis(rawValue: String(parts[0])) else { return nil }
    let ends = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low.isFinite, high.isFinite, low < high
    else { return nil }
    let limits: ClosedRange<Double>
    switch axis {
    case .accuracy: limits = 0...100
    case .count: limits = 0...1e15
    case .rho: limits = -1...1
    case .slope: limits = -1000...1000
    }
    guard limits.contains(low), limits.contains(high), axis != .count || high >= 1 else { return nil }
    self.axis = axis
    self.low = low
    self.high = high
  }
}
