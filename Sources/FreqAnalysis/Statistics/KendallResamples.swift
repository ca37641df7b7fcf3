/// Kendall's tau-b under resampling: the points are put in order once, and a resample's pairs are counted by weights.
struct KendallResamples: Sendable {
  private let value: Double
  /// The points' positions by rising x, and where each group of equal x ends in them.
  private let order: [Int]
  private let ends: [Int]
  /// Each point's place among the distinct y, from 0.
  private let places: [Int]
  private let distinct: Int

  /// Takes two columns; undefined where tau-b is.
  init(_ x: [Double], _ y: [Double]) throws(Undefined) {
    value = try Kendall.coefficient(x, y).get()
    let ascending = Ranks.ascending(x)
    order = ascending
    ends = ascending.indices.filter {
      $0 + 1 == ascending.count || x[ascending[$0]] != x[ascending[$0 + 1]]
    }.map { $0 + 1 }
    places = Ranks.places(y).map { Int($0) }
    distinct = (places.max() ?? 0) + 1
  }

  /// The most resamples that are drawn of so many points: 1,999, and fewer, but not under 499, of more than 10,000.
  ///
  /// A resample takes as long as some thirty of the other coefficients.
  static func resamples(_ asked: Int, count: Int) -> Int {
    min(asked, max(499, min(1_999, 20_000_000 / max(1, count))))
  }

  /// The work of a resample of so many points, in nanoseconds of one core, as it was measured.
  static func work(count: Int) -> Double { 20 * Double(count) }

  /// Computes the replicates.
  ///
  /// - Complexity: O(resamples × *n* log *n*).
  func replicates(
    _ resampling: Resampling, meter: WorkMeter? = nil
  ) throws(Undefined) -> Resampling.Replicates {
    try resampling.check()
    let count = order.count
    let parts = resampling.inParts(resampling.resamples) { range in
      var weights = [Int](repeating: 0, count: count)
      var tree = [Int](repeating: 0, count: distinct + 1)
      return range.map { resample in
        var random = RandomSource(seed: resampling.seed, stream: UInt64(resample))
        for index in weights.indices { weights[index] = 0 }
        for _ in 0..<count { weights[random.below(count)] += 1 }
        meter?.add(Self.work(count: count))
        return tau(weights, &tree)
      }
    }
    return Resampling.Replicates(value: value, drawn: parts.flatMap { $0 }, left: withoutOne())
  }

  /// tau-b of weighted points; not a number where all of one column are equal.
  private func tau(_ weights: [Int], _ tree: inout [Int]) -> Double {
    for index in tree.indices { tree[index] = 0 }
    /// How many of those that were added lie at places below a place.
    func below(_ place: Int, _ tree: [Int]) -> Int {
      var (node, sum) = (place, 0)
      while node > 0 {
        sum += tree[node]
        node &= node - 1
      }
      return sum
    }
    var (seen, score, tiedX, start) = (0, 0, 0, 0)
    for end in ends {
      var group = 0
      for index in start..<end {
        let point = order[index]
        let weight = weights[point]
        guard weight > 0 else { continue }
        let lower = below(places[point], tree)
        score += weight * (lower - (seen - below(places[point] + 1, tree)))
        group += weight
      }
      for index in start..<end {
        let point = order[index]
        let weight = weights[point]
        guard weight > 0 else { continue }
        var node = places[point] + 1
        while node < tree.count {
          tree[node] += weight
          node += node & -node
        }
      }
      tiedX += group * (group - 1) / 2
      seen += group
      start = end
    }
    var tiedY = 0
    for place in 0..<distinct {
      let here = below(place + 1, tree) - below(place, tree)
      tiedY += here * (here - 1) / 2
    }
    return Self.tau(score, pairs: seen * (seen - 1) / 2, tiedX, tiedY)
  }

  private static func tau(_ score: Int, pairs: Int, _ tiedX: Int, _ tiedY: Int) -> Double {
    guard tiedX < pairs, tiedY < pairs else { return .nan }
    return Kendall.tau(score, untied: pairs - tiedX, pairs - tiedY)
  }

  /// tau-b with each point left out: its own pairs are taken from the counts.
  private func withoutOne() -> [Double] {
    let count = order.count
    let (own, tied) = scores()
    let score = own.reduce(0, +) / 2
    let (tiedX, tiedY) = (tied.x.reduce(0, +) / 2, tied.y.reduce(0, +) / 2)
    return (0..<count).map { point in
      Self.tau(
        score - own[point], pairs: (count - 1) * (count - 2) / 2, tiedX - tied.x[point], tiedY - tied.y[point]
      )
    }
  }

  /// Each point's concordant less discordant pairs, and its pairs that are tied in each column.
  private func scores() -> (own: [Int], tied: (x: [Int], y: [Int])) {
    let count = order.count
    var own = [Int](repeating: 0, count: count)
    // Once with smaller x before, once with larger: a pair counts for both of its points.
    for isForward in [true, false] {
      var tree = [Int](repeating: 0, count: distinct + 1)
      func below(_ place: Int) -> Int {
        var (node, sum) = (place, 0)
        while node > 0 {
          sum += tree[node]
          node &= node - 1
        }
        return sum
      }
      let starts = [0] + ends.dropLast()
      let groups = isForward ? Array(zip(starts, ends)) : zip(starts, ends).reversed()
      var seen = 0
      for (start, end) in groups {
        for point in order[start..<end] {
          let lower = below(places[point])
          let upper = seen - below(places[point] + 1)
          own[point] += isForward ? lower - upper : upper - lower
        }
        for point in order[start..<end] {
          var node = places[point] + 1
          while node < tree.count {
            tree[node] += 1
            node += node & -node
          }
          seen += 1
        }
      }
    }
    var (tiedX, atPlace) = ([Int](repeating: 0, count: count), [Int](repeating: 0, count: distinct))
    var start = 0
    for end in ends {
      for point in order[start..<end] { tiedX[point] = end - start - 1 }
      start = end
    }
    for place in places { atPlace[place] += 1 }
    return (own, (tiedX, places.map { atPlace[$0] - 1 }))
  }
}
