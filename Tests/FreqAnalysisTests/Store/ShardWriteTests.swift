import Corpus
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import FreqAnalysis

/// Which files exist, as a test says.
final class Files: Sendable {
  private let gone = Mutex<Set<String>>([])
  func remove(_ path: String) { gone.withLock { _ = $0.insert(path) } }
  func add(_ path: String) { gone.withLock { _ = $0.remove(path) } }
  func exists(_ path: String) -> Bool { gone.withLock { !$0.contains(path) } }
}

@Suite struct ShardWriteTests {
  private let folder: TemporaryFolder
  private let files = Files()
  private let store: CountStore
  private let target = StoreSample.target("pre")

  init() throws {
    folder = try TemporaryFolder()
    let files = files
    store = try StoreSample.store(in: folder, fileExists: { files.exists($0) })
  }

  private func counts(_ dogs: Int) -> ShardCounts {
    StoreSample.counts(captions: [.caption: dogs], classes: [(.caption, 4, dogs, dogs)])
  }

  /// Captions that mention a dog, in all of the corpus.
  private func dogs(_ corpus: String = "pre") throws -> Int? {
    try store.frequencies(Selection(corpora: [corpus])).groups[0].values[4].captions
  }

  private func isSound() throws -> Bool { try store.verify().problems.isEmpty }

