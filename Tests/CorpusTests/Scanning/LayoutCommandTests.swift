import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The same corpora through the built program: what `scan`, `index` with `query`, `inspect` and `examples` print is the slow
/// model's answer.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct LayoutCommandTests {
  /// A scan line.
  private struct Line: Decodable {
    struct Set: Decodable {
      var classes: [String: [[Int]]]?
      var terms: [String: [[Int]]]?
    }
    var shard: String
    var error: String?
    var records: Int?
    var text_bytes: Int?
    var captions: [String: Int]?
    var class_sets: [Set]

    var counts: ShardCounts {
      var counts = ShardCounts()
      counts.records = records ?? 0
      counts.textBytes = text_bytes ?? 0
      counts.captions = LayoutCommandTests.roleCounts(captions ?? [:])
      counts.sets = class_sets.map { set in
        var found = ClassSetCounts()
        found.classes = Self.rows(set.classes ?? [:])
        found.terms = Self.rows(set.terms ?? [:])
        return found
      }
      return counts
    }

    private static func rows(_ rows: [String: [[Int]]]) -> [ClassSetCounts.Count] {
      rows.flatMap { name, rows in
        rows.map { row in
          ClassSetCounts.Count(
            role: Role(name: name) ?? .other, index: row[0], mentions: row[1], captions: row[2])
        }
      }
    }
  }

  /// A row of `query --by shard` or of `--by role`.
  private struct Row: Decodable {
    var class_index: Int
    var shard: String?
    var role: String?
    var mentions: Int
    var captions: Int
  }

  private struct Inspected: Decodable {
    var shard: String
    var records: Int
    var captions: [String: Int]
  }

  private struct Example: Decodable {
    var shard: String
    var before: String
    var mention: String
    var after: String
  }

  private static func roleCounts(_ numbers: [String: Int]) -> RoleCounts {
    var counts = RoleCounts()
    for (name, number) in numbers { counts[Role(name: name) ?? .other] += number }
    return counts
  }

  #if DEBUG
    static let seeds = 1...1
  #else
    static let seeds = 1...4
  #endif

  @Test(arguments: seeds) func everyCommandGivesTheSlowModelsCounts(seed: Int) throws {
    var random = HardCaptions(seed: UInt64(seed) + DamagedShardsTests.seed &* 5_000)
    let job = LaidOutCorpus.Job(name: "\(seed)", seed: UInt64(seed), captions: random.corpus())
    let corpus = try #require(try LaidOutCorpus.make([job]).first)
    var answers = LayoutAnswers(HardCaptions.classes)
    let entries = try HardCaptions.classes.map { terms in
      let parts = try [JSONEncoder().encode(terms[0]), JSONEncoder().encode(Array(terms.dropFirst()))]
      return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ": ")
    }
    try corpus.folder.write("names.json", "{\(entries.joined(separator: ",\n"))}")
    for rule in answers.rules.indices {
      for unescapesHTML in [false, true] {
        let run = Commands(corpus: corpus, rule: answers.rules[rule], unescapesHTML: unescapesHTML)
        let expected = corpus.shards.map {
          answers.expectation(of: $0, in: corpus, rule: rule, unescapesHTML: unescapesHTML)
        }
        for instructions in ["baseline", "avx2", "best"] { try run.scan(expected, instructions) }
        try run.index(expected, threads: 1 + rule % 2)
        if rule == 0 { try run.inspect(expected) }
        try run.examples(expected)
      }
    }
  }

  /// The commands on one corpus by one rule.
  private struct Commands {
    let corpus: LaidOutCorpus
    let rule: SlowRule
    let unescapesHTML: Bool

    private var files: [String] { corpus.shards.map(\.file) }
    private var reading: [String] { unescapesHTML ? ["--unescape-html"] : [] }
    private var options: [String] {
      ["--classes", "names.json", "--matching", rule.matching.rawValue, "--overlap", rule.overlap.rawValue]
        + reading
    }

    private func run(
      _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Run {
      let run = try Binary.run(
        arguments, input: Data(input.utf8), environment: environment, folder: corpus.folder.url)
      try #require(run.status == 0, "\(arguments): \(run.stderr)")
      return run
    }

    func scan(_ expected: [LayoutExpectation], _ instructions: String) throws {
      let run = try run(
        ["scan", "--threads", "2"] + options, input: files.map { $0 + "\n" }.joined(),
        environment: instructions == "best" ? [:] : ["CORPUS_INSTRUCTIONS": instructions])
      let lines = try run.output.split(separator: 10).map { try JSONDecoder().decode(Line.self, from: $0) }
      #expect(lines.count == files.count)
      for line in lines {
        let place = try #require(files.firstIndex(of: line.shard))
        let fault = line.error ?? expected[place].fault(of: line.counts, rule: rule)
        #expect(fault == nil, "scan \(line.shard), \(rule), \(instructions), HTML \(unescapesHTML)")
      }
    }

    func index(_ expected: [LayoutExpectation], threads: Int) throws {
      defer { try? FileManager.default.removeItem(atPath: corpus.folder.path("corpus.sqlite")) }
      _ = try run(["index", "--corpus", "c", "--threads", "\(threads)"] + options + files)
      let byShard = try rows("shard")
      for (place, shard) in corpus.shards.enumerated() {
        let found = byShard.filter { $0.shard?.hasSuffix("/" + shard.file) == true }
        for slot in HardCaptions.classes.indices {
          let wanted = expected[place].classes.values.map { $0[slot] }
          let row = found.first { $0.class_index == slot }
          let captions = wanted.reduce(0) { $0 + $1.captions }
          #expect(row?.captions ?? 0 == captions, "index \(shard.file), \(rule), class \(slot)")
          guard rule.matching.countsMentions else { continue }
          #expect(row?.mentions ?? 0 == wanted.reduce(0) { $0 + $1.mentions }, "index \(shard.file), \(rule)")
        }
      }
      let byRole = try rows("role")
      for role in Role.allCases {
        for slot in HardCaptions.classes.indices {
          let wanted = expected.reduce(0) { $0 + ($1.classes[role]?[slot].captions ?? 0) }
          let row = byRole.first { $0.class_index == slot && $0.role == role.name }
          #expect(row?.captions ?? 0 == wanted, "index, \(rule), class \(slot), \(role)")
        }
      }
    }

    private func rows(_ split: String) throws -> [Row] {
      try JSONDecoder().decode(
        [Row].self, from: run(["query", "--by", split, "--role", "all", "--format", "json"]).output)
    }

    func inspect(_ expected: [LayoutExpectation]) throws {
      // Of more than the first megabytes it says that it is not all.
      guard corpus.job.captions.reduce(0, { $0 + $1.utf8.count }) < 1 << 20 else { return }
      let run = try run(["inspect", "--format", "json"] + reading + files)
      let found = try JSONDecoder().decode([Inspected].self, from: run.output)
      #expect(found.map(\.shard) == files)
      for (found, wanted) in zip(found, expected) {
        #expect(found.records == wanted.records, "inspect \(found.shard)")
        #expect(LayoutCommandTests.roleCounts(found.captions) == wanted.captions, "inspect \(found.shard)")
      }
    }

    func examples(_ expected: [LayoutExpectation]) throws {
      // As in the layout test.
      guard corpus.job.captions.allSatisfy({ $0.utf8.count < 10_000 }) else { return }
      let slot = 2
      let run = try run(
        ["examples", "-n", "1000000", "--role", "all", "--format", "json"] + options
          + [HardCaptions.classes[slot][0]] + files)
      let found = try JSONDecoder().decode([Example].self, from: run.output)
      let texts = Set(corpus.texts(unescapesHTML: unescapesHTML).map { Array($0.utf8) })
      for example in found {
        let whole = example.before + example.mention + example.after
        #expect(texts.contains(Array(whole.utf8)), "examples \(example.shard): \(whole.debugDescription)")
      }
      for (place, file) in files.enumerated() {
        let counts = expected[place].classes.values.map { $0[slot] }
        let wanted = counts.reduce(0) { $0 + (rule.matching.countsMentions ? $1.mentions : $1.captions) }
        #expect(found.count { $0.shard == file } == wanted, "examples \(file), \(rule)")
      }
    }
  }
}
