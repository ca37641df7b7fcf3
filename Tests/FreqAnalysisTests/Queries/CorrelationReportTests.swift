import Foundation
import Testing

@testable import FreqAnalysis

@Suite struct CorrelationReportTests {
  /// 120 classes whose accuracy rises with the logarithm of their count.
  static func points(model: String = "m", seed: UInt64 = 1, strength: Double = 0.15) -> KnownPoints {
    var random = RandomSource(seed: seed, stream: 0)
    var shared = RandomSource(seed: 99, stream: 0)
    return KnownPoints(
      model: model, corpus: "c",
      points: (0..<120).map { index in
        let count = Double(shared.below(1000)) * Double(shared.below(1000)) * Double(shared.below(3))
        let accuracy = min(1, max(0, strength * log10(count + 1) + Double(random.below(300)) / 1000))
        let correct = Int(accuracy * 50)
        return .init(
          classIndex: index, className: "class \(index)", count: count, accuracy: Double(correct) / 50,
          correct: correct, total: 50)
      })
  }

  static let quick = Resampling(resamples: 200)

  @Test func holdsEveryStatistic() throws {
    let points = Self.points()
    let report = CorrelationReport(
      points, controls: [.nameLength(points.points.map(\.className))], resampling: Self.quick)
    #expect(report.n == 120 && report.points.zero > 20)
    #expect(try report.spearman.get() == Spearman.correlation(points.counts, points.accuracies).get())
    #expect(try report.pearsonLogNonZero.get().count == 120 - report.points.zero)
    #expect(try report.line.get().slope > 0.1)
    #expect(try report.logistic.get().slope > 0.3)
    let rho = try report.spearman.get().coefficient
    let interval = try report.spearmanBootstrap.get().interval
    #expect(interval.low < rho && rho < interval.high)
    #expect(try report.spearmanPermutation.get().p == 1.0 / 201)
    #expect(try report.partial?.spearman.get().controls == 1)
    #expect(try report.tail.get().zeroShare == Double(report.points.zero) / 120)
    let kendall = try report.kendallBootstrap.get()
    #expect(try kendall.value == Kendall.coefficient(points.counts, points.accuracies).get())
    let raw = try Self.quick.interval(of: .pearson, points.counts, points.accuracies).get()
    #expect(try report.pearsonRawBootstrap.get() == raw)
    #expect(try report.pearsonLogNonZeroBootstrap.get().value == report.pearsonLogNonZero.get().coefficient)
  }

  /// Series of the same classes share their resamples, and each has what it has alone.
  @Test func seriesDoNotChangeOneAnother() throws {
    var lacking = Self.points(model: "n", seed: 4)
    lacking.points.removeLast(30)
    let series = [Self.points(), lacking, Self.points(model: "o", seed: 9, strength: 0.02)]
    let together = CorrelationReport.all(series, resampling: Self.quick)
    #expect(together.map(\.model) == ["m", "n", "o"])
    for (points, report) in zip(series, together) {
      let alone = CorrelationReport(points, resampling: Self.quick)
      #expect(try report.spearmanBootstrap.get() == alone.spearmanBootstrap.get())
      #expect(try report.spearmanPermutation.get() == alone.spearmanPermutation.get())
      #expect(try report.pearsonLogNonZeroBootstrap.get() == alone.pearsonLogNonZeroBootstrap.get())
      #expect(try report.kendallBootstrap.get() == alone.kendallBootstrap.get())
    }
  }

  /// A weight of 0.4 leaves a class that was mentioned once under one mention, and not without any.
  @Test func weightedCountsAreNotRounded() throws {
    var points = Self.points()
    for place in points.points.indices { points.points[place].count *= 0.4 / 1_000 }
    let report = CorrelationReport(points, resampling: Resampling(resamples: 1))
    #expect(try report.tail.get().zeroShare == Double(points.zero) / 120)
  }

  /// The largest of n residuals is judged as the largest of n.
  @Test func surprisesAreJudgedForTheirNumber() throws {
    let report = CorrelationReport(Self.points(), resampling: Resampling(resamples: 1))
    let most = try #require(report.surprises(1).first)
    #expect(most.p == report.line.value?.surpriseP(most.surprise) && most.p > 0.01)
    let table = Table.surprises([report])
    #expect(table.columns.last?.name == "surprise_p" && table.rows[0].last == .real(most.p))
  }

