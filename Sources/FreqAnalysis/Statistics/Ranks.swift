/// Ranks of values, ties averaged.
public enum Ranks {
  /// Ranks values from 1 for the smallest; equal values share the mean of the ranks they cover.
  ///
  /// The ranks of *n* values add up to n (n + 1) / 2 whatever the ties. A value that is not a number makes all ranks
  /// undefined; infinities are values like others.
  ///
  /// Source: Kendall (1945), The treatment of ties in ranking problems, Biometrika 33, the mid-rank method.
  ///
  /// - Complexity: O(*n* log *n*).
  public static func averaged(_ values: [Double]) -> Estimate<[Double]> {
    if let index = values.firstIndex(where: \.isNaN) { return .failure(.notFinite(.first, index: index)) }
    return .success(averagedOrdered(values))
  }

  /// The ranks of values that are known to hold no NaN.
  static func averagedOrdered(_ values: [Double]) -> [Double] {
    let order = ascending(values)
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      let shared = Double(start + end + 1) / 2
      for place in start..<end { ranks[order[place]] = shared }
      start = end
    }
    return ranks
  }

  /// The positions of values in ascending order.
  static func ascending(_ values: [Double]) -> [Int] {
    values.indices.sorted { values[$0] < values[$1] }
  }
}
