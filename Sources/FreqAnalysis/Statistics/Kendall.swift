import Foundation

/// Kendall's rank correlation with ties, tau-b.
public enum Kendall {
  /// Computes tau-b with its two-sided p-value.
  ///
  /// The p-value is exact for at most nine points, tied or not; where nothing is tied, also for at most 33 points or at
  /// most one pair out of order; else by the normal distribution with the variance corrected for ties. Undefined for
  /// fewer than two points, for constant input and for values that are not numbers.
  ///
  /// Source: Kendall (1945), The treatment of ties in ranking problems, Biometrika 33; counted as by Knight (1966), A
  /// computer method for calculating Kendall's tau with ungrouped data, J. Am. Stat. Assoc. 61; the variance: Kendall
  /// (1970), Rank correlation methods, equation 4.4; the exact distribution: the same, section 5.2.
  ///
  /// - Complexity: O(*n* log *n*); n! for at most nine tied points.
  public static func correlation(_ x: [Double], _ y: [Double]) -> Estimate<Correlation> {
    Estimate { () throws(Undefined) -> Correlation in
      let pairs = try Pairs(x, y)
      let test = test(pairs)
      let logP =
        switch test {
        case .pairings where pairs.isTied: ExactPermutations.logP(concordance: x, y)
        case .pairings, .orders: exactLogP(count: pairs.count, discordant: pairs.fewest)
        case .t, .normal: normalLogP(pairs)
        }
      return Correlation(.kendall, pairs.tau, count: x.count, logP: .success(logP), test: test)
    }
  }

  /// Computes tau-b alone.
  public static func coefficient(_ x: [Double], _ y: [Double]) -> Estimate<Double> {
    Estimate { () throws(Undefined) -> Double in try Pairs(x, y).tau }
  }

  private static func test(_ pairs: Pairs) -> Correlation.Test {
    if pairs.count <= ExactPermutations.largest {
      return .pairings(ExactPermutations.pairings(pairs.count))
    }
    return !pairs.isTied && (pairs.count <= 33 || pairs.fewest <= 1) ? .orders : .normal
  }

  private static func normalLogP(_ pairs: Pairs) -> Double {
    let n = Double(pairs.count)
    let m = n * (n - 1)
    // For three points or more; two points are either untied or constant.
    let variance =
      (m * (2 * n + 5) - pairs.x.fives - pairs.y.fives) / 18
      + 2 * Double(pairs.x.pairs) * Double(pairs.y.pairs) / m
      + pairs.x.triples * pairs.y.triples / (9 * m * (n - 2))
    return Normal.logTwoSidedP(Double(pairs.concordantMinusDiscordant) / variance.squareRoot())
  }

  /// tau-b of a score and of the pairs that are not tied in each input: exactly 1 or -1 where all of them agree.
  static func tau(_ score: Int, untied x: Int, _ y: Int) -> Double {
    guard x != y else { return Double(score) / Double(x) }
    return min(1, max(-1, Double(score) / Double(x).squareRoot() / Double(y).squareRoot()))
  }

  /// log of twice the chance that a random order has at most `discordant` pairs out of order.
  ///
  /// The distribution for n things follows from that for n - 1: the new thing is out of order with 0 ... n - 1 others,
  /// each with the chance 1 / n.
  private static func exactLogP(count: Int, discordant: Int) -> Double {
    // All of n - 1 chances are 1 / n!, and n - 1 orders have a single pair out of order.
    if count > 33 {
      let orders = discordant == 0 ? 2.0 : 2 * Double(count)
      return log(orders) - Gamma.log(Double(count) + 1)
    }
    var chances = [Double](repeating: 0, count: discordant + 1)
    chances[0] = 1
    for things in stride(from: 2, through: count, by: 1) {
      var next = chances
      var window = 0.0
      for swaps in chances.indices {
        window += chances[swaps]
        if swaps >= things { window -= chances[swaps - things] }
        next[swaps] = window / Double(things)
      }
      chances = next
    }
    return log(min(1, 2 * chances.reduce(0, +)))
  }
}

/// The pairs of points by how they compare.
private struct Pairs {
  /// Sums over the groups of equal values, t of them in each.
  struct Ties {
    /// Sum of t (t - 1) / 2.
    var pairs = 0
    /// Sum of t (t - 1) (t - 2).
    var triples = 0.0
    /// Sum of t (t - 1) (2 t + 5).
    var fives = 0.0

    mutating func add(_ size: Int) {
      let t = Double(size)
      pairs += size * (size - 1) / 2
      triples += t * (t - 1) * (t - 2)
      fives += t * (t - 1) * (2 * t + 5)
    }
  }

  var count: Int
  var x = Ties()
  var y = Ties()
  var both = Ties()
  var discordant = 0

  var total: Int { count * (count - 1) / 2 }
  var isTied: Bool { x.pairs > 0 || y.pairs > 0 }
  var fewest: Int { min(discordant, total - discordant) }
  var concordantMinusDiscordant: Int { total - x.pairs - y.pairs + both.pairs - 2 * discordant }
  var tau: Double {
    Kendall.tau(concordantMinusDiscordant, untied: total - x.pairs, total - y.pairs)
  }

  init(_ xs: [Double], _ ys: [Double]) throws(Undefined) {
    try Samples.checkOrdered(xs, ys, need: 2)
    guard !Samples.isConstant(xs) else { throw .constant(.first) }
    guard !Samples.isConstant(ys) else { throw .constant(.second) }
    count = xs.count
    let order = xs.indices.sorted { xs[$0] < xs[$1] || (xs[$0] == xs[$1] && ys[$0] < ys[$1]) }
    var group = 0
    var twins = 0
    for place in 1...order.count {
      let here = order[place - 1]
      let next = place < order.count ? order[place] : nil
      let sameX = next.map { xs[$0] == xs[here] } ?? false
      let sameBoth = next.map { sameX && ys[$0] == ys[here] } ?? false
      if !sameBoth {
        both.add(place - twins)
        twins = place
      }
      if !sameX {
        x.add(place - group)
        group = place
      }
    }
    var sorted = order.map { ys[$0] }
    discordant = Self.sortCountingSwaps(&sorted)
    group = 0
    for place in 1...sorted.count where place == sorted.count || sorted[place] != sorted[place - 1] {
      y.add(place - group)
      group = place
    }
  }

  /// Sorts by merging and counts the pairs that were out of order; equal values are in order.
  private static func sortCountingSwaps(_ values: inout [Double]) -> Int {
    var swaps = 0
    var from = values
    var to = values
    var width = 1
    while width < from.count {
      var start = 0
      while start < from.count {
        let middle = min(start + width, from.count)
        let end = min(start + 2 * width, from.count)
        var left = start
        var right = middle
        for place in start..<end {
          if right >= end || (left < middle && from[left] <= from[right]) {
            to[place] = from[left]
            left += 1
          } else {
            to[place] = from[right]
            right += 1
            swaps += middle - left
          }
        }
        start = end
      }
      swap(&from, &to)
      width *= 2
    }
    values = from
    return swaps
  }
}
