import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct PlanTests {
  @Test func knownFilesNeedNoReading() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder, [StoreSample.animals, StoreSample.hostile])
    let target = StoreSample.target("pre")
    let file = StoreSample.file("/a", content: "some text", modified: 17)
    try store.write(StoreSample.firstCounts, of: file, to: target)
    func state(_ state: FileState, _ target: CountTarget) throws -> ShardPlan.State {
      try store.plan([state], for: target)[0].state
    }
    let same = FileState(path: "/a", size: 9, modified: 17)
    #expect(try state(same, target) == .unchanged)
    #expect(try store.plan([same], for: target)[0].digest == file.digest)
    #expect(try state(FileState(path: "/a", size: 10, modified: 17), target) == .changed)
    #expect(try state(FileState(path: "/a", size: 9, modified: 18), target) == .changed)
    #expect(try state(FileState(path: "/a", size: 9, modified: nil), target) == .changed)
    #expect(try state(FileState(path: "/b", size: 9, modified: 17), target) == .new)
    #expect(try state(same, StoreSample.target("other")) == .new)
    #expect(try state(same, StoreSample.target("pre", matching: .paper)) == .new)
    #expect(try state(same, StoreSample.target("pre", reading: "fields a")) == .otherReading(was: "shapes 1"))
    let both = StoreSample.target("pre", sets: [StoreSample.animals, StoreSample.hostile])
    #expect(try state(same, both) == .incomplete)
    // The copy of a counted file is known as well, once it was seen.
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/copy", content: "some text", modified: 5), to: target)
    #expect(try state(FileState(path: "/copy", size: 9, modified: 5), target) == .unchanged)
    #expect(try state(same, target) == .unchanged)
    // Touched, with the same content: known again by its new time.
    #expect(
      try store.write(
        StoreSample.firstCounts, of: StoreSample.file("/a", content: "some text", modified: 99), to: target)
        == [.init(kind: .unchanged)])
    #expect(try state(FileState(path: "/a", size: 9, modified: 99), target) == .unchanged)
  }

  @Test func staleFilesAreListed() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    let paths = try ["a", "b", "c"].map { try folder.write($0, "text of \($0)") }
    for path in paths {
      let state = try #require(FileState(path: path))
      var identity = StoreSample.file(path, content: "text of \(path)")
      identity.size = state.size
      identity.modified = state.modified
      try store.write(StoreSample.firstCounts, of: identity, to: StoreSample.target("pre"))
    }
    #expect(try store.staleShards().isEmpty)
    try FileManager.default.removeItem(atPath: paths[0])
    try folder.write("b", "other text")
    let stale = try store.staleShards(corpus: "pre")
    #expect(stale.map(\.reason) == [.missing, .changed])
    #expect(stale.map(\.file.path) == [paths[0], paths[1]])
  }

  @Test func forgettingTakesCountsOut() throws {
    let folder = try TemporaryFolder()
    let files = Files()
    let store = try StoreSample.store(in: folder, fileExists: { files.exists($0) })
    let target = StoreSample.target("pre")
    for (path, content) in [("/a", "1"), ("/b", "2"), ("/copy", "2"), ("/c", "3")] {
      try store.write(StoreSample.firstCounts, of: StoreSample.file(path, content: content), to: target)
    }
    try store.write(StoreSample.roleCounts, of: StoreSample.pipe(content: "4"), to: target)
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/a", content: "1"),
      to: StoreSample.target("pre", overlap: .longest))
    try store.recordFailure(of: .file(path: "bad"), path: "/bad", error: "bad", in: target)
    func captions() throws -> Int? {
      try store.frequencies(Selection(roles: Set(Role.allCases), rules: ["word"])).groups[0].values[4]
        .captions
    }
    #expect(try captions() == 3 * 3 + 6)
    #expect(throws: StoreError.noShard(name: "/none", corpus: "pre")) {
      try store.forget(shards: ["/a", "/none"], corpus: "pre")
    }
    #expect(try captions() == 15)
    #expect(try store.forget(shards: ["/a"], corpus: "pre").shards == ["/a", "/a"])
    #expect(try captions() == 12)
    #expect(try store.forget(shards: ["/copy"], corpus: "pre").copies == ["/copy"])
    #expect(try captions() == 12)
    #expect(
      try store.forget(shards: ["/b", "/bad"], corpus: "pre") == Forgotten(shards: ["/b"], failures: ["/bad"])
    )
    #expect(try captions() == 9)
    #expect(try store.forget(shards: ["-", Digest(ofFields: ["3"]).hex], corpus: "pre").shards.count == 2)
    #expect(try store.verify() == VerifyReport())
    let tables = [
      "corpus_total", "corpus_role", "corpus_class", "corpus_term", "shard", "shard_place", "shard_class",
    ]
    let left = try OtherReader(path: store.path).rows(tables.map { "SELECT count(*) FROM \($0)" })
    #expect(left == tables.map { _ in [[0]] })

    try store.write(StoreSample.firstCounts, of: StoreSample.file("/a", content: "1"), to: target)
    try store.addFrequencies([.init(index: 0, captions: 3)], of: store.classSet(.only), corpus: "web")
    #expect(throws: StoreError.noCorpus(name: "pro", known: ["pre", "web"])) {
      try store.forget(corpus: "pro")
    }
    #expect(try store.forget(corpus: "pre").shards == ["/a"])
    #expect(try store.forget(corpus: "web").imported)
    #expect(try store.corpora().isEmpty)
    // The name is free for another stage.
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/a", content: "1"),
      to: StoreSample.target("pre", stage: "instruct"))
    try store.compact()
    #expect(try store.verify().problems.isEmpty)
  }
}
