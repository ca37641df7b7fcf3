import Foundation

/// The exact chance of a correlation of few points: over every pairing of the one input with the other.
///
/// Source: Fisher (1935), The design of experiments, section 21.
enum ExactPermutations {
  /// The most points of which every pairing is tried: 9! is 362,880.
  static let largest = 9

  /// The number of pairings of some points, at most `largest`.
  static func pairings(_ count: Int) -> Int { (1...max(1, min(count, largest))).reduce(1, *) }

  /// The logarithm of the share of pairings whose sum of products is at least as far from zero as that of the points.
  ///
  /// - Parameters:
  ///   - x: Deviations from their mean, not all equal.
  ///   - y: The same of the other input, as many.
  /// - Returns: A logarithm, at most 0.
  static func logP(products x: [Double], _ y: [Double]) -> Double {
    let value = Samples.dot(x, y)
    // Sums in another order differ in the last digits; equal sums must count as equal.
    let rounding = 1e-12 * (Samples.dot(x, x) * Samples.dot(y, y)).squareRoot()
    var search = Search(y, limit: abs(value) - rounding)
    let sorted = search.values
    search.place { place, item, _ in x[place] * sorted[item] }
    return search.logShare
  }

  /// The logarithm of the share of pairings in which concordant less discordant pairs are at least as many, or as few.
  static func logP(concordance x: [Double], _ y: [Double]) -> Double {
    func sign(_ one: Double, _ two: Double) -> Double { one < two ? 1 : one > two ? -1 : 0 }
    var value = 0.0
    for one in x.indices {
      for two in 0..<one { value += sign(x[two], x[one]) * sign(y[two], y[one]) }
    }
    var search = Search(y, limit: abs(value) - 0.5)
    let sorted = search.values
    search.place { place, item, placed in
      var sum = 0.0
      for earlier in 0..<place {
        sum += sign(x[earlier], x[place]) * sign(sorted[placed[earlier]], sorted[item])
      }
      return sum
    }
    return search.logShare
  }

  /// Places the values of an input at every place in turn. Values that are equal are placed once for all their orders,
  /// which are equally many for each arrangement.
  private struct Search {
    let values: [Double]
    private let limit: Double
    private var placed: [Int]
    private var isUsed: [Bool]
    private var all = 0
    private var extreme = 0

    init(_ values: [Double], limit: Double) {
      self.values = values.sorted()
      self.limit = limit
      placed = [Int](repeating: 0, count: values.count)
      isUsed = [Bool](repeating: false, count: values.count)
    }

    var logShare: Double { log(Double(extreme) / Double(all)) }

    /// Tries every arrangement; `gain` is what an item adds at a place to the sum of the places before.
    mutating func place(_ gain: (_ place: Int, _ item: Int, _ placed: [Int]) -> Double) {
      place(from: 0, sum: 0, gain)
    }

    private mutating func place(
      from place: Int, sum: Double, _ gain: (_ place: Int, _ item: Int, _ placed: [Int]) -> Double
    ) {
      guard place < values.count else {
        all += 1
        if abs(sum) >= limit { extreme += 1 }
        return
      }
      for item in values.indices where !isUsed[item] {
        // Of equal values the first that is free.
        if item > 0, values[item] == values[item - 1], !isUsed[item - 1] { continue }
        isUsed[item] = true
        placed[place] = item
        self.place(from: place + 1, sum: sum + gain(place, item, placed), gain)
        isUsed[item] = false
      }
    }
  }
}
