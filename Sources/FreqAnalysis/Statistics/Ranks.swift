/// Ranks of values, ties averaged.
enum Ranks {
  /// Ranks values from 1 for the smallest; equal values share the mean of the ranks they cover.
  ///
  /// The ranks of *n* values add up to n (n + 1) / 2 whatever the ties. No value may be NaN; infinities are values like
  /// others.
  ///
  /// Source: Kendall (1945), The treatment of ties in ranking problems, Biometrika 33, the mid-rank method.
  ///
  /// - Complexity: O(*n* log *n*).
  static func averaged(_ values: [Double]) -> [Double] {
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

  /// Each value's place among the distinct values, from 0; what `averagedPlaces` ranks quickly.
  ///
  /// No value may be NaN.
  ///
  /// - Complexity: O(*n* log *n*).
  static func places(_ values: [Double]) -> [Double] {
    let order = ascending(values)
    var places = [Double](repeating: 0, count: values.count)
    var place = 0.0
    for (position, index) in order.enumerated() {
      if position > 0, values[index] != values[order[position - 1]] { place += 1 }
      places[index] = place
    }
    return places
  }

  /// The averaged ranks of places among distinct values, by counting instead of sorting: what resampling needs.
  ///
  /// - Complexity: O(*n* + *d*) for places below *d*.
  static func averagedPlaces(_ places: [Double]) -> [Double] {
    guard let largest = places.max(), largest >= 0 else { return [] }
    var counts = [Int](repeating: 0, count: Int(largest) + 1)
    for place in places { counts[Int(place)] += 1 }
    var ranks = [Double](repeating: 0, count: counts.count)
    var before = 0
    for (place, count) in counts.enumerated() where count > 0 {
      ranks[place] = Double(2 * before + count + 1) / 2
      before += count
    }
    return places.map { ranks[Int($0)] }
  }

  /// The positions of values in ascending order.
  static func ascending(_ values: [Double]) -> [Int] {
    values.indices.sorted { values[$0] < values[$1] }
  }
}
