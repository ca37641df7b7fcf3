/// p-values adjusted for their number.
///
/// Tests without a p-value keep their reason and do not count.
public enum MultipleTesting {
  /// Adjusts by Holm's step-down method, which bounds the chance of any false finding.
  ///
  /// Source: Holm (1979), A simple sequentially rejective multiple test procedure, Scand. J. Stat. 6.
  ///
  /// - Complexity: O(*m* log *m*) for *m* tests.
  static func holm(_ p: [Estimate<Double>]) -> [Estimate<Double>] {
    adjust(p) { sorted in
      var largest = 0.0
      return sorted.enumerated().map { place, value in
        largest = max(largest, min(1, Double(sorted.count - place) * value))
        return largest
      }
    }
  }

  /// Adjusts by Benjamini and Hochberg's step-up method, which bounds the expected share of false findings.
  ///
  /// Source: Benjamini and Hochberg (1995), Controlling the false discovery rate, J. R. Stat. Soc. B 57.
  ///
  /// - Complexity: O(*m* log *m*) for *m* tests.
  static func benjaminiHochberg(_ p: [Estimate<Double>]) -> [Estimate<Double>] {
    adjust(p) { sorted in
      var smallest = 1.0
      return sorted.enumerated().reversed().map { place, value in
        smallest = min(smallest, Double(sorted.count) / Double(place + 1) * value)
        return smallest
      }.reversed()
    }
  }

  private static func adjust(
    _ p: [Estimate<Double>], by method: ([Double]) -> [Double]
  ) -> [Estimate<Double>] {
    var result = p
    var defined: [(place: Int, p: Double)] = []
    for (place, estimate) in p.enumerated() {
      guard let value = estimate.value else { continue }
      if value >= 0, value <= 1 {
        defined.append((place, value))
      } else {
        result[place] = .failure(.parameter("a p-value must lie between 0 and 1, and \(value) does not"))
      }
    }
    defined.sort { ($0.p, $0.place) < ($1.p, $1.place) }
    for (test, adjusted) in zip(defined, method(defined.map(\.p))) { result[test.place] = .success(adjusted) }
    return result
  }
}
