import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct AsPublishedStoreTests {
  static let classes = ClassSet(
    name: "few",
    classes: [
      .init(name: "Tench"), .init(name: "potter's wheel"), .init(name: "missile"), .init(name: "missile"),
    ])

  static func store(in folder: TemporaryFolder, matching: Matching = .paper, stages: [String]) throws
    -> CountStore
  {
    let store = try StoreSample.store(in: folder, [classes])
    for (index, stage) in stages.enumerated() {
      try store.write(
        StoreSample.counts(
          captions: [.caption: 50, .human: 9],
          classes: [
            (.caption, 0, 10 + index, 10 + index), (.caption, 1, 7, 7), (.caption, 2, 3, 3),
            (.caption, 3, 3, 3),
            (.human, 0, 9, 9),
          ]),
        of: StoreSample.file("/\(stage)", content: stage),
        to: StoreSample.target("c\(index)", stage: stage, sets: [classes], matching: matching))
    }
    try store.addAccuracies(
      [0.5, 0.25, 0.75, 0.75].enumerated().map { ClassAccuracy(index: $0, accuracy: $1) }, model: "llava",
      of: store.classSet(.only), source: "f")
    return store
  }

  @Test func joinsWhatWasCounted() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder, stages: ["pretrain", "instruct", "more"])
    let (joins, notes) = try AsPublished.all(of: Selection(), in: store)
    #expect(joins.count == 1)
    let points = joins[0].points
    #expect(points.model == "llava" && points.corpus == "c0+c1")
    #expect(points.points.map(\.className) == ["Tench", "potter's wheel", "missile"])
    #expect(points.counts == [21, 0, 12])
    #expect(joins[0].missedLabels == ["potter's wheel"])
    #expect(notes.contains { if case .otherRoles = $0 { true } else { false } })
    let table = Table.bins(asPublished: joins)
    #expect(
      table.rows.count == 13 && table.rows[0][4] == .integer(1) && table.rows[12][3] == .integer(100_000))
  }

  /// Each stage alone is looked up in its own counts; both together in the first's and then the second's.
  @Test func eachStageHasItsOwnCounts() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder, stages: ["pretrain", "instruct"])
    func join(_ stages: [String]) throws -> AsPublished {
      try #require(try AsPublished.all(of: Selection(stages: stages), in: store).joins.first)
    }
    let (pretrain, instruct, both) = (try join(["pretrain"]), try join(["instruct"]), try join([]))
    #expect(pretrain.points.counts == [10, 0, 6] && pretrain.stages == .pretrain)
    #expect(instruct.points.counts == [11, 0, 6] && instruct.stages == .instruct)
    #expect(both.points.counts == [21, 0, 12] && both.stages == .both)
    #expect(
      instruct.points.corpus == "c1"
        && instruct.assumptions.contains { $0.contains("instruction data alone") })
    #expect(try join(["pretrain", "instruct"]).points.counts == both.points.counts)
    let alone = try TemporaryFolder()
    let instructed = try Self.store(in: alone, stages: ["instruct"])
    let (joins, _) = try AsPublished.all(of: Selection(stages: ["instruct"]), in: instructed)
    #expect(joins[0].points.counts == [10, 0, 6])
    #expect(throws: (any Error).self) {
      try AsPublished.all(of: Selection(stages: ["pretrain"]), in: instructed)
    }
  }

  /// Other bins than the notebook's hold every label, the last without an end.
  @Test func binsCanBeChosen() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder, stages: ["pretrain", "instruct"])
    let join = try #require(
      try AsPublished.all(of: Selection(), bins: BinChoice("0,10,20"), in: store).joins.first)
    #expect(join.bins.map(\.count) == [1, 1, 1] && join.bins.last?.bin.high == nil && join.beyondBins == 0)
    #expect(abs(join.bins[2].mean - 0.5 / 1.001) < 1e-12)
    #expect(join.assumptions.contains { $0.contains("not the notebook's own") })
    let few = try #require(
      try AsPublished.all(of: Selection(), bins: BinChoice("10,20"), in: store).joins.first)
    #expect(few.beyondBins == 1)
  }

  @Test func otherRulesAndNoPretrainingAreRefused() throws {
    let folder = try TemporaryFolder()
    let word = try Self.store(in: folder, matching: .word, stages: ["pretrain"])
    #expect(throws: AsPublishedError.otherRules("word")) { try AsPublished.all(of: Selection(), in: word) }
    #expect(throws: AsPublishedError.otherRules("word")) {
      try AsPublished.all(of: Selection(rules: ["word"]), in: word)
    }
    let other = try TemporaryFolder()
    let instruct = try Self.store(in: other, stages: ["instruct"])
    #expect(throws: AsPublishedError.noPretrainCorpus) { try AsPublished.all(of: Selection(), in: instruct) }
    #expect(AsPublishedError.noPretrainCorpus.description.contains("looks only at classes counted there"))
  }

  /// The keys of the real class lists against the oracle's tokens and Python's `str.lower`.
  @Test(.enabled(if: ProjectPaths.hasOracle))
  func keysOfRealNamesAreTheOraclesOwn() throws {
    let script = """
      import glob, json, re, sys
      source = open(sys.argv[1]).read().replace("\\nmain()\\n", "\\n")
      sys.argv = ["oracle"]
      exec(compile(source, "oracle", "exec"))
      names = [n for f in sorted(glob.glob(DATA + "/classes/*.json")) for n in json.load(open(f))]
      names += ["ΟΔΟΣ's", "İzmir", "the \\"quoted\\" (name).", "cannot."]
      print(json.dumps([[n, paper_tokens(n), n.lower()] for n in names]))
      """.replacing("DATA", with: "\"\(ProjectPaths.sharedFile("data").path)\"")
    let run = try Run.python(["-c", script, ProjectPaths.sharedFile("tools/oracle_count.py").path])
    #expect(run.status == 0, "\(run.stderr)")
    struct Name: Decodable {
      var name: String
      var tokens: [String]
      var lower: String
      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        name = try list.decode(String.self)
        tokens = try list.decode([String].self)
        lower = try list.decode(String.self)
      }
    }
    let names = try JSONDecoder().decode([Name].self, from: run.output)
    #expect(names.count > 1_300)
    var differing = 0
    for entry in names {
      let got = PaperName(entry.name)
      #expect(
        got.tokens == entry.tokens && Array(got.lowercased.utf8) == Array(entry.lower.utf8), "\(entry.name)")
      if entry.tokens.joined(separator: " ") != entry.lower { differing += 1 }
    }
    // potter's wheel, carpenter's kit, jack-o'-lantern, …
    #expect(differing > 3)
  }
}

