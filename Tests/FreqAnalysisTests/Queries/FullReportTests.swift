import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct FullReportTests {
  /// The sensitivity sample with a second model, that lacks a class.
  static func store(in folder: TemporaryFolder) throws -> CountStore {
    let store = try SensitivityTests.store(in: folder)
    try store.addAccuracies(
      [0.9, 0.1, 0.3, 0.2, 0.4].enumerated().map {
        ClassAccuracy(index: $0, accuracy: $1, correct: Int($1 * 10), total: 10)
      }, model: "siglip", of: store.classSet(.only), source: "s.json")
    return store
  }

  static let quick = Resampling(resamples: 49)

  @Test func holdsEveryTable() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    let query = ReportQuery(
      PointQuery(selection: Selection(rules: ["word"])), controls: [.nameLength, .model("clip")],
      resampling: Self.quick)
    let report = try FullReport(query, in: store)
    #expect(report.reports.map(\.model) == ["clip", "siglip"] && report.reports.map(\.n) == [6, 5])
    #expect(
      report.sections.map(\.key) == [
        "statistics", "bins", "surprises", "comparisons", "sensitivity", "tail",
      ])
    #expect(report.comparisons.count == 1 && report.comparisons[0].n == 5)
    #expect(report.reports[1].partial?.controls == ["name length", "accuracy of clip"])
    let provenance = try Provenance(of: report.answer.resolved, in: store, toolVersion: "1", command: ["x"])
    let text = JSONText(report.json(provenance)).text
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    for key in [
      "made_from", "resampling", "weights", "statistics", "bins", "surprises", "comparisons", "sensitivity",
      "tail", "ranks", "classes", "undefined", "controls", "binned_in_words", "sensitivity_left_out",
    ] { #expect(json[key] != nil, "\(key)") }
    let statistics = try #require(json["statistics"] as? [[String: Any]])
    #expect(statistics.allSatisfy { $0["method"] is String && $0["n"] is Int })
    #expect((json["classes"] as? [Any])?.count == 11)
  }

  @Test func weightsGoThroughEveryTable() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    let exposure = try Exposure(parsing: ["laion=0", "mix=3"])
    let query = ReportQuery(
      PointQuery(selection: Selection(rules: ["word"]), exposure: exposure), resampling: Self.quick)
    let report = try FullReport(query, in: store)
    #expect(report.reports[0].corpus == "0*laion+3*mix")
    #expect(report.reports[0].points.counts == [3, 0, 0, 24, 6, 0])
    // The choice of one stage keeps its weight.
    let stage = try #require(report.sensitivity.rows.first { $0.choice == .stage("instruct") })
    #expect(stage.zero == 3)
    #expect(throws: ExposureError.noCorpus("x", among: ["laion", "mix"])) {
      try PointQuery(selection: Selection(rules: ["word"]), exposure: Exposure(parsing: ["x=1"])).ask(store)
    }
    let stages = try PointQuery(selection: Selection(rules: ["word"]), split: .eachStage, exposure: exposure)
      .ask(store).known.filter { $0.model == "clip" }
    #expect(stages.map(\.corpus) == ["0*laion", "3*mix", "0*laion+3*mix"])
  }

  @Test func controlsAreFound() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    let selection = Selection(rules: ["word"])
    func values(_ text: String) throws -> [Double?] {
      let control = try #require(Control(text))
      let found = try control.covariate(for: selection, in: store).covariate.values
      return (0..<6).map { found[$0] }
    }
    #expect(try values("name-length") == [5, 5, 5, 19, 3, 5])
    #expect(try values("name-words") == [1, 1, 1, 4, 1, 1])
    #expect(try values("model=siglip") == [0.9, 0.1, 0.3, 0.2, 0.4, nil])
    #expect(
      try values("corpus=mix").map { $0.map { ($0 * 1e6).rounded() } } == [
        301_030, 0, 0, 954_243, 477_121, 0,
      ])
    let file = try folder.write(
      "c.csv", "class,size\ntench,3\ncrane,2.5\nkite (bird of prey),\ndog,-1e2\nnever,0\n")
    #expect(try values("file=\(file)") == [3, 2.5, 2.5, nil, -100, 0])
    let bad = try folder.write("bad.csv", "class,size\ntench,big\ncrane,1\ndog,1\nnever,1\n")
    #expect(throws: InputError.self) { try values("file=\(bad)") }
    for text in ["", "name", "model", "model=", "x=y"] { #expect(Control(text) == nil) }
    #expect(throws: StoreError.self) { try values("model=nobody") }
  }

  /// A p-value below the smallest number is told by its power of ten and never left at 0.
  @Test func vanishingPValuesAreTold() throws {
    let points = KnownPoints(
      model: "m", corpus: "c",
      points: (0..<2_000).map {
        .init(classIndex: $0, className: "\($0)", count: Double($0), accuracy: Double($0 ^ 3) / 2_003)
      })
    let one = FrequencyCorrelation(points)
    #expect(try one.spearman.get().p.get() == 0)
    #expect(one.vanishing.count == 3 && one.vanishing[0].hasPrefix("m, c: p of Spearman's rho is about 1e-"))
    #expect(CorrelationReport(points, resampling: Resampling(resamples: 1)).vanishing.count >= 3)
    #expect(FrequencyCorrelation(CorrelationReportTests.points()).vanishing.isEmpty)
  }

  @Test func binsAreChosen() {
    #expect(BinChoice("paper") == .paper && BinChoice("equal:4") == .equal(4))
    #expect(BinChoice("0,1,10.5") == .edges([0, 1, 10.5]))
    for text in ["", "equal:", "equal:0", "equal:2000", "1,1", "3,2", "a,b", "1,,2", "nan"] {
      #expect(BinChoice(text) == nil, "\(text)")
    }
    #expect(BinChoice.equal(2).bins(for: [1, 2, 3, 4]).value?.bins.count == 2)
  }

  @Test func aCurveHasBothIntervalsAndBothCoefficients() throws {
    let points = CorrelationReportTests.points()
    let curve = BinnedCurve(points, bins: .equal(4), resampling: Self.quick)
    #expect(curve.bars.map(\.mean.count).reduce(0, +) == 120)
    for bar in curve.bars {
      let pooled = try #require(bar.pooled)
      #expect(pooled.total == 50 * bar.mean.count && pooled.interval.low < pooled.share)
      // All totals are equal, so that the mean of the classes is the share of all answers.
      #expect(abs(try bar.mean.mean.get() - pooled.share) < 1e-12)
    }
    let means = try curve.ofMeans.get().coefficient
    #expect(means > 0.99 && curve.hidesScatter)
    #expect(
      curve.sentence.contains("over 120 classes; the means of ")
        && curve.sentence.hasSuffix("scatter of the classes"))
    #expect(curve.bars.allSatisfy { $0.interval.value?.method == .bootstrap })
    #expect(BinnedCurve.remark(on: [curve]) == nil)
    #expect(Table.binned([curve]).rows.count == curve.bars.count)
  }

  /// What a sentence about bins must not say: anything of three means, and that averaging hides what it does not.
  @Test func binsSayNoMoreThanTheyShow() throws {
    let points = CorrelationReportTests.points()
    let three = BinnedCurve(points, bins: .equal(3), resampling: Self.quick)
    #expect(three.bars.count == 3 && !three.sentence.contains("means") && !three.hidesScatter)
    // Classes below the first edge are in no bin, and in the coefficient of the classes.
    let edges = BinnedCurve(
      points, bins: .edges([1, 50_000, 100_000, 200_000, 400_000]), resampling: Self.quick)
    #expect(edges.outside == points.zero)
    #expect(
      edges.sentence.contains(
        "over 120 classes (\(points.zero) classes are in none of the bins); the means of "))
    // Means that fall while the classes rise hide nothing.
    let turned = KnownPoints(
      model: "m", corpus: "c",
      points: (0..<40).map { .init(classIndex: $0, className: "", count: Double($0), accuracy: Self.saw($0)) }
    )
    let curve = BinnedCurve(turned, bins: .equal(4), resampling: Self.quick)
    let (means, classes) = (try curve.ofMeans.get().coefficient, try curve.ofClasses.get().coefficient)
    #expect(means < -0.9 && classes > 0.01 && !curve.hidesScatter, "\(means) \(classes)")
    #expect(!curve.sentence.contains("since"))
  }

  /// Rises within each ten and falls from ten to ten, by one class of each ten alone.
  private static func saw(_ index: Int) -> Double {
    index % 10 == 0 ? 0.9 - 0.3 * Double(index / 10) : 0.3 + Double(index) / 1_000
  }

  @Test func binsOfFewClassesHaveTheirOwnIntervals() throws {
    var points = CorrelationReportTests.points()
    points.points = Array(points.points.prefix(14))
    for place in points.points.indices {
      points.points[place].count = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3][place]
    }
    let curve = BinnedCurve(points, bins: .edges([0, 1, 2, 3]), resampling: Self.quick)
    let methods = curve.bars.map { $0.interval.value?.method }
    #expect(methods == [.bootstrap, .t, .t, nil])
    #expect(curve.bars.allSatisfy { ($0.interval.value?.interval.low ?? 0) >= 0 })
    #expect(BinnedCurve.remark(on: [curve])?.contains("2 to 5 classes have a t interval") == true)
    let table = Table.binned([curve])
    let column = try #require(table.columns.firstIndex { $0.name == "interval_method" })
    #expect(
      table.rows.map { $0[column] } == [
        .text("BCa bootstrap"), .text("t, cut off at 0 and 1"), .text("t, cut off at 0 and 1"), .missing,
      ])
  }

  /// Many series have one sentence together; few have one each.
  @Test func manySeriesHaveOneSentence() {
    let series = (0..<21).map { CorrelationReportTests.points(model: "m\($0)", seed: UInt64($0)) }
    #expect(BinnedCurve.sentences(Array(series.prefix(3))).count == 3)
    let told = BinnedCurve.sentences(series)
    #expect(told.count == 1 && told[0].hasPrefix("21 series: ρ over classes is 0."), "\(told)")
    #expect(told[0].contains("the means of bins, weighted by their classes, correlate at 1.00, for "))
  }

  /// Each corpus has its own choices, the first of which is the row above.
  @Test func choicesAreOfEachCorpus() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    let query = ReportQuery(
      PointQuery(selection: Selection(rules: ["word"]), split: .eachCorpus), resampling: Self.quick)
    let report = try FullReport(query, in: store)
    let selected = report.sensitivity.rows.filter { $0.choice == .asSelected }
    #expect(selected.count == 4 && Set(selected.map(\.corpus)) == ["laion", "mix"])
    for row in selected {
      let own = try #require(report.reports.first { $0.model == row.model && $0.corpus == row.corpus })
      #expect(row.spearman.value?.coefficient == own.spearman.value?.coefficient && row.n == own.n)
    }
    #expect(!report.sensitivity.rows.contains { if case .stage = $0.choice { true } else { false } })
    let table = Table.sensitivity(report.sensitivity)
    #expect(table.columns[1].name == "corpus" && !table.columns[1].isDetail)
    let mentions = report.sensitivity.rows.filter { $0.choice == .measure(.mentions) }
    #expect(Set(mentions.map(\.corpus)) == ["laion", "mix"])
  }

  /// A share that was sampled, given with the question alone, holds for every choice.
  @Test func choicesAreOnTheScaleOfTheWhole() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    var points = PointQuery(selection: Selection(corpora: ["laion"], rules: ["word"]))
    points.sampled = try #require(SampledCorpora(parsing: ["laion=0.1"]))
    let report = try FullReport(ReportQuery(points, resampling: Self.quick), in: store)
    let selected = report.sensitivity.rows.filter { $0.choice == .asSelected }
    let slopes = selected.map { $0.slope.value }
    #expect(!slopes.isEmpty && slopes == report.reports.map { $0.line.value?.slope })
    points.sampled = SampledCorpora()
    let plain = try Sensitivity(of: points, in: store)
    #expect(plain.rows.prefix(slopes.count).map { $0.slope.value } != slopes)
    // Asked for alone, it is the same table.
    points.sampled = try #require(SampledCorpora(parsing: ["laion=0.1"]))
    let alone = try Sensitivity(of: points, in: store)
    #expect(alone.rows.map { $0.slope.value } == report.sensitivity.rows.map { $0.slope.value })
  }

  /// Fewer resamples are told, and asked for they are all taken.
  @Test func fewerResamplesAreTold() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    var query = ReportQuery(PointQuery(selection: Selection(rules: ["word"])), resampling: Self.quick)
    query.mayResampleLess = true
    let meter = WorkMeter()
    var report = try FullReport(query, in: store, meter: meter)
    #expect(report.resamplingNote == nil && meter.total > 0 && meter.done > meter.total * 95 / 100)
    report.resampling.resamples = 19
    report.comparisonResampling.resamples = 9
    #expect(
      report.resamplingNote
        == "19 resamples, and 9 for the differences between models, instead of 49, which would take over a minute"
    )
  }

  /// Shared replicates give what each pair's own bootstrap gives, and counting ranks what sorting does.
  @Test func quickWaysGiveTheSameNumbers() throws {
    let one = CorrelationReportTests.points(seed: 1)
    let two = CorrelationReportTests.points(model: "b", seed: 2, strength: 0.05)
    let together = ModelComparison.all([one, two], resampling: Self.quick)[0]
    let alone = ModelComparison(one, two, resampling: Self.quick)
    #expect(try together.bootstrap.get() == alone.bootstrap.get())
    let direct = Self.quick.interval([one.counts, one.accuracies, two.accuracies]) { columns in
      Spearman.coefficient(columns[0], columns[1]).flatMap { first in
        Spearman.coefficient(columns[0], columns[2]).map { first - $0 }
      }
    }
    #expect(try together.bootstrap.get().interval == direct.get().interval)
    let places = Ranks.places(one.counts)
    #expect(Ranks.averagedPlaces(places) == Ranks.averaged(one.counts))
    #expect(Ranks.averagedPlaces([]) == [])
  }
}
