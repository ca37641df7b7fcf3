import Foundation

/// Correlations of many pairs of columns under the same resamples.
///
/// A resample is drawn once and stands as the number of times that each point is in it. Each column is put in order
/// once, before; a resample's ranks then follow by adding up, without sorting. Ranks are doubled and counted from their
/// mean, so that all sums of them are whole numbers: the coefficients are those of ranking each resample anew, to the last digit.
struct SharedResamples: Sendable {
  private let count: Int
  private var ranked: [RankedColumn] = []
  private var valued: [ValuedColumn] = []
  private var pairs: [Pair] = []
  private var rankedAt: [[Double]: Int] = [:]
  private var valuedAt: [[Double]: Int] = [:]

  private struct Pair: Sendable {
    var isRanked: Bool
    var x: Int
    var y: Int
    var value: Double
  }

  /// Makes room for columns of some points.
  init(count: Int) { self.count = count }

  /// Adds a pair of columns: Spearman's rho or Pearson's r of them.
  ///
  /// - Returns: The pair's number; undefined where the coefficient is.
  mutating func add(_ kind: Coefficient, _ x: [Double], _ y: [Double]) -> Estimate<Int> {
    Estimate { () throws(Undefined) -> Int in
      guard kind != .kendall else { throw .parameter("Kendall's tau is resampled on its own") }
      guard x.count == count else { throw .lengthsDiffer(x.count, count) }
      let isRanked = kind == .spearman
      if isRanked {
        try Samples.checkOrdered(x, y, need: 2)
      } else {
        try Samples.check(x, y, need: 2)
      }
      let value = try kind.value(x, y).get()
      let places = [x, y].map { column in
        isRanked
          ? Self.place(column, in: &ranked, &rankedAt, RankedColumn.init)
          : Self.place(column, in: &valued, &valuedAt, ValuedColumn.init)
      }
      pairs.append(Pair(isRanked: isRanked, x: places[0], y: places[1], value: value))
      return pairs.count - 1
    }
  }

  private static func place<Column>(
    _ column: [Double], in columns: inout [Column], _ known: inout [[Double]: Int],
    _ make: ([Double]) -> Column
  ) -> Int {
    if let place = known[column] { return place }
    columns.append(make(column))
    known[column] = columns.count - 1
    return columns.count - 1
  }

  /// The work of a resample, in nanoseconds of one core, as it was measured.
  var work: Double {
    let ranks = Double(pairs.count { $0.isRanked })
    return Double(count) * (6 + 0.8 * ranks + 0.5 * (Double(pairs.count) - ranks))
  }

  /// The replicates of every pair, by the number it got.
  ///
  /// - Complexity: O((resamples + groups) × *n* × pairs), the jackknife leaving out at most so many groups.
  func replicates(
    _ resampling: Resampling, groups most: Int = 1_000, meter: WorkMeter? = nil
  ) -> [Resampling.Replicates] {
    let count = self.count
    let groups = min(count, most)
    let work = self.work
    let drawn = evaluations(resampling.resamples, resampling) { resample, weights in
      var random = RandomSource(seed: resampling.seed, stream: UInt64(resample))
      for index in weights.indices { weights[index] = 0 }
      for _ in 0..<count { weights[random.below(count)] += 1 }
      meter?.add(work)
      return count
    }
    let left = evaluations(groups, resampling) { group, weights in
      var rest = count
      for index in weights.indices {
        let isOut = index % groups == group
        weights[index] = isOut ? 0 : 1
        if isOut { rest -= 1 }
      }
      return rest
    }
    return pairs.indices.map {
      Resampling.Replicates(value: pairs[$0].value, drawn: drawn[$0], left: left[$0])
    }
  }

  /// Computes every pair's coefficient under some weights on the threads; not a number where it is undefined.
  private func evaluations(
    _ times: Int, _ resampling: Resampling,
    weigh: @Sendable (_ number: Int, _ weights: inout [Double]) -> Int
  ) -> [[Double]] {
    let parts = resampling.inParts(times) { range in
      var scratch = Scratch(count: count, pairs: pairs.count)
      var found = pairs.map { _ in [Double]() }
      for place in found.indices { found[place].reserveCapacity(range.count) }
      for number in range {
        let total = weigh(number, &scratch.weights)
        evaluate(&scratch, total: Double(total))
        for place in found.indices { found[place].append(scratch.results[place]) }
      }
      return found
    }
    return pairs.indices.map { place in parts.flatMap { $0[place] } }
  }

  /// What one thread computes with.
  private struct Scratch {
    var weights: [Double]
    /// Each point's weight, and its weight times its rank in the x that is looked at.
    var weighted: [SIMD2<Double>]
    /// The weights, and the weights times the deviations of the x that is looked at, four points a block.
    var blocks: [SIMD4<Double>]
    var weightedBlocks: [SIMD4<Double>]
    var results: [Double]