@Suite struct ReportTableTests {
  @Test func aReportIsALongTable() throws {
    let points = CorrelationReportTests.points()
    let reports = [points, CorrelationReportTests.points(model: "n", seed: 3)].map {
      CorrelationReport(
        $0, controls: [.nameLength(points.points.map(\.className))], resampling: CorrelationReportTests.quick)
    }
    let table = Table.reports(reports)
    #expect(table.rows.count == 2 * 19)
    let first = table.rows[0]
    func cell(_ column: String) -> Table.Value? {
      table.columns.firstIndex { $0.name == column }.map { first[$0] }
    }
    let rho = try reports[0].spearman.get()
    #expect(first[0] == .text("m") && first[2] == .text("spearman") && first[3] == .real(rho.coefficient))
    #expect(cell("p") == .real(try rho.p.get()) && cell("n") == .integer(120))
    // Of two models, the smaller p is doubled by Holm.
    let p = try reports.map { try $0.spearman.get().p.get() }
    #expect(cell("p_holm") == .real(p[0] <= p[1] ? 2 * p[0] : max(p[0], 2 * p[1])))
    #expect(reports[0].undefined.isEmpty)
    #expect(Table.surprises(reports, limit: 4).rows.count == 8)
    let comparison = Table.comparisons(
      ModelComparison.all(reports.map(\.points), resampling: CorrelationReportTests.quick))
    #expect(comparison.rows.count == 1 && comparison.rows[0][3] == .text("spearman"))
  }

  @Test func whatIsUndefinedIsMissingAndTold() {
    var points = CorrelationReportTests.points()
    for index in points.points.indices { points.points[index].accuracy = 0.5 }
    let report = CorrelationReport(points, resampling: CorrelationReportTests.quick)
    let table = Table.reports([report])
    #expect(table.rows[0][3] == .missing && table.rows[0][6] == .missing)
    #expect(
      report.undefined.contains(
        "m, c: spearman (t test, Bonett-Wright interval) undefined, because all accuracies are equal"))
  }

  @Test func sensitivityIsATable() {
    var sensitivity = Sensitivity()
    sensitivity.rows = [.init(CorrelationReportTests.points(), choice: .withoutZeros)]
    let table = Table.sensitivity(sensitivity)
    #expect(table.rows.count == 1 && table.rows[0][2] == .text("without classes never mentioned"))
  }
}
