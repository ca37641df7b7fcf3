import Foundation

/// Counts on a logarithmic scale.
public enum LogCounts {
  /// Gives log10(count + 1) of each count, 0 for a count of zero; a negative count is undefined.
  public static func plusOne(_ counts: [Int]) -> Estimate<[Double]> {
    if let index = counts.firstIndex(where: { $0 < 0 }) { return .failure(.notACount(index: index)) }
    return .success(counts.map { log10(Double($0) + 1) })
  }

  /// Gives log10(count) and the second input's value of the points whose count is not zero.
  ///
  /// Zero counts are left out, which the caller has to tell; a negative count is undefined.
  public static func nonZero(_ counts: [Int], _ values: [Double]) -> Estimate<
    (logs: [Double], values: [Double])
  > {
    guard counts.count == values.count else { return .failure(.lengthsDiffer(counts.count, values.count)) }
    if let index = counts.firstIndex(where: { $0 < 0 }) { return .failure(.notACount(index: index)) }
    let kept = counts.indices.filter { counts[$0] > 0 }
    return .success((kept.map { log10(Double(counts[$0])) }, kept.map { values[$0] }))
  }
}