    init(count: Int, pairs: Int) {
      weights = [Double](repeating: 0, count: count)
      weighted = [SIMD2<Double>](repeating: .zero, count: count)
      blocks = [SIMD4<Double>](repeating: .zero, count: (count + 3) / 4)
      weightedBlocks = blocks
      results = [Double](repeating: 0, count: pairs)
    }
  }

  private func evaluate(_ scratch: inout Scratch, total: Double) {
    var squares = 0.0
    for x in ranked.indices {
      var isReady = false
      for place in pairs.indices where pairs[place].isRanked && pairs[place].x == x {
        if !isReady {
          squares = ranked[x].weigh(scratch.weights, total: total, into: &scratch.weighted)
          isReady = true
        }
        let sums = ranked[pairs[place].y].sums(of: scratch.weighted, total: total)
        scratch.results[place] = Self.coefficient(sums.products, squares, sums.squares)
      }
    }
    guard !valued.isEmpty else { return }
    for block in scratch.blocks.indices {
      for lane in 0..<4 where block * 4 + lane < count {
        scratch.blocks[block][lane] = scratch.weights[block * 4 + lane]
      }
    }
    for x in valued.indices {
      var sums = ValuedColumn.Sums()
      var isReady = false
      for place in pairs.indices where !pairs[place].isRanked && pairs[place].x == x {
        if !isReady {
          sums = valued[x].weigh(scratch.blocks, into: &scratch.weightedBlocks)
          isReady = true
        }
        let other = valued[pairs[place].y]
        let own = other.sums(scratch.blocks, scratch.weightedBlocks)
        let product = own.products - sums.sum * own.sum / total
        let (left, right) = (sums.spread(total), own.spread(total))
        scratch.results[place] =
          left.isExact && right.isExact
          ? Self.coefficient(product, left.value, right.value)
          : expanded(valued[x], other, scratch.weights)
      }
    }
  }

  private static func coefficient(_ product: Double, _ left: Double, _ right: Double) -> Double {
    guard left > 0, right > 0 else { return .nan }
    return min(1, max(-1, product / (left * right).squareRoot()))
  }

  /// Pearson's r of a resample whose points are nearly equal, from the points themselves.
  private func expanded(_ x: ValuedColumn, _ y: ValuedColumn, _ weights: [Double]) -> Double {
    let rows = weights.indices.flatMap { [Int](repeating: $0, count: Int(weights[$0])) }
    let (left, right) = (rows.map { x.deviation(at: $0) }, rows.map { y.deviation(at: $0) })
    return Pearson.coefficient(left, right).value ?? .nan
  }

  /// Tests every pair of ranked columns by pairing the points anew, the same way for all pairs.
  ///
  /// - Returns: The test of each pair by its number; nil for Pearson's r.
  func permutationTests(_ resampling: Resampling, meter: WorkMeter? = nil) -> [PermutationTest?] {
    let columns = ranked.map { ValuedColumn.blocks($0.ranks) }
    let limits = pairs.map { pair in
      // Whole numbers: half a one below is none less.
      pair.isRanked ? abs(Self.dot(columns[pair.x], columns[pair.y])) - 0.5 : 0
    }
    let shuffled = Set(pairs.filter(\.isRanked).map(\.x)).sorted()
    let work = permutationWork
    let parts = resampling.inParts(resampling.resamples) { range in
      var hits = pairs.map { _ in 0 }
      var other = [SIMD4<Double>](repeating: .zero, count: (count + 3) / 4)
      for number in range {
        var random = RandomSource(seed: resampling.seed, stream: UInt64(number))
        let order = random.order(count)
        for x in shuffled {
          let ranks = ranked[x].ranks
          for (place, from) in order.enumerated() { other[place >> 2][place & 3] = ranks[from] }
          for (place, pair) in pairs.enumerated() where pair.isRanked && pair.x == x {
            if abs(Self.dot(other, columns[pair.y])) >= limits[place] { hits[place] += 1 }
          }
        }
        meter?.add(work)
      }
      return hits
    }
    return pairs.indices.map { place in
      guard pairs[place].isRanked else { return nil }
      let hits = parts.reduce(0) { $0 + $1[place] }
      return PermutationTest(
        value: pairs[place].value, p: Double(hits + 1) / Double(resampling.resamples + 1),
        permutations: resampling.resamples, exact: false, seed: resampling.seed)
    }
  }

  /// The work of a pairing, in nanoseconds of one core.
  var permutationWork: Double { Double(count) * (4 + 0.15 * Double(pairs.count { $0.isRanked })) }

  private static func dot(_ left: [SIMD4<Double>], _ right: [SIMD4<Double>]) -> Double {
    var sums = SIMD4<Double>.zero
    for block in left.indices { sums += left[block] * right[block] }
    return sums.sum()
  }
}
