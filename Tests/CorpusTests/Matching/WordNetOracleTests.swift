import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The `word` rule on class lists with many aliases, against the oracle: ImageNet's names with their synsets' lemmas,
/// and all of WordNet.
@Suite(
  .enabled(
    if: ProjectPaths.hasOracle && FileManager.default.fileExists(atPath: "/usr/share/wordnet/data.noun"),
    "needs the shared data, Python and Debian's wordnet-base"))
struct WordNetOracleTests {
  /// The lists, the texts and the oracle's counts by file name, from one run of Python; a debug build takes every
  /// twentieth synset.
  static let files = Result { () throws -> [String: Data] in
    #if DEBUG
      let step = "20"
    #else
      let step = "1"
    #endif
    let folder = try TemporaryFolder()
    let run = try Run.python([
      ProjectPaths.root.appending(path: "Tests/Oracles/wordnet_cases.py").path,
      ProjectPaths.sharedFile("tools/oracle_count.py").path, ProjectPaths.sharedFile("data").path,
      "/usr/share/wordnet", step, folder.url.path,
    ])
    try #require(run.status == 0, "\(run.stderr)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: folder.url.appending(path: $0))) })
  }

  @Test(arguments: ["imagenet", "wordnet"], Overlap.allCases)
  func equalsTheOracle(_ list: String, _ overlap: Overlap) throws {
    let files = try Self.files.get()
    func read(_ name: String) throws -> Data { try #require(files[name]) }
    let name = "\(list)-\(overlap.rawValue)"
    let terms = try JSONDecoder().decode([[String]].self, from: read(name + ".json"))
    let texts = String(decoding: try read("texts"), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    let expected = String(decoding: try read(name + ".csv"), as: UTF8.self)
      .split(separator: "\n").dropFirst().map { $0.split(separator: ",").suffix(2).compactMap { Int($0) } }
    let plan = MatchPlan(classSets: [ClassSet(terms: terms)], overlap: overlap)
    let counts = try MatchHarness(plan).counts(texts)
    #expect(counts.count == expected.count && texts.count > 5)
    let wrong = zip(counts, expected).enumerated().filter { $1.0 != $1.1 }
      .map { "\(terms[$0]): \($1.0), the oracle has \($1.1)" }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(5).joined(separator: "\n"))")
    #expect(expected.reduce(0) { $0 + $1[0] } > 1_000)
  }
}
