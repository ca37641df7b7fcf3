import Corpus
import TestSupport
import Testing

@testable import FreqAnalysis

/// What a shard did not give is stored with it, goes with it, and comes along when databases are merged.
@Suite struct ShardNoteTests {
  private func counts(_ textless: Int, _ humanOnly: Int = 0, _ passedOver: [String: Int] = [:]) -> ShardCounts
  {
    var counts = StoreSample.firstCounts
    counts.textlessRecords = textless
    counts.humanOnlyRecords = humanOnly
    counts.passedOver = passedOver
    counts.replacedSurrogates = 2 * humanOnly
    return counts
  }

  private func notes(_ path: String) throws -> [[JSONCell]] {
    try OtherReader(path: path).rows([
      "SELECT textless_records, human_only_records, passed_over FROM shard_note ORDER BY 1"
    ])[0]
  }

  private func replaced(_ path: String) throws -> [[JSONCell]] {
    try OtherReader(path: path).rows(["SELECT surrogates FROM shard_replacement ORDER BY 1"])[0]
  }

  @Test func isStoredReplacedAndRemoved() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("corpus.sqlite")
    let store = try StoreSample.store(in: folder)
    let target = StoreSample.target("c")
    try store.write(counts(0), of: StoreSample.file("/none", content: "n"), to: target)
    try store.write(
      counts(3, 2, [".bin": 4, ".md": 7]), of: StoreSample.file("/a", content: "a"), to: target)
    #expect(try notes(path) == [[.integer(3), .integer(2), .text(#"{".md": 7, ".bin": 4}"#)]])
    #expect(try replaced(path) == [[.integer(4)]])
    let shards = try store.shards()
    #expect(shards.map(\.counts.replacedSurrogates) == [0, 4])
    #expect(
      shards.map(\.counts.textlessRecords) == [0, 3] && shards.map(\.counts.humanOnlyRecords) == [0, 2])
    #expect(shards[1].counts.passedOver == [".bin": 4, ".md": 7])
    // Another reading rule, and then other content.
    try store.write(
      counts(1), of: StoreSample.file("/a", content: "a"), to: StoreSample.target("c", reading: "fields x"))
    #expect(try notes(path) == [[.integer(1), .integer(0), .text("{}")]])
    #expect(try replaced(path) == [])
    try store.write(counts(0), of: StoreSample.file("/a", content: "b"), to: target)
    #expect(try notes(path) == [])
    #expect(try store.verify().problems.isEmpty)
  }

  /// A shard that an earlier version counted, which did not look at what it does not give, is read again, as for its rows.
  @Test func isStoredOnceAShardIsReadAgain() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("corpus.sqlite")
    let store = try StoreSample.store(in: folder)
    let (file, target) = (StoreSample.file("/a", content: "a"), StoreSample.target("c"))
    try store.write(counts(0), of: file, to: target)
    #expect(try notes(path) == [])
    #expect(try store.write(counts(3, 1), of: file, to: target).map(\.kind) == [.unchanged])
    #expect(try notes(path) == [[.integer(3), .integer(1), .text("{}")]])
    #expect(try replaced(path) == [[.integer(2)]])
    // What is known is not given up for what may come of a version that does not look.
    try store.write(counts(0), of: file, to: target)
    #expect(try notes(path) == [[.integer(3), .integer(1), .text("{}")]])
    #expect(try store.verify().problems.isEmpty)
  }

  @Test func comesAlongInAMerge() throws {
    let folder = try TemporaryFolder()
    let one = try StoreSample.store(in: folder, name: "one.sqlite")
    try one.write(
      counts(5, 1, ["hidden": 1]), of: StoreSample.file("/a", content: "a"), to: StoreSample.target("c"))
    try one.close()
    let all = try CountStore(path: folder.path("all.sqlite"), mode: .create)
    _ = try all.merge(from: [folder.path("one.sqlite")])
    #expect(
      try notes(folder.path("all.sqlite")) == [[.integer(5), .integer(1), .text(#"{"hidden": 1}"#)]])
    #expect(try replaced(folder.path("all.sqlite")) == [[.integer(2)]])
  }
}
