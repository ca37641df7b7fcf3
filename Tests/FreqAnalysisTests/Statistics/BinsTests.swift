import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct BinsTests {
  @Test func thePapersBinsAreHalfOpen() {
    let bins = Bins.paper
    #expect(bins.bins.count == 14)
    #expect(bins.bins.last?.high == nil && bins.bins.first?.low == 0)
    let expected: [(Double, Int?)] = [
      (0, 0), (9, 0), (10, 1), (99, 9), (100, 10), (999, 10), (1_000, 11), (9_999, 11), (10_000, 12),
      (99_999, 12), (100_000, 13), (1e12, 13), (-1, nil), (.nan, nil),
    ]
    for (count, bin) in expected { #expect(bins.index(of: count) == bin, "\(count)") }
  }

  @Test func everyBinAgreesWithItsOwnTest() {
    for count in stride(from: -5.0, through: 100_500, by: 7) {
      #expect(Bins.paper.index(of: count) == Bins.paper.bins.firstIndex { $0.contains(count) })
    }
  }

  @Test func meansAndErrors() throws {
    let means = try BinnedMean.all(.paper, counts: [0, 5, 9, 12, 1e6], values: [0.1, 0.2, 0.6, 0.5, 1]).get()
    #expect(means.count == 14)
    #expect(means[0].count == 3 && means[0].members == [0, 1, 2])
    #expect(abs(try means[0].mean.get() - 0.3) < 1e-15)
    // numpy: std([0.1, 0.2, 0.6], ddof=1) / sqrt(3)
    #expect(abs(try means[0].standardError.get() - 0.15275252316519464) < 1e-15)
    #expect(try means[1].mean.get() == 0.5)
    #expect(means[1].standardError.reason == .tooFew(have: 1, need: 2))
    #expect(means[2].mean.reason == .tooFew(have: 0, need: 1))
    #expect(means[13].count == 1)
  }

  @Test func equalCountsStayTogether() throws {
    let zeros = [Double](repeating: 0, count: 30) + (1...70).map(Double.init)
    let bins = try Bins.equalCount(zeros, bins: 5).get()
    #expect(bins.members(zeros).inside.map(\.count) == [30, 10, 20, 20, 20])
    #expect(bins.members(zeros).outside.isEmpty)
    #expect(try Bins.equalCount([3, 3, 3], bins: 4).get().bins == [.init(low: 3, high: nil)])
    #expect(
      try Bins.equalCount((0..<100).map(Double.init), bins: 4).get().bins.map(\.low) == [0, 25, 50, 75])
    #expect(Bins.equalCount([], bins: 4).reason == .tooFew(have: 0, need: 1))
    #expect(Bins.equalCount([1], bins: 0).value == nil)
  }

  @Test(arguments: 1...40, [1, 2, 3, 9, 50])
  func equalCountBinsHoldEveryPointOnce(_ wanted: Int, _ different: Int) throws {
    let counts = SciPyTables.Points.whole(seed: UInt64(wanted), count: 37).map { Double($0 % different) }
    let bins = try Bins.equalCount(counts, bins: wanted).get()
    let members = bins.members(counts)
    #expect(members.outside.isEmpty && members.inside.allSatisfy { !$0.isEmpty })
    #expect(members.inside.joined().sorted() == Array(counts.indices))
    #expect(bins.bins.count <= wanted)
  }

  @Test func givenBins() throws {
    let bins = try Bins.given([0, 1, 10]).get()
    #expect(bins.bins == [.init(low: 0, high: 1), .init(low: 1, high: 10), .init(low: 10, high: nil)])
    #expect(try Bins.given([0, 1, 10], open: false).get().members([0, 10, 5]).outside == [1])
    #expect(
      Bins.given([]).value == nil && Bins.given([1, 1]).value == nil && Bins.given([1, .nan]).value == nil)
  }

  @Test func wilsonAgreesWithSciPy() throws {
    for row in SciPyTables.shared.wilson {
      let got = try Wilson.interval(correct: Int(row[0]), total: Int(row[1]), confidence: row[2]).get()
      #expect(abs(got.low - row[3]) < 1e-12 && abs(got.high - row[4]) < 1e-12, "\(row)")
    }
    #expect(Wilson.interval(correct: 0, total: 0).reason == .tooFew(have: 0, need: 1))
    #expect(Wilson.interval(correct: 3, total: 2).value == nil)
  }

  @Test func correlationOfMeansIsNotThatOfPoints() throws {
    let x = (0..<200).map { Double($0) }
    let noise = SciPyTables.Points.whole(seed: 9, count: 200).map { Double($0 % 1000) / 1000 }
    let y = zip(x, noise).map { $0 / 400 + $1 }
    let bins = try Bins.equalCount(x, bins: 5).get()
    let means = try BinnedMean.all(bins, counts: x, values: y).get()
    let binned = try BinnedMean.correlation(means).get().coefficient
    #expect(binned > 0.9)
    #expect(try Spearman.coefficient(x, y).get() < 0.6)
  }

  /// scipy.stats.t.interval and scipy.stats.spearmanr of every class with its bin's mean.
  private static let script = """
    import json, sys
    import numpy as np
    from scipy import stats
    rows = json.load(open(sys.argv[1]))
    out = {"intervals": [], "rhos": []}
    for values in rows["values"]:
        low, high = stats.t.interval(0.95, len(values) - 1, np.mean(values), stats.sem(values))
        out["intervals"].append([max(0, low), min(1, high)])
    for bins in rows["bins"]:
        order = np.repeat(np.arange(len(bins)), [len(b) for b in bins])
        means = np.concatenate([np.full(len(b), np.mean(b)) for b in bins])
        out["rhos"].append(stats.spearmanr(order, means).statistic)
    print(json.dumps(out))
    """

  @Test func intervalsOfFewAndWeightedCoefficientsAreSciPys() throws {
    struct Question: Encodable {
      var values: [[Double]]
      var bins: [[[Double]]]
    }
    struct Answer: Decodable {
      var intervals: [[Double]]
      var rhos: [Double]
    }
    let question = Question(
      values: [[0.1, 0.5], [0.9, 1, 1], [0.3, 0.2, 0.25, 0.6, 0.4]],
      bins: [
        [[0.1], [0.5, 0.7], [0.2, 0.2, 0.4, 0.9], [0.8]],
        [[0.9, 0.8], [0.1], [0.3], [0.2, 0.1, 0.4], [0.05]],
      ])
    let folder = try TemporaryFolder()
    let run = try Run.python(["-c", Self.script, folder.write("q.json", JSONEncoder().encode(question))])
    try #require(run.status == 0, "\(run.stderr)")
    let answer = try JSONDecoder().decode(Answer.self, from: run.output)
    for (values, want) in zip(question.values, answer.intervals) {
      let mean = try BinnedMean.all(.paper, counts: values.map { _ in 1 }, values: values).get()[0]
      let got = try mean.interval().get()
      #expect(abs(got.low - want[0]) < 1e-9 && abs(got.high - want[1]) < 1e-9, "\(got) \(want)")
    }
    for (bins, want) in zip(question.bins, answer.rhos) {
      let counts = bins.enumerated().flatMap { place, bin in bin.map { _ in Double(place) } }
      let edges = try Bins.given(bins.indices.map(Double.init)).get()
      let means = try BinnedMean.all(edges, counts: counts, values: bins.flatMap { $0 }).get()
      #expect(abs(try BinnedMean.correlation(means).get().coefficient - want) < 1e-12)
    }
    let single = try BinnedMean.all(.paper, counts: [1, 20, 20], values: [0.4, 0.5, 0.5]).get()
    #expect(single[0].interval().reason == .tooFew(have: 1, need: 2))
    #expect(single[2].interval().reason == .degenerate)
  }

  /// Three means are in order by chance once in three times.
  @Test func fewerThanFourBinsHaveNoCoefficient() throws {
    let bins = try Bins.given([0, 1, 2]).get()
    let means = try BinnedMean.all(bins, counts: [0, 0, 1, 2], values: [0.1, 0.2, 0.3, 0.4]).get()
    #expect(BinnedMean.correlation(means).reason == .tooFew(have: 3, need: 4))
  }
}
