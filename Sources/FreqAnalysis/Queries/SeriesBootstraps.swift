/// The resampled statistics of several series: drawn once, and each count and accuracy ranked once, for all series of
/// the same classes.
struct SeriesBootstraps {
  /// The replicates and tests of one series.
  struct One: Sendable {
    var spearman: Estimate<Resampling.Replicates>
    /// Of r of log10(count + 1).
    var pearsonLog: Estimate<Resampling.Replicates>
    var pearsonRaw: Estimate<Resampling.Replicates>
    /// Of r of log10(count) over the classes that are mentioned.
    var pearsonNonZero: Estimate<Resampling.Replicates>
    var kendall: Estimate<Resampling.Replicates>
    var permutation: Estimate<PermutationTest>
  }

  /// How many seconds of one core Kendall's tau of all series may take; nil: as many as it does.
  var kendallSeconds: Double?
  private let series: [KnownPoints]
  private let groups: [Group]

  /// Series of the same classes, and their pairs of columns.
  private struct Group {
    var members: [Int]
    var shared: SharedResamples
    /// For each member the numbers of its pairs.
    var pairs: [Pairs]
    /// The same without the classes that are never mentioned; members with other zeros are in other parts.
    var mentioned: [(shared: SharedResamples, pairs: [Int: Estimate<Int>])]
  }

  private struct Pairs {
    var spearman: Estimate<Int>
    var log: Estimate<Int>
    var raw: Estimate<Int>
  }

  /// Takes series in any order.
  init(_ series: [KnownPoints]) {
    self.series = series
    var members: [[Int]: [Int]] = [:]
    var order: [[Int]] = []
    for (place, points) in series.enumerated() {
      let classes = points.points.map(\.classIndex)
      if members[classes] == nil { order.append(classes) }
      members[classes, default: []].append(place)
    }
    groups = order.map { Self.group(series, members[$0] ?? []) }
  }

  private static func group(_ series: [KnownPoints], _ members: [Int]) -> Group {
    var shared = SharedResamples(count: members.first.map { series[$0].points.count } ?? 0)
    var pairs: [Pairs] = []
    var mentioned: [[Int]: (shared: SharedResamples, pairs: [Int: Estimate<Int>])] = [:]
    var order: [[Int]] = []
    for member in members {
      let (counts, accuracies) = (series[member].counts, series[member].accuracies)
      let logs = LogCounts.plusOne(counts)
      pairs.append(
        Pairs(
          spearman: shared.add(.spearman, counts, accuracies),
          log: logs.flatMap { shared.add(.pearson, $0, accuracies) },
          raw: shared.add(.pearson, counts, accuracies)))
      let kept = counts.indices.filter { counts[$0] > 0 }
      if mentioned[kept] == nil {
        mentioned[kept] = (SharedResamples(count: kept.count), [:])
        order.append(kept)
      }
      let pair = LogCounts.nonZero(counts, accuracies).flatMap { own in
        mentioned[kept]?.shared.add(.pearson, own.logs, own.values) ?? .failure(.degenerate)
      }
      mentioned[kept]?.pairs[member] = pair
    }
    return Group(
      members: members, shared: shared, pairs: pairs, mentioned: order.compactMap { mentioned[$0] })
  }

  /// The work of one resample of everything but Kendall's tau, in nanoseconds of one core.
  var work: Double {
    groups.reduce(0) { sum, group in
      sum + group.shared.work + group.shared.permutationWork
        + group.mentioned.reduce(0) { $0 + $1.shared.work }
    }
  }

  /// The work of all resamples, Kendall's included, in nanoseconds of one core.
  func work(_ resampling: Resampling) -> Double {
    Double(resampling.resamples) * work
      + series.reduce(0) { sum, points in
        let count = points.points.count
        return sum
          + Double(kendallResampling(resampling, count: count).resamples)
          * KendallResamples.work(count: count)
      }
  }

  /// How tau of so many points is resampled.
  private func kendallResampling(_ resampling: Resampling, count: Int) -> Resampling {
    let usual = resampling.atMost(KendallResamples.resamples(resampling.resamples, count: count))
    guard let kendallSeconds else { return usual }
    let work = series.reduce(0) { $0 + KendallResamples.work(count: $1.points.count) }
    return usual.bounded(work: work, seconds: kendallSeconds)
  }

  /// Computes everything, in the order of the series.
  ///
  /// - Complexity: O(resamples × *n* × series), and for tau thirty times that for a fifth of the resamples.
  func all(_ resampling: Resampling, meter: WorkMeter? = nil) -> [One] {
    var found = [One?](repeating: nil, count: series.count)
    for group in groups {
      let replicates = group.shared.replicates(resampling, meter: meter)
      let tests = group.shared.permutationTests(resampling, meter: meter)
      var nonZero: [Int: Estimate<Resampling.Replicates>] = [:]
      for part in group.mentioned {
        let own = part.shared.replicates(resampling, meter: meter)
        for (member, pair) in part.pairs { nonZero[member] = pair.map { own[$0] } }
      }
      for (member, pairs) in zip(group.members, group.pairs) {
        let (counts, accuracies) = (series[member].counts, series[member].accuracies)
        found[member] = One(
          spearman: pairs.spearman.map { replicates[$0] }, pearsonLog: pairs.log.map { replicates[$0] },
          pearsonRaw: pairs.raw.map { replicates[$0] },
          pearsonNonZero: nonZero[member] ?? .failure(.degenerate),
          kendall: kendall(counts, accuracies, resampling, meter),
          permutation: Self.permutation(counts, accuracies, pairs.spearman, tests, resampling))
      }
    }
    return found.compactMap { $0 }
  }

  private func kendall(
    _ counts: [Double], _ accuracies: [Double], _ resampling: Resampling, _ meter: WorkMeter?
  ) -> Estimate<Resampling.Replicates> {
    let fewer = kendallResampling(resampling, count: counts.count)
    return Estimate { () throws(Undefined) -> Resampling.Replicates in
      try KendallResamples(counts, accuracies).replicates(fewer, meter: meter)
    }
  }

  private static func permutation(
    _ counts: [Double], _ accuracies: [Double], _ pair: Estimate<Int>, _ tests: [PermutationTest?],
    _ resampling: Resampling
  ) -> Estimate<PermutationTest> {
    Estimate { () throws(Undefined) -> PermutationTest in
      if let exact = try resampling.exactTest(of: .spearman, counts, accuracies) { return exact }
      guard let test = tests[try pair.get()] else { throw .degenerate }
      return test
    }
  }
}
