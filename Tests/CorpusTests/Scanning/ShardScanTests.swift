import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Corpus

/// Whole shards, from files to counts.
@Suite struct ShardScanTests {
  static let plan = MatchPlan(
    classSets: [ClassSet(terms: [["dog", "hound"], ["cat"], ["golden retriever"]])])

  func scan(
    _ shards: [ShardName], plan: MatchPlan = plan, reading: ReadingOptions = ReadingOptions(),
    threads: Int = 1,
    blockBytes: Int = 256 << 10
  ) async throws -> [ShardScan.Outcome] {
    var outcomes: [ShardScan.Outcome] = []
    try await ShardScan(plan: plan, reading: reading, threads: threads, blockBytes: blockBytes)
      .run(shards) { outcomes.append($0) }
    return outcomes
  }

  private func lines(_ count: Int) -> String {
    (0..<count).map { "{\"caption\": \"a dog and a hound \($0)\", \"url\": \"cat.jpg\"}\n" }.joined()
  }

  @Test func countsOneFile() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.jsonl", lines(1000))
    let outcome = try #require(try await scan([.file(path: path)]).first)
    let counted = try outcome.result.get()
    #expect(counted.counts.records == 1000)
    #expect(counted.counts.captions[.caption] == 1000)
    #expect(
      counted.counts.sets[0].classes == [.init(role: .caption, index: 0, mentions: 2000, captions: 1000)])
    #expect(counted.identity.size == lines(1000).utf8.count)
    #expect(counted.identity.digest == lines(1000).withUTF8Bytes { Digest(of: $0) })
  }

  /// Threads, blocks and the number of shards change nothing.
  @Test func theCountsAreTheSameForAnyNumberOfThreads() async throws {
    let folder = try TemporaryFolder()
    let paths = try (0..<5).map { try folder.write("\($0).jsonl", lines(700 * ($0 + 1))) }
    let names = paths.map { ShardName.file(path: $0) }
    let expected = try await scan(names).map { try $0.result.get() }
    for (threads, blockBytes) in [(1, 1), (2, 300), (4, 5000), (9, 1 << 20)] {
      let found = try await scan(names, threads: threads, blockBytes: blockBytes)
        .sorted { $0.shard.description < $1.shard.description }.map { try $0.result.get() }
      #expect(found.map(\.counts) == expected.map(\.counts), "\(threads) threads, blocks of \(blockBytes)")
      #expect(found.map(\.identity) == expected.map(\.identity))
    }
  }

  @Test func theEarliestBadRecordIsNamed() async throws {
    let folder = try TemporaryFolder()
    var text = lines(5000)
    text += "{\"caption\": \"a dog\n" + lines(5000) + "{]\n" + lines(3000)
    let path = try folder.write("bad.jsonl", text)
    for (threads, blockBytes) in [(1, 1 << 18), (2, 500), (4, 4000)] {
      let outcome = try #require(
        try await scan([.file(path: path)], threads: threads, blockBytes: blockBytes).first)
      guard case .failure(let error) = outcome.result else {
        Issue.record("the shard was counted")
        continue
      }
      #expect(error.fault.place == .record(5001), "\(threads) threads, blocks of \(blockBytes): \(error)")
    }
  }

  @Test func oneBadShardDoesNotStopTheOthers() async throws {
    let folder = try TemporaryFolder()
    let good = try folder.write("good.jsonl", lines(10))
    let outcomes = try await scan(
      [
        .file(path: folder.path("missing.jsonl")), .file(path: try folder.write("empty.data", "")),
        .file(path: folder.url.path), .file(path: good), .pipe(command: "echo no such thing >&2; exit 3"),
        .pipe(command: "cat '\(good)'"),
      ], threads: 2)
    var texts: [String] = []
    var counted = 0
    for outcome in outcomes {
      switch outcome.result {
      case .failure(let error): texts.append("\(error.fault)")
      case .success(let shard):
        counted += 1
        #expect(shard.counts.records == 10)
      }
    }
    #expect(counted == 2)
    #expect(
      Set(texts) == [
        "it cannot be opened: No such file or directory", "the file is empty", "this is a folder, not a file",
        "the command exited with status 3: no such thing",
      ])
  }

  @Test func aCancelledScanEndsAndCountsNothingHalf() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.jsonl", lines(20_000))
    let task = Task { try await self.scan([.file(path: path)], blockBytes: 1000) }
    task.cancel()
    for outcome in try await task.value {
      guard case .failure(let error) = outcome.result else {
        Issue.record("counted after all")
        continue
      }
      #expect(error.fault.reason == .interrupted)
    }
  }
}

extension String {
  fileprivate func withUTF8Bytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }
}
