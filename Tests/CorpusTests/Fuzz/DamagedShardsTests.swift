import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Damaged shards of every layout: an answer or a sentence, never a crash, a hang or a heap that grows.
///
/// `make fuzz` runs the same with more rounds (`FUZZ_ROUNDS`), from another seed (`FUZZ_SEED`), and with the address
/// sanitizer.
@Suite struct DamagedShardsTests {
  static let rounds = Int(ProcessInfo.processInfo.environment["FUZZ_ROUNDS"] ?? "") ?? 60
  /// How many times as much as usual the other tests of damaged files do.
  static let scale = max(1, min(rounds / 60, 20))
  static let seed = UInt64(ProcessInfo.processInfo.environment["FUZZ_SEED"] ?? "") ?? 1

  /// Shards of the project's own, for where there is no Python.
  static let plainShards: [(name: String, content: Data)] = [
    ("rows.jsonl", "{\"id\": 1, \"caption\": \"a dog \\u00e9\"}\n{\"id\": 2, \"caption\": \"a cat\"}\n"),
    ("array.json", "[{\"caption\": \"a dog\", \"tags\": [1, 2, {\"x\": null}]}, {\"caption\": \"zwei\"}]"),
    (
      "chat.json",
      "[{\"conversations\": [{\"from\": \"human\", \"value\": \"<image>\\nWhat?\"}, {\"from\": \"gpt\", \"value\": \"a dog\"}]}]"
    ),
    (
      "coco.json", "{\"images\": [{\"id\": 1}], \"annotations\": [{\"image_id\": 1, \"caption\": \"a dog\"}]}"
    ),
    ("sbu.json", "{\"image_urls\": [\"http://a/b.jpg\"], \"captions\": [\"a dog\"]}"),
    (
      "frame.json",
      "{\"question\": {\"0\": \"a dog?\", \"1\": null}, \"answer\": {\"0\": \"a dog\", \"1\": \"no\"}}"
    ),
    (
      "names.json",
      "{\"caption\": {\"one\": \"a dog\", \"two\": \"\"}, \"url\": {\"one\": null, \"two\": \"u\"}}"
    ),
    ("index.json", "{\"one\": {\"caption\": \"a dog\"}, \"two\": {\"caption\": \"a cat\"}}"),
    ("table.csv", "image_url,caption\r\nhttp://a/b.jpg,\"a \"\"dog\"\"\nrunning\"\r\n"),
    ("table.tsv", "a dog\thttp://a/b.jpg\na cat\thttp://a/c.jpg\n"),
    ("flickr.txt", "1.jpg#0\tA dog .\n1.jpg#1\tA cat .\n"),
    ("lines.txt", "a dog\na cat, a dog\nπ σκύλος\n"),
  ].map { ($0.0, Data($0.1.utf8)) }

  /// Every file of `make_shards.py` over a few captions.
  static func madeShards(in folder: TemporaryFolder) throws -> [(name: String, content: Data)] {
    let captions = (0..<40).map { "a dog and a café number \($0 % 7)\n" }.joined()
    let text = try folder.write("captions.txt", captions)
    let run = try Run.python([
      ProjectPaths.sharedFile("tools/make_shards.py").path, text, folder.path("made"),
    ])
    #expect(run.status == 0, "\(run.stderr)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path("made")).sorted().map {
      ($0, try Data(contentsOf: folder.url.appending(path: "made/" + $0)))
    }
  }

  private func readAll(_ shards: [(name: String, content: Data)], in folder: TemporaryFolder) async throws {
    let plan = MatchPlan(classSets: [ClassSet(terms: [["dog"], ["café number"]])])
    let scan = ShardScan(
      plan: plan, reading: ReadingOptions(maximumRecordBytes: 1 << 20, spoolLimit: 1 << 20), threads: 2,
      blockBytes: 1 << 12)
    var damaged: [ShardName] = []
    for (number, shard) in shards.enumerated() {
      var mutator = Mutator(seed: Self.seed &* 1_000_003 &+ UInt64(number))
      for round in 0..<Self.rounds {
        damaged.append(.file(path: try folder.write("\(round)-\(shard.name)", mutator.damage(shard.content))))
      }
      var answers = 0
      try await scan.run(damaged) { outcome in
        answers += 1
        if case .failure(let error) = outcome.result {
          let text = "\(error)"
          #expect(text.hasPrefix("\(outcome.shard)"), "\(text)")
          #expect(text.utf8.count < 4096 && text.split(separator: "\n").count <= 12, "\(text)")
          #expect(error.fault.reason != .interrupted)
        }
      }
      #expect(answers == damaged.count, "\(shard.name)")
      for case .file(let path) in damaged { try FileManager.default.removeItem(atPath: path) }
      damaged.removeAll()
    }
  }

  @Test func theProjectsOwn() async throws {
    try await readAll(Self.plainShards, in: TemporaryFolder())
  }

  @Test(.enabled(if: ProjectPaths.hasOracle, "needs the shared tools and Python"))
  func everyLayoutAndCodec() async throws {
    let folder = try TemporaryFolder()
    let shards = try Self.madeShards(in: folder)
    #expect(shards.count >= 35)
    try await readAll(shards, in: folder)
  }
}
