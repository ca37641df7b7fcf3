import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct MergeTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// A database of its own with some shards.
  private func database(
    _ name: String, _ shards: [(path: String, content: String)], corpus: String = "c", stage: String? = nil,
    sets: [ClassSet] = [StoreSample.animals], overlap: Overlap = .all, reading: String = "shapes 1"
  ) throws -> CountStore {
    let store = try StoreSample.store(in: folder, sets, name: name)
    for shard in shards {
      let content = StoreSample.counts(
        captions: [.caption: shard.content.utf8.count, .assistant: 3],
        classes: [(.caption, 4, 2, 1), (.caption, 1, 3, 1), (.assistant, 0, 1, 1)],
        terms: [(.caption, 1, 1, 1), (.caption, 2, 2, 1)])
      try store.write(
        content, of: StoreSample.file(shard.path, content: shard.content),
        to: StoreSample.target(corpus, stage: stage, overlap: overlap, reading: reading))
    }
    return store
  }

  /// Everything that counts say, by names, in an order that does not depend on row numbers.
  private func dump(_ path: String) throws -> [[[JSONCell]]] {
    try OtherReader(path: path).rows([
      "SELECT * FROM class_frequency ORDER BY 1, 2, 4, 6, 7",
      """
      SELECT corpus.name, shard.digest, class.class_index, role, position, mentions, shard_term.captions
      FROM shard_term JOIN shard ON shard.id = shard JOIN corpus ON corpus.id = shard.corpus
      JOIN class ON class.id = class ORDER BY 1, 2, 3, 4, 5
      """,
      """
      SELECT digest, digest_kind, name, shard.size, reading_rule, records, captions_caption, text_bytes, tool_version,
        path, shard_place.size, modified FROM shard LEFT JOIN shard_place ON shard = shard.id ORDER BY 1, 10
      """,
      "SELECT shards, records, text_bytes FROM corpus_total ORDER BY 1, 2",
      "SELECT class_index, position, mentions, captions FROM corpus_term JOIN class ON class.id = class ORDER BY 1, 2",
      "SELECT * FROM frequency_accuracy ORDER BY 1, 2, 4, 6, 10",
    ])
  }

  @Test func partsMakeTheWhole() throws {
    let all = [("/a", "1"), ("/b", "22"), ("/c", "333"), ("/copy of a", "1")]
    let whole = try database("whole.sqlite", all)
    // Other sets first, so that row numbers differ.
    let first = try database("first.sqlite", [all[0], all[1]])
    let second = try database("second.sqlite", [all[1], all[2], all[3]])
    try second.recordFailure(of: .file(path: "/a"), path: "/a", error: "cut", in: StoreSample.target("c"))
    try second.recordFailure(of: .file(path: "/d"), path: "/d", error: "cut", in: StoreSample.target("c"))
    for store in [whole, second] {
      let animals = try store.classSet(.only)
      try store.addAccuracies([.init(index: 4, accuracy: 0.5)], model: "m", of: animals, source: "m.json")
      try store.addFrequencies([.init(index: 4, captions: 12)], of: animals, corpus: "web")
    }
    let into = try CountStore(path: folder.path("into.sqlite"), mode: .create)
    let report = try into.merge(from: [first.path, second.path])
    #expect(report.sources.map(\.added) == [2, 1])
    #expect(report.sources.map(\.known) == [0, 2])
    #expect(report.sources.map(\.failed) == [0, 1])
    #expect(report.sources.map(\.imported) == [0, 1])
    #expect(report.sources.map(\.models) == [0, 1])
    #expect(try dump(into.path) == dump(whole.path))
    #expect(try into.verify().problems.isEmpty)
    #expect(try into.failedShards().map(\.name) == ["/d"])
    // Again: nothing new.
    #expect(try into.merge(from: [second.path, first.path, whole.path]).sources.map(\.added) == [0, 0, 0])
    #expect(try dump(into.path) == dump(whole.path))
    // Into one whose row numbers are others.
    let later = try StoreSample.store(
      in: folder, [StoreSample.hostile, StoreSample.animals], name: "later.sqlite")
    try later.write(
      StoreSample.firstCounts, of: StoreSample.file("/z", content: "9"), to: StoreSample.target("c"))
    _ = try later.merge(from: [whole.path])
    _ = try later.forget(shards: ["/z"], corpus: "c")
    #expect(try dump(later.path) == dump(whole.path))
  }

  /// A class set of another name with the same terms is merged under the name that is asked for; counts, models and all.
  @Test func aRenamedClassSetIsTheSame() throws {
    var renamed = StoreSample.animals
    renamed.name = "an=imals"
    let theirs = try StoreSample.store(in: folder, [renamed], name: "theirs.sqlite")
    let ours = try database("ours.sqlite", [("/a", "1")])
    let whole = try database("whole.sqlite", [("/a", "1"), ("/b", "22")])
    let counts = StoreSample.counts(
      captions: [.caption: 2, .assistant: 3],
      classes: [(.caption, 4, 2, 1), (.caption, 1, 3, 1), (.assistant, 0, 1, 1)],
      terms: [(.caption, 1, 1, 1), (.caption, 2, 2, 1)])
    try theirs.write(
      counts, of: StoreSample.file("/b", content: "22"), to: StoreSample.target("c", sets: [renamed]))
    for (store, name) in [(theirs, "an=imals"), (whole, "animals")] {
      try store.addAccuracies(
        [.init(index: 4, accuracy: 0.5)], model: "m", of: store.classSet(.named(name)), source: "m.json")
    }
    let before = try dump(ours.path)
    let error = StoreError.doesNotFit(
      path: theirs.path, reason: .sameClassesUnderOtherName("an=imals", here: "animals"))
    #expect(throws: error) { try ours.merge(from: [theirs.path]) }
    #expect(throws: StoreError.noClassSetToRename(word: "x=animals", known: ["an=imals"])) {
      try ours.merge(from: [theirs.path], renaming: ["x=animals"])
    }
    #expect(throws: StoreError.doesNotFit(path: theirs.path, reason: .unknownClassSet("b"))) {
      try StoreSample.store(in: folder, [StoreSample.hostile], name: "hostile.sqlite")
        .merge(from: [theirs.path], renaming: ["an=imals=b"])
    }
    #expect(try dump(ours.path) == before)
    _ = try ours.merge(from: [theirs.path], renaming: ["an=imals=animals"])
    #expect(try dump(ours.path) == dump(whole.path))
    #expect(try ours.verify().problems.isEmpty)
    // Into an empty database the class set goes under its new name.
    let empty = try CountStore(path: folder.path("empty.sqlite"), mode: .create)
    _ = try empty.merge(from: [theirs.path, whole.path], renaming: ["an=imals=animals"])
    #expect(try dump(empty.path) == dump(whole.path))
    #expect(try empty.classSets().map(\.name) == ["animals"])
  }

  /// After a merge that was refused, the numbers of its class sets stand for others, whose classes are not mixed up.
  @Test func aRefusedMergeLeavesNoClassesInMind() throws {
    let good = try database("good.sqlite", [("/good", "5")])
    let hostile = try StoreSample.store(in: folder, [StoreSample.hostile], name: "hostile.sqlite")
    try hostile.addAccuracies(
      [.init(index: 0, accuracy: 1)], model: "m", of: hostile.classSet(.only), source: "m")
    let into = try CountStore(path: folder.path("into.sqlite"), mode: .create)
    #expect(throws: StoreError.self) { try into.merge(from: [hostile.path, good.path]) }
    _ = try into.merge(from: [good.path])
    #expect(try dump(into.path) == dump(good.path))
    #expect(try into.verify().problems.isEmpty)
  }

  /// Only a file that was made for the work, and holds nothing, goes.
  @Test func aNewDatabaseIsDiscardedOnlyWhileItIsEmpty() throws {
    let made = try CountStore(path: folder.path("made.sqlite"), mode: .create)
    #expect(try made.discardIfUnused())
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    let used = try StoreSample.store(in: folder, name: "used.sqlite")
    #expect(try !used.discardIfUnused())
    try CountStore(path: folder.path("old.sqlite"), mode: .create).close()
    #expect(try !CountStore(path: folder.path("old.sqlite"), mode: .create).discardIfUnused())
    #expect(try used.classSets().count == 1)
  }

  @Test func whatDoesNotFitIsRefusedWhole() throws {
    let into = try database("into.sqlite", [("/a", "1")])
    let good = try database("good.sqlite", [("/good", "5")])
    var changed = StoreSample.animals
    changed.classes[0].terms.append(.init("tenches", kind: .plural))
    let cases: [(CountStore, MergeMismatch)] = [
      (try database("terms.sqlite", [], sets: [changed]), .otherTerms(classSet: "animals")),
      (
        try database("rules.sqlite", [("/b", "2")], overlap: .longest),
        .unknownRules("word,longest", classSet: "animals")
      ),
      (
        try database("stage.sqlite", [("/b", "2")], stage: "instruct"),
        .otherStage(corpus: "c", here: "pretrain", there: "instruct")
      ),
      (try database("content.sqlite", [("/a", "2")]), .otherContent(shard: "/a", corpus: "c")),
      (
        try database("reading.sqlite", [("/a", "1")], reading: "fields x"),
        .otherReading(shard: "/a", corpus: "c")
      ),
    ]
    let before = try dump(into.path)
    for (source, reason) in cases {
      #expect(throws: StoreError.doesNotFit(path: source.path, reason: reason)) {
        try into.merge(from: [good.path, source.path])
      }
      #expect(try dump(into.path) == before)
    }
    #expect(throws: StoreError.doesNotFit(path: into.path, reason: .sameDatabase)) {
      try into.merge(from: [good.path, into.path])
    }
    let other = try StoreSample.store(in: folder, [StoreSample.hostile], name: "other.sqlite")
    try other.addAccuracies(
      [.init(index: 0, accuracy: 1)], model: "m", of: other.classSet(.only), source: "m")
    #expect(
      throws: StoreError.doesNotFit(path: other.path, reason: .unknownClassSet(StoreSample.hostile.name))
    ) {
      try into.merge(from: [other.path])
    }
    #expect(throws: StoreError.doesNotFit(path: folder.path("none"), reason: .noFile)) {
      try into.merge(from: [folder.path("none")])
    }
    #expect(try dump(into.path) == before)
    // Asked to replace, the later one wins.
    #expect(
      try into.merge(from: [cases[3].0.path, cases[4].0.path], replace: true).sources.map(\.replaced) == [
        1, 1,
      ])
    #expect(try into.shards().map(\.readingRule) == ["fields x"])
    #expect(try into.verify().problems.isEmpty)
  }
}
