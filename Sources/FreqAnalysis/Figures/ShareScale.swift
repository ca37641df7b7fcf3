import Foundation

/// A straight scale for shares from 0 to 1, shown in percent.
struct ShareScale {
  /// The positions of the two ends.
  var start: Double
  var end: Double
  /// The smallest share shown.
  let bottom: Double
  /// The largest share shown.
  let top: Double

  /// Makes a scale that holds the given shares: up to a round number above the largest, or of the range asked for in percent.
  init(start: Double, end: Double, holding shares: [Double], range: ClosedRange<Double>? = nil) {
    self.start = start
    self.end = end
    if let range {
      (bottom, top) = (range.lowerBound / 100, range.upperBound / 100)
      return
    }
    bottom = 0
    let largest = shares.filter(\.isFinite).max() ?? 1
    top = largest > 0.5 || largest <= 0 ? 1 : largest > 0.2 ? 0.5 : largest > 0.1 ? 0.2 : 0.1
  }

  func position(_ value: Double) -> Double {
    start + (min(max(value, bottom), top) - bottom) / (top - bottom) * (end - start)
  }

  /// Whether a share lies inside.
  func contains(_ value: Double) -> Bool { value >= bottom - 1e-12 && value <= top + 1e-12 }

  var ticks: [(value: Double, label: String)] {
    guard bottom == 0, [1, 0.5, 0.2, 0.1].contains(top), abs(end - start) > 80 else {
      return LinearScale(start: start, end: end, holding: [], range: bottom * 100...top * 100, factor: 100)
        .ticks
    }
    return (0...5).map { Double($0) / 5 * top }.map { ($0, "\(NumberText.short(($0 * 100).rounded()))") }
  }
}
