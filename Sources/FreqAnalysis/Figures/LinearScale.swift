import Foundation

/// A straight scale with round ends around the numbers that it shows, zero among them.
struct LinearScale {
  /// The positions of the two ends.
  let start: Double
  let end: Double
  /// The numbers at the two ends.
  let low: Double
  let high: Double
  /// The distance between two marks.
  private let step: Double
  /// What the numbers are multiplied with where they are shown.
  private let factor: Double

  /// Makes a scale.
  ///
  /// - Parameters:
  ///   - start: Where the low end lies.
  ///   - end: Where the high end lies.
  ///   - values: What it holds; zero is added.
  ///   - limits: Numbers that lie outside are none; a round end goes no farther.
  ///   - range: The ends that a person asked for, instead of those around the values; as shown.
  ///   - factor: What the numbers are multiplied with where they are shown.
  init(
    start: Double, end: Double, holding values: [Double], limits: ClosedRange<Double> = -1e9...1e9,
    range: ClosedRange<Double>? = nil, factor: Double = 1
  ) {
    self.start = start
    self.end = end
    self.factor = factor
    let marks = max(2, min(6, Int(abs(end - start) / 46)))
    if let range {
      (low, high) = (range.lowerBound / factor, range.upperBound / factor)
      step = Self.roundStep((high - low) / Double(marks))
      return
    }
    let known = values.filter { $0.isFinite && limits.contains($0) } + [0]
    var (least, most) = (known.min() ?? 0, known.max() ?? 0)
    if most - least < 1e-9 {
      least = max(-0.5 / factor, limits.lowerBound)
      most = min(0.5 / factor, limits.upperBound)
    }
    step = Self.roundStep((most - least) / Double(marks))
    // The ends are rounder than the values and finer than the marks, so that little room is lost.
    let fine = step / 4
    low = max(limits.lowerBound, floor(least / fine + 1e-9) * fine)
    high = min(limits.upperBound, ceil(most / fine - 1e-9) * fine)
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is not below a number.
  private static func roundStep(_ least: Double) -> Double {
    let power = pow(10, floor(log10(max(least, 1e-12))))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-9) } ?? 10 * power
  }

  func position(_ value: Double) -> Double {
    start + (min(max(value, low), high) - low) / (high - low) * (end - start)
  }

  /// Whether a number lies inside.
  func contains(_ value: Double) -> Bool { value >= low - 1e-12 && value <= high + 1e-12 }

  var ticks: [(value: Double, label: String)] {
    let decimals = max(0, -Int(floor(log10(step * factor) + 1e-9)))
    let (first, last) = (Int(ceil(low / step - 1e-9)), Int(floor(high / step + 1e-9)))
    guard first <= last, last - first < 100 else { return [] }
    return (first...last).map {
      (Double($0) * step, NumberText.fixed(Double($0) * step * factor, decimals: decimals))
    }
  }
}
