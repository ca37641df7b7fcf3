import Foundation

/// Places numbers along a line of the picture.
protocol Scale {
  /// Where a number lies.
  func position(_ value: Double) -> Double
  /// The numbers that are marked, with their words.
  var ticks: [(value: Double, label: String)] { get }
}

/// A straight scale for shares from 0 to 1, shown in percent.
struct ShareScale: Scale {
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

/// A logarithmic scale for counts, with a column of its own for zero.
///
/// A logarithm has no place for zero, and log10(count + 1) would draw the step from 0 to 1 as if it were one of many;
/// so the classes that are never mentioned stand apart.
struct CountScale: Scale {
  /// The usual width of the zero column.
  static let columnWidth = 44.0
  /// The usual space between the zero column and the count 1.
  static let gap = 14.0

  /// Where the column starts, or the smallest count where there is none.
  let start: Double
  /// Where the largest count lies.
  let end: Double
  /// The width of the zero column: less where there is little room.
  let column: Double
  /// Whether there is a zero column.
  let hasZero: Bool
  /// The decades of the ends.
  let lowDecade: Int
  let highDecade: Int

  /// Makes a scale that holds the given counts, or of the range asked for; there the column stands where it begins at 0.
  init(start: Double, end: Double, holding counts: [Double], range: ClosedRange<Double>? = nil) {
    self.start = start
    self.end = end
    column = abs(end - start) < 300 ? abs(end - start) * 0.14 : Self.columnWidth
    if let range {
      hasZero = range.lowerBound <= 0
      let least = range.lowerBound > 0 ? range.lowerBound : 1
      lowDecade = max(-12, Int(floor(log10(least) + 1e-9)))
      highDecade = max(lowDecade + 1, Int(ceil(log10(range.upperBound) - 1e-9)))
      return
    }
    hasZero = counts.contains { $0 <= 0 }
    let positive = counts.filter { $0 > 0 && $0.isFinite }
    lowDecade = max(-12, Int(floor(log10(positive.min() ?? 1) + 1e-9)))
    highDecade = max(lowDecade + 1, Int(ceil(log10(positive.max() ?? 10) - 1e-9)))
  }

  /// Where the counts above zero start.
  var logStart: Double { hasZero ? start + column + min(Self.gap, column / 3) : start }

  func position(_ value: Double) -> Double {
    guard value > 0 else { return start + column / 2 }
    let share = (log10(value) - Double(lowDecade)) / Double(highDecade - lowDecade)
    return logStart + min(max(share, 0), 1) * (end - logStart)
  }

  /// The count at a position of the logarithmic part.
  func count(at position: Double) -> Double {
    let share = (position - logStart) / (end - logStart)
    return pow(10, Double(lowDecade) + share * Double(highDecade - lowDecade))
  }

  /// Where a class of count zero stands: spread over the column by its index, always the same way.
  func positionInColumn(_ index: Int) -> Double {
    let spread = (Double(index) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)
    let edge = column > 30 ? 5 : column / 6
    return start + edge + spread * (column - 2 * edge)
  }

  /// Whether a count has a place.
  func contains(_ value: Double) -> Bool {
    value > 0
      ? log10(value) >= Double(lowDecade) - 1e-9 && log10(value) <= Double(highDecade) + 1e-9 : hasZero
  }

  var ticks: [(value: Double, label: String)] {
    // A label takes some 34 units, and along the other axis less than that.
    let most = max(1, min(8, Int(abs(end - logStart) / 34)))
    let step = max(1, (highDecade - lowDecade + most - 1) / most)
    return stride(from: lowDecade, through: highDecade, by: step).map {
      (pow(10, Double($0)), Self.label(decade: $0))
    }
  }

  /// A power of ten in few letters: 1, 100, 10k, 1M, 1G.
  static func label(decade: Int) -> String {
    if decade < 0 { return NumberText.short(pow(10, Double(decade))) }
    let unit = ["", "k", "M", "G", "T", "P"]
    guard decade / 3 < unit.count else { return "1e\(decade)" }
    return "1" + String(repeating: "0", count: decade % 3) + unit[decade / 3]
  }
}
