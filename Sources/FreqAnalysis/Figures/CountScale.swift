import Foundation

/// A logarithmic scale for counts, with a column of its own for zero.
///
/// A logarithm has no place for zero, and log10(count + 1) would draw the step from 0 to 1 as if it were one of many;
/// so the classes that are never mentioned stand apart.
struct CountScale {
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
  /// The common logarithms of the ends: of one, two or five times a power of ten, or of the range asked for.
  let low: Double
  let high: Double

  /// Makes a scale that holds the given counts, or of the range asked for; there the column stands where it begins at 0.
  init(start: Double, end: Double, holding counts: [Double], range: ClosedRange<Double>? = nil) {
    self.start = start
    self.end = end
    column = abs(end - start) < 300 ? abs(end - start) * 0.14 : Self.columnWidth
    if let range {
      hasZero = range.lowerBound <= 0
      low = max(-12, log10(range.lowerBound > 0 ? range.lowerBound : 1))
      high = max(low + 0.05, log10(range.upperBound))
      return
    }
    hasZero = counts.contains { $0 <= 0 }
    let positive = counts.filter { $0 > 0 && $0.isFinite }
    let least = max(-12, log10(positive.min() ?? 1) + 1e-9)
    let most = log10(positive.max() ?? 10) - 1e-9
    // Beside the zero column, and of many decades, the first one is shown from its start.
    let isWide = hasZero || most - least > 2
    let low =
      floor(least) + (isWide ? 0 : Self.steps.last { floor(least) + log10($0) <= least }.map(log10) ?? 0)
    self.low = low
    // At least from one to two, or to the end of the decade.
    high = max(
      low + 0.3, floor(most) + (Self.steps.first { floor(most) + log10($0) >= most }.map(log10) ?? 1))
  }

  /// What is marked in a decade where few decades are shown.
  private static let steps = [1.0, 2, 5]

  /// Where the counts above zero start.
  var logStart: Double { hasZero ? start + column + min(Self.gap, column / 3) : start }

  func position(_ value: Double) -> Double {
    guard value > 0 else { return start + column / 2 }
    let share = (log10(value) - low) / (high - low)
    return logStart + min(max(share, 0), 1) * (end - logStart)
  }

  /// The count at a position of the logarithmic part.
  func count(at position: Double) -> Double {
    let share = (position - logStart) / (end - logStart)
    return pow(10, low + share * (high - low))
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
      ? log10(value) >= low - 1e-9 && log10(value) <= high + 1e-9 : hasZero
  }

  var ticks: [(value: Double, label: String)] {
    // A label takes some 34 units, and along the other axis less than that.
    let most = max(1, min(8, Int(abs(end - logStart) / 34)))
    let (first, last) = (Int((low - 1e-9).rounded(.up)), Int((high + 1e-9).rounded(.down)))
    if last - first < 2, most > 3 {
      let fine = (Int(low.rounded(.down))...Int(high.rounded(.up))).flatMap { decade in
        Self.steps.map { (value: $0 * pow(10, Double(decade)), label: Self.label($0, decade: decade)) }
      }.filter { contains($0.value) }
      if fine.count > max(0, last - first + 1) { return fine }
    }
    guard first <= last else { return ticksBetweenDecades }
    let step = max(1, (last - first + most - 1) / most)
    return stride(from: first, through: last, by: step).map {
      (pow(10, Double($0)), Self.label(decade: $0))
    }
  }

  /// Round numbers where there is no power of ten, nor twice or five times one: at most four.
  private var ticksBetweenDecades: [(value: Double, label: String)] {
    let (from, to) = (pow(10, low), pow(10, high))
    let unit = pow(10, floor(log10(max(to - from, 1)))) / 10
    for step in [1.0, 2, 5, 10, 20, 50].map({ max($0 * unit, 1) }) {
      let values = stride(from: (from / step - 1e-9).rounded(.up) * step, through: to * (1 + 1e-9), by: step)
        .filter(contains)
      if (1...4).contains(values.count) { return values.map { ($0, NumberText.short($0)) } }
    }
    return []
  }

  /// A power of ten, or some of them, in few letters: 1, 200, 10k, 5M, 1G.
  static func label(_ times: Double = 1, decade: Int) -> String {
    if decade < 0 { return NumberText.short(times * pow(10, Double(decade))) }
    let unit = ["", "k", "M", "G", "T", "P"]
    guard decade / 3 < unit.count else { return "\(Int(times))e\(decade)" }
    return "\(Int(times))" + String(repeating: "0", count: decade % 3) + unit[decade / 3]
  }
}
