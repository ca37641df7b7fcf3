import Foundation

/// Counts on a logarithmic scale; whole numbers, or weighted sums of them.
enum LogCounts {
  /// Gives log10(count + 1) of each count, 0 for a count of zero; a negative count is undefined.
  static func plusOne(_ counts: [Int]) -> Estimate<[Double]> { plusOne(counts.map(Double.init)) }

  /// Gives log10(count + 1) of each count, 0 for a count of zero.
  ///
  /// A count that is negative or not finite is undefined.
  static func plusOne(_ counts: [Double]) -> Estimate<[Double]> {
    if let index = firstStrange(counts) { return .failure(.notACount(index: index)) }
    return .success(counts.map { log10($0 + 1) })
  }

  /// Gives log10(count) and the second input's value of the points whose count is not zero.
  ///
  /// Zero counts are left out, which the caller has to tell; a negative count is undefined.
  static func nonZero(
    _ counts: [Int], _ values: [Double]
  ) -> Estimate<(logs: [Double], values: [Double])> {
    nonZero(counts.map(Double.init), values)
  }

  /// Gives log10(count) and the second input's value of the points whose count is not zero.
  ///
  /// Zero counts are left out, which the caller has to tell; a count that is negative or not finite is undefined.
  static func nonZero(
    _ counts: [Double], _ values: [Double]
  ) -> Estimate<(logs: [Double], values: [Double])> {
    guard counts.count == values.count else { return .failure(.lengthsDiffer(counts.count, values.count)) }
    if let index = firstStrange(counts) { return .failure(.notACount(index: index)) }
    let kept = counts.indices.filter { counts[$0] > 0 }
    return .success((kept.map { log10(counts[$0]) }, kept.map { values[$0] }))
  }

  private static func firstStrange(_ counts: [Double]) -> Int? {
    counts.firstIndex { !($0 >= 0 && $0.isFinite) }
  }
}
