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

  @Test(arguments: ["imagenet", "caltech", "cars", "flowers"], Overlap.allCases)
  func wordOnEveryRealCaption(list: String, overlap: Overlap) throws {
    #expect(Self.captions.count > 21_000)
    let classes = ProjectPaths.sharedFile("data/classes/\(list)_classes.json")
    let folder = try TemporaryFolder()
    let file = try folder.write("captions.txt", Self.captions.joined(separator: "\n"))
    let run = try Run.python([
      ProjectPaths.sharedFile("tools/oracle_count.py").path, "--matching", "word", "--overlap",
      overlap.rawValue,
      "--classes", classes.path, file,
    ])
    #expect(run.status == 0, "\(run.stderr)")
    let expected = run.stdout.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").suffix(2).compactMap { Int($0) }
    }
    let names = try JSONDecoder().decode([String].self, from: Data(contentsOf: classes))
    let plan = MatchPlan(classSets: [ClassSet(terms: names.map { [$0] })], overlap: overlap)
    for kernels in WordKernels.allCases {
      let counts = try MatchHarness(plan, kernels: kernels).counts(Self.captions)
      #expect(counts.count == expected.count)
      for (index, pair) in zip(counts, expected).enumerated() where pair.0 != pair.1 {
        Issue.record("\(kernels) \(names[index]): \(pair.0), the oracle has \(pair.1)")
      }
    }
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