  @Test func aChangedFileReplacesItsCounts() throws {
    #expect(
      try store.write(counts(3), of: StoreSample.file("/a", content: "1"), to: target) == [
        .init(kind: .added)
      ])
    #expect(
      try store.write(counts(3), of: StoreSample.file("/a", content: "1"), to: target) == [
        .init(kind: .unchanged)
      ])
    #expect(try dogs() == 3)
    let changed = try store.write(counts(5), of: StoreSample.file("/a", content: "2"), to: target)
    #expect(changed == [.init(kind: .replacedContent, removed: Digest(ofFields: ["1"]))])
    #expect(try dogs() == 5)
    #expect(try store.shards().count == 1)
    #expect(try isSound())
  }

  @Test func anotherReadingRuleReplaces() throws {
    try store.write(counts(3), of: StoreSample.file("/a", content: "1"), to: target)
    let other = StoreSample.target("pre", reading: "fields text")
    #expect(
      try store.write(counts(8), of: StoreSample.file("/a", content: "1"), to: other)
        == [.init(kind: .replacedReading(was: "shapes 1"))])
    #expect(try dogs() == 8)
    // Where the digest covers what is read, it is another with another rule.
    #expect(
      try store.write(counts(2), of: StoreSample.file("/a", content: "1 read again"), to: target)
        == [.init(kind: .replacedReading(was: "fields text"), removed: Digest(ofFields: ["1"]))])
    #expect(try dogs() == 2)
    #expect(try isSound())
  }

  @Test func copiesAndRenamesCountOnce() throws {
    try store.write(counts(3), of: StoreSample.file("/a", content: "1"), to: target)
    #expect(
      try store.write(counts(3), of: StoreSample.file("/copy", content: "1"), to: target)
        == [.init(kind: .sameContent(as: ["/a"]))])
    #expect(try dogs() == 3)
    // The copy changes: the first file still has the old content.
    #expect(
      try store.write(counts(4), of: StoreSample.file("/copy", content: "2"), to: target)
        == [.init(kind: .replacedContent)])
    #expect(try dogs() == 7)
    files.remove("/a")
    #expect(
      try store.write(counts(3), of: StoreSample.file("/b", content: "1"), to: target)
        == [.init(kind: .moved(from: ["/a"]))])
    #expect(try dogs() == 7)
    #expect(try store.shards().map(\.label) == ["/b", "/copy"])
    // The renamed file changes: nothing has the old content any more.
    #expect(
      try store.write(counts(1), of: StoreSample.file("/b", content: "3"), to: target)
        == [.init(kind: .replacedContent, removed: Digest(ofFields: ["1"]))])
    #expect(try dogs() == 5)
    // A file takes the content of another: one of the two counts.
    #expect(
      try store.write(counts(4), of: StoreSample.file("/b", content: "2"), to: target)
        == [.init(kind: .sameContent(as: ["/copy"]), removed: Digest(ofFields: ["3"]))])
    #expect(try dogs() == 4)
    #expect(try isSound())
  }

  @Test func pipesReplaceNothing() throws {
    let pipe = ShardName.pipe(command: "zstdcat 'a b'.zst; echo \"\n")
    try store.write(counts(3), of: StoreSample.file("/a", content: "1"), to: target)
    #expect(
      try store.write(counts(3), of: StoreSample.pipe(content: "1"), to: target) == [
        .init(kind: .alreadyCounted)
      ])
    #expect(
      try store.write(counts(5), of: StoreSample.pipe(content: "2"), to: target) == [.init(kind: .added)])
    #expect(
      try store.write(counts(7), of: StoreSample.pipe(content: "3"), to: target) == [.init(kind: .added)])
    #expect(
      try store.write(counts(5), of: StoreSample.pipe(pipe, content: "2"), to: target) == [
        .init(kind: .alreadyCounted)
      ])
    #expect(
      try store.write(counts(9), of: StoreSample.pipe(pipe, content: "4"), to: target) == [
        .init(kind: .added)
      ])
    #expect(
      try store.write(
        counts(1), of: StoreSample.pipe(content: "3"), to: StoreSample.target("pre", reading: "fields a"))
        == [.init(kind: .keptReading(was: "shapes 1"))])
    #expect(try dogs() == 24)
    // A file with content that came through a pipe, and then other content: the pipe's stays.
    #expect(
      try store.write(counts(9), of: StoreSample.file("/c", content: "4"), to: target)
        == [.init(kind: .sameContent(as: [pipe.description]))])
    #expect(
      try store.write(counts(1), of: StoreSample.file("/c", content: "5"), to: target)
        == [.init(kind: .replacedContent)])
    #expect(try dogs() == 25)
    #expect(try isSound())
  }

  @Test func corporaAndRuleSetsAreKeptApart() throws {
    let file = StoreSample.file("/a", content: "1")
    try store.write(counts(3), of: file, to: target)
    #expect(
      try store.write(counts(3), of: file, to: StoreSample.target("other", stage: "instruct")) == [
        .init(kind: .added)
      ])
    #expect(
      try store.write(counts(2), of: file, to: StoreSample.target("pre", overlap: .longest)) == [
        .init(kind: .added)
      ])
    #expect(try store.shards().count == 3)
    #expect(try dogs("other") == 3)
    #expect(try isSound())
  }

  @Test func stagesConflict() throws {
    try store.write(counts(3), of: StoreSample.file("/a", content: "1"), to: target)
    #expect(try store.corpora().map(\.stage) == ["pretrain"])
    let other = StoreSample.target("pre", stage: "instruct")
    let error = StoreError.stageConflict(corpus: "pre", stage: "pretrain", given: "instruct")
    #expect(throws: error) { try store.check(other) }
    #expect(throws: error) { try store.write(counts(1), of: StoreSample.file("/b", content: "2"), to: other) }
    #expect(try dogs() == 3)
  }

  @Test func severalSetsOrNone() throws {
    try store.register(StoreSample.hostile)
    let both = StoreSample.target("two", sets: [StoreSample.animals, StoreSample.hostile])
    var shard = counts(3)
    var second = ClassSetCounts()
    second.classes = [.init(role: .caption, index: 0, mentions: 2, captions: 2)]
    second.terms = [.init(role: .caption, index: 1, mentions: 2, captions: 2)]
    shard.sets.append(second)
    #expect(try store.write(shard, of: StoreSample.file("/a", content: "1"), to: both).count == 2)
    shard.sets[1].classes[0].index = 99
    #expect(throws: StoreError.outOfRange(what: "a count of class 99")) {
      try store.write(shard, of: StoreSample.file("/b", content: "2"), to: both)
    }
    #expect(try store.shards().map(\.label) == ["/a", "/a"])
    #expect(try store.shards(corpus: "two").map(\.classSet) == ["animals", StoreSample.hostile.name])
    #expect(try isSound())
  }

  @Test(
    arguments: [
      ("negative index", [(0, -1, 1, 1)], []), ("index past the end", [(0, 6, 1, 1)], []),
      ("no captions", [(0, 0, 0, 0)], []), ("more captions than there are", [(0, 0, 11, 11)], []),
      ("fewer mentions than captions", [(0, 0, 1, 2)], []),
      ("twice", [(0, 0, 1, 1), (0, 0, 1, 1)], []), ("term without its class", [(0, 0, 1, 1)], [(0, 1, 1, 1)]),
      ("term of a class with one", [(0, 0, 1, 1)], [(0, 0, 1, 1)]),
      ("term past the end", [(0, 1, 1, 1)], [(0, 10, 1, 1)]),
    ] as [(String, [(Int, Int, Int, Int)], [(Int, Int, Int, Int)])])
  func impossibleCounts(_ name: String, _ classes: [(Int, Int, Int, Int)], _ terms: [(Int, Int, Int, Int)])
    throws
  {
    let bad = StoreSample.counts(
      classes: classes.map { (.caption, $0.1, $0.2, $0.3) }, terms: terms.map { (.caption, $0.1, $0.2, $0.3) }
    )
    #expect(throws: StoreError.self, "\(name)") {
      try store.write(bad, of: StoreSample.file("/a", content: "1"), to: target)
    }
    #expect(try store.shards().isEmpty)
    #expect(try store.corpora().isEmpty)
  }

  @Test func countsThatNobodyRegistered() throws {
    #expect(throws: StoreError.noClassSet(name: StoreSample.hostile.name, known: ["animals"])) {
      try store.check(StoreSample.target("pre", sets: [StoreSample.hostile]))
    }
    var other = StoreSample.animals
    other.classes.removeLast()
    #expect(throws: StoreError.otherClassSet(name: "animals")) {
      try store.check(StoreSample.target("pre", sets: [other]))
    }
  }

  @Test func failuresAreKeptUntilASuccess() throws {
    let file = StoreSample.file("/bad \u{1B}[31m';--", content: "1")
    try store.recordFailure(of: file.name, path: file.path, error: "record 3: not valid\0 UTF-8", in: target)
    try store.recordFailure(of: .standardInput, path: nil, error: "the gzip data ends early", in: target)
    #expect(try store.failedShards().map(\.name) == ["-", file.path])
    #expect(try store.failedShards(corpus: "pre").last?.error == "record 3: not valid\u{FFFD} UTF-8")
    let state = FileState(path: "/bad \u{1B}[31m';--", size: 1, modified: file.modified)
    #expect(
      try store.plan([state], for: target)[0].state
        == .failedBefore(error: "record 3: not valid\u{FFFD} UTF-8"))
    try store.write(counts(1), of: file, to: target)
    #expect(try store.failedShards().map(\.name) == ["-"])
    #expect(try store.plan([state], for: target)[0].state == .unchanged)
    try store.recordFailure(of: file.name, path: file.path, error: "again", in: target, keepingSuccess: true)
    #expect(try store.failedShards().count == 1)
    try store.recordFailure(of: file.name, path: file.path, error: "again", in: target)
    #expect(try store.failedShards().count == 2)
    #expect(try dogs() == 1)
  }

  @Test func mergingRefusesWhatIndexingReplaces() throws {
    let shard = ShardWrite(counts: counts(3), identity: StoreSample.file("/a", content: "1"), target: target)
    _ = try store.write([shard], policy: .merging(replace: false))
    #expect(
      try store.write([shard, shard], policy: .merging(replace: false)) == [
        [.init(kind: .unchanged)], [.init(kind: .unchanged)],
      ])
    var changed = shard
    changed.identity = StoreSample.file("/a", content: "2")
    #expect(throws: StoreError.shardConflict(name: "/a", corpus: "pre")) {
      try store.write(
        [
          ShardWrite(counts: counts(9), identity: StoreSample.file("/z", content: "9"), target: target),
          changed,
        ], policy: .merging(replace: false))
    }
    var reread = shard
    reread.target.readingRule = "fields a"
    #expect(throws: StoreError.readingConflict(name: "/a", corpus: "pre")) {
      try store.write([reread], policy: .merging(replace: false))
    }
    #expect(try dogs() == 3)
    #expect(try store.write([changed], policy: .merging(replace: true))[0][0].kind == .replacedContent)
    #expect(try isSound())
  }
}