  /// Words and figures of one sentence come from one interval.
  @Test func sentencesHoldTheBootstrapsIntervals() throws {
    let report = CorrelationReport(Self.points(), resampling: Self.quick)
    let interval = try report.spearmanBootstrap.get().interval
    #expect(
      report.sentences[0].contains(
        "(95 % bootstrap interval \(Finding.fixed(interval.low)) to \(Finding.fixed(interval.high))), p ≤ 0.0"
      ),
      "\(report.sentences[0])")
    let slope = try #require(report.sentences.first { $0.contains("tenfold") })
    #expect(slope.hasPrefix("A tenfold count + 1 goes with an accuracy "))
    #expect(slope.contains("; the line accounts for "))
  }

  @Test func surprisesAreOrderedBySize() {
    var points = Self.points()
    points.points[17].accuracy = 1
    points.points[17].count = 0
    let surprises = CorrelationReport(points, resampling: Self.quick).surprises(5)
    #expect(surprises.count == 5 && surprises[0].point.classIndex == 17 && surprises[0].surprise > 4)
    #expect(zip(surprises, surprises.dropFirst()).allSatisfy { abs($0.surprise) >= abs($1.surprise) })
    #expect(abs(surprises[0].predicted - 0.15) < 0.1)
  }

  @Test func anotherModelHeldFixedExplainsItself() throws {
    let points = Self.points()
    let same = CorrelationReport(points, controls: [.accuracy(of: points)], resampling: Self.quick)
    #expect(same.partial?.spearman.reason == .explained(.second))
    let other = CorrelationReport(
      points, controls: [.accuracy(of: Self.points(model: "n", seed: 5))], resampling: Self.quick)
    #expect(try other.partial?.spearman.get().coefficient ?? 1 < other.spearman.get().coefficient)
    #expect(other.partial?.controls == ["accuracy of n"])
    var half = Self.points(model: "n", seed: 5)
    half.points.removeFirst(60)
    #expect(
      CorrelationReport(points, controls: [.accuracy(of: half)], resampling: Self.quick).partial?.n == 60)
  }

  @Test func totalsThatAreUnknownLeaveNoLogisticFit() {
    var points = Self.points()
    points.points[3].total = nil
    let report = CorrelationReport(points, resampling: Self.quick)
    #expect(report.logistic.reason != nil && report.line.value != nil)
  }

  @Test func equalAccuraciesAreUndefinedEverywhere() {
    var points = Self.points()
    for index in points.points.indices { points.points[index].accuracy = 0 }
    let report = CorrelationReport(points, resampling: Self.quick)
    #expect(report.spearman.reason == .constant(.second) && report.kendall.reason == .constant(.second))
    #expect(report.spearmanBootstrap.reason == .constant(.second))
    #expect(report.surprises().isEmpty)
    let empty = CorrelationReport(KnownPoints(model: "m", corpus: "c", points: []), resampling: Self.quick)
    #expect(empty.spearman.reason == .tooFew(have: 0, need: 2) && empty.tail.value == nil)
  }

  @Test func modelsAreComparedOnTheClassesOfBoth() throws {
    let strong = Self.points()
    var weak = Self.points(model: "weak", seed: 8, strength: 0.01)
    weak.points.removeLast(20)
    let all = ModelComparison.all([strong, weak, Self.points(model: "n", seed: 3)], resampling: Self.quick)
    #expect(all.map { [$0.first, $0.second] } == [["m", "weak"], ["m", "n"], ["weak", "n"]])
    #expect(all[0].n == 100 && all[1].n == 120)
    #expect(try all[0].correlations.get().steiger.p < 1e-6 && all[0].bootstrap.get().interval.low > 0)
    #expect(try all[1].correlations.get().steiger.p > 0.01)
  }

  @Test func theMostFrequentHundredthGoes() {
    let points = Self.points()
    let sorted = points.counts.sorted(by: >)
    let rest = points.withoutMostFrequent()
    #expect(rest.points.count == 118 && rest.counts.max() == sorted[2])
    let tied = KnownPoints(
      model: "m", corpus: "c",
      points: (0..<50).map { .init(classIndex: $0, className: "", count: 5, accuracy: 0.5) })
    #expect(tied.withoutMostFrequent().points.count == 50)
    #expect(KnownPoints(model: "m", corpus: "c", points: []).withoutMostFrequent().points.isEmpty)
  }
}
