/// Half-open ranges of counts, in ascending order and without gaps.
public struct Bins: Hashable, Sendable {
  /// One range: `low` belongs to it, `high` does not.
  public struct Bin: Hashable, Sendable {
    /// The smallest count inside.
    public var low: Double
    /// The smallest count above, or nil where the bin has no end.
    public var high: Double?

    /// Makes a bin.
    public init(low: Double, high: Double?) {
      self.low = low
      self.high = high
    }

    /// Tells whether a count is inside; never for what is not a number.
    public func contains(_ count: Double) -> Bool { count >= low && (high.map { count < $0 } ?? true) }
  }

  /// The bins.
  public let bins: [Bin]

  private init(_ bins: [Bin]) { self.bins = bins }

  /// The bins of the paper's figure: [0, 10) ... [90, 100), [100, 1000), [1000, 10,000), [10,000, 100,000) and
  /// [100,000, ∞).
  ///
  /// Source: Zhang et al. (2024), Why are visually-grounded language models bad at image classification?, figure 5.
  public static let paper = Bins(
    stride(from: 0.0, to: 100, by: 10).map { Bin(low: $0, high: $0 + 10) } + [
      Bin(low: 100, high: 1_000), Bin(low: 1_000, high: 10_000), Bin(low: 10_000, high: 100_000),
      Bin(low: 100_000, high: nil),
    ])

  /// Makes bins from their lower ends, the last one without an end when `open`, else closed by the last number.
  ///
  /// Undefined unless the edges are finite and ascend strictly, at least one of them (two when not open).
  public static func given(_ edges: [Double], open: Bool = true) -> Estimate<Bins> {
    guard edges.count >= (open ? 1 : 2) else {
      return .failure(.parameter("bins need at least \(open ? "one edge" : "two edges")"))
    }
    guard edges.allSatisfy(\.isFinite), zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return .failure(.parameter("the edges of bins must be finite and ascending"))
    }
    var bins = zip(edges, edges.dropFirst()).map { Bin(low: $0, high: $1) }
    if open, let last = edges.last { bins.append(Bin(low: last, high: nil)) }
    return .success(Bins(bins))
  }

  /// Makes bins that hold about equally many of the given counts.
  ///
  /// Equal counts are never torn apart, so there are fewer bins than asked for where many are equal (a third of the
  /// classes at zero). The first bin starts at the smallest count, the last has no end.
  ///
  /// - Complexity: O(*n* log *n*).
  static func equalCount(_ counts: [Double], bins wanted: Int) -> Estimate<Bins> {
    guard wanted >= 1 else { return .failure(.parameter("there must be at least one bin")) }
    guard !counts.isEmpty else { return .failure(.tooFew(have: 0, need: 1)) }
    if let index = counts.firstIndex(where: { !$0.isFinite }) {
      return .failure(.notFinite(.first, index: index))
    }
    let sorted = counts.sorted()
    var edges = [sorted[0]]
    for cut in 1..<max(2, min(wanted, sorted.count)) where wanted > 1 {
      // The cut moves to the nearer end of the run of equal counts that it falls into.
      let place = cut * sorted.count / min(wanted, sorted.count)
      var start = place
      while start > 0, sorted[start - 1] == sorted[place] { start -= 1 }
      var end = place
      while end < sorted.count, sorted[end] == sorted[place] { end += 1 }
      let edge = place - start <= end - place || end == sorted.count ? start : end
      if let last = edges.last, sorted[edge] > last { edges.append(sorted[edge]) }
    }
    return given(edges)
  }

  /// Finds the bin of a count, or nil where it lies outside all.
  ///
  /// - Complexity: O(log *b*) for *b* bins.
  public func index(of count: Double) -> Int? {
    var low = 0
    var high = bins.count
    while low < high {
      let middle = (low + high) / 2
      if bins[middle].low <= count { low = middle + 1 } else { high = middle }
    }
    return low > 0 && bins[low - 1].contains(count) ? low - 1 : nil
  }

  /// Sorts points into the bins.
  ///
  /// - Returns: For each bin the positions of its points, ascending; and those of the points in no bin.
  public func members(_ counts: [Double]) -> (inside: [[Int]], outside: [Int]) {
    var inside = [[Int]](repeating: [], count: bins.count)
    var outside: [Int] = []
    for (position, count) in counts.enumerated() {
      if let bin = index(of: count) { inside[bin].append(position) } else { outside.append(position) }
    }
    return (inside, outside)
  }
}
