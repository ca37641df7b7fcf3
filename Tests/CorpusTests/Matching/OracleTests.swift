import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The engine against the definition of the matching rules, on everything real.
@Suite(.enabled(if: ProjectPaths.hasOracle, "needs the shared data and Python"))
struct OracleTests {
  /// The real captions, one a line; line breaks inside a text are spaces here and for the oracle.
  static let captions: [String] = {
    let script = """
      import json, sys, pyarrow.parquet as pq
      d = sys.argv[1] + "/captions/"
      rows = [l.rstrip("\\n").split("\\t", 1)[1] for l in open(d + "flickr8k_a.token.txt", encoding="utf-8", newline="\\n")]
      rows += [t for t in pq.read_table(d + "laion400m_1000.parquet")["TEXT"].to_pylist() if t is not None]
      for l in open(d + "imagewikiqa.jsonl", encoding="utf-8"):
          r = json.loads(l); rows += [r["text"], r["wiki"]]
      sys.stdout.buffer.write("\\n".join(" ".join(t.split("\\n")) for t in rows).encode())
      """
    let data = ProjectPaths.sharedFile("data").path
    guard let run = try? Run.python(["-c", script, data]) else { return [] }
    return run.stdout.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }()

  /// Asks the oracle once: mentions and captions of each class.
  static func oracle(_ matching: Matching, _ overlap: Overlap, _ names: [String], _ captions: [String]) throws
    -> [[Int]]
  {
    let folder = try TemporaryFolder()
    let text = try folder.write("captions.txt", captions.map { $0 + "\n" }.joined())
    let classes = try folder.write("classes.json", JSONEncoder().encode(names))
    let run = try Run.python([
      ProjectPaths.sharedFile("tools/oracle_count.py").path, "--matching", matching.rawValue, "--overlap",
      overlap.rawValue, "--classes", classes, text,
    ])
    #expect(run.status == 0, "\(run.stderr)")
    // The last two fields of each row; a name may hold line breaks.
    return run.stdout.split(separator: "\n").dropFirst().compactMap { line in
      let numbers = line.split(separator: ",").suffix(2).compactMap { Int($0) }
      return numbers.count == 2 ? numbers : nil
    }
  }

  static func names(of list: String) throws -> [String] {
    try JSONDecoder().decode(
      [String].self, from: Data(contentsOf: ProjectPaths.sharedFile("data/classes/\(list)_classes.json")))
  }

  static let lists = ["imagenet", "caltech", "cars", "flowers"]

  private func compare(
    _ matching: Matching, _ overlap: Overlap, _ names: [String], _ captions: [String], kernels: [WordKernels]
  ) throws {
    let expected = try Self.oracle(matching, overlap, names, captions)
    let plan = try MatchPlan(
      classSets: [ClassSet(terms: names.map { [$0] })], matching: matching, overlap: overlap)
    for kernels in kernels {
      let counts = try MatchHarness(plan, kernels: kernels).counts(captions)
      #expect(counts.count == expected.count)
      for (index, pair) in zip(counts, expected).enumerated() where pair.0 != pair.1 {
        Issue.record(
          "\(matching) \(kernels) \(names[index].debugDescription): \(pair.0), the oracle has \(pair.1)")
      }
    }
  }

  /// All four class lists at once: each class is counted on its own.
  @Test(arguments: Matching.allCases)
  func everyRealCaption(_ matching: Matching) throws {
    #expect(Self.captions.count > 21_000)
    let names = try Self.lists.flatMap(Self.names)
    try compare(
      matching, .all, names, Self.captions, kernels: matching == .word ? WordKernels.allCases : [.best])
  }

  /// A shard as it is stored, and its texts as pyarrow reads them, for all four class lists.
  @Test func aRealParquetShard() async throws {
    let file = ProjectPaths.sharedFile("data/captions/laion400m_1000.parquet")
    let script = """
      import json, sys, pyarrow.parquet as pq
      json.dump([t for t in pq.read_table(sys.argv[1]).column("TEXT").to_pylist() if t], sys.stdout)
      """
    let texts = try JSONDecoder().decode([String].self, from: Run.python(["-c", script, file.path]).output)
    let names = try Self.lists.flatMap(Self.names)
    let expected = try Self.oracle(
      .word, .all, names, texts.map { String($0.map { $0.isNewline ? " " : $0 }) })
    let plan = MatchPlan(classSets: [ClassSet(terms: names.map { [$0] })])
    var found = Array(repeating: [0, 0], count: names.count)
    try await ShardScan(plan: plan, threads: 2).run([ShardName(file.path)]) { outcome in
      let counts = try outcome.result.get().counts
      #expect(counts.captions.total == texts.count)
      for entry in counts.sets[0].classes { found[entry.index] = [entry.mentions, entry.captions] }
    }
    #expect(expected.count == names.count)
    #expect(found == expected)
    #expect(found.reduce(0) { $0 + $1[0] } > 100)
  }

  @Test(arguments: lists)
  func longestOnEveryRealCaption(list: String) throws {
    try compare(.word, .longest, Self.names(of: list), Self.captions, kernels: [.best])
  }

  /// Texts of many scripts, and terms cut from the same cloth.
  @Test(arguments: Matching.allCases.map { ($0, Overlap.all) } + [(.word, .longest)])
  func randomTexts(_ matching: Matching, _ overlap: Overlap) throws {
    var random = RandomTexts(seed: 4)
    #if DEBUG
      let count = 10_000
    #else
      let count = 100_000
    #endif
    let captions = (0..<count).map { _ in random.text(upTo: 12) }.map {
      $0.replacingOccurrences(of: "\n", with: " ")
    }
    let names = Array(Set((0..<400).map { _ in random.text(upTo: 3) })).sorted()
      .filter { !$0.contains("\n") && !$0.contains("\r\n") }
    try compare(matching, overlap, names, captions, kernels: WordKernels.allCases)
  }

  /// A row of `matching_cases.json`.
  struct SharedCase: Decodable {
    var name: String
    var overlap: Overlap
    var text: String
    var mentions: [Int]
    var classes: [Entry]

    /// A name, alone or with its aliases.
    struct Entry: Decodable {
      var terms: [String]

      private enum CodingKeys: String, CodingKey { case name, aliases }

      init(from decoder: any Decoder) throws {
        if let name = try? decoder.singleValueContainer().decode(String.self) {
          terms = [name]
        } else {
          let object = try decoder.container(keyedBy: CodingKeys.self)
          terms =
            [try object.decode(String.self, forKey: .name)]
            + (try object.decode([String].self, forKey: .aliases))
        }
      }
    }
  }

  @Test func theSharedTableOfHardCases() throws {
    let cases = try JSONDecoder().decode(
      [SharedCase].self, from: Data(contentsOf: ProjectPaths.sharedFile("data/cases/matching_cases.json")))
    #expect(cases.count >= 173)
    for c in cases {
      let plan = MatchPlan(classSets: [ClassSet(terms: c.classes.map(\.terms))], overlap: c.overlap)
      for kernels in WordKernels.allCases {
        let answer = try MatchHarness(plan, kernels: kernels).mentions(in: c.text)
        #expect(answer.classes == c.mentions, "\(c.name), \(kernels)")
      }
    }
  }
}
