import Corpus
import Foundation
import GRDB
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct AuditTests {
  /// A database in which crane (1) is mentioned 40 times in `pre`, and in `ins` as well.
  static func store(in folder: TemporaryFolder, name: String = "corpus.sqlite") throws -> CountStore {
    let store = try StoreSample.store(in: folder, name: name)
    for corpus in ["pre", "ins"] {
      try store.write(
        StoreSample.counts(
          captions: [.caption: 100, .human: 3], classes: [(.caption, 1, 40, 30)],
          terms: [(.caption, 1, 40, 30)]),
        of: StoreSample.file("/\(corpus)", content: corpus), to: StoreSample.target(corpus))
    }
    return store
  }

  static func mentions(_ count: Int, of index: Int = 1, from start: Int = 0) -> [AuditMention] {
    (start..<start + count).map {
      AuditMention(classIndex: index, place: Digest(ofFields: ["\(index) \($0)"]))
    }
  }

  static func draw(
    _ mentions: [AuditMention], seed: UInt64 = 0, _ corpora: [String] = ["pre"], in store: CountStore
  ) throws -> StoredAudit {
    try store.addAudit(mentions, seed: seed, of: store.resolve(Selection(corpora: corpora)))
  }

  static func precision(
    _ corpora: [String] = ["pre"], roles: Set<Role>? = nil, in store: CountStore
  ) throws -> (Precision?, [String]) {
    let findings = try store.auditFindings(store.resolve(Selection(corpora: corpora, roles: roles)))
    return (findings.precision(of: 1, group: nil), findings.notes)
  }

  @Test func judgingTwiceIsJudgingOnce() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    let audit = try Self.draw(Self.mentions(10), in: store)
    #expect(
      audit.name.hasPrefix("s-") && audit.mentions == 10 && audit.judged == 0 && audit.corpora == ["pre"])
    #expect(audit.roles == "caption" && audit.seed == "0" && audit.rulesName == "word")
    #expect(try Self.draw(Self.mentions(10), in: store) == audit)
    let answers = [1: true, 2: false, 3: false, 10: true]
    #expect(try store.judge(answers, of: audit) == AuditChange(added: 4))
    #expect(try store.judge(answers, of: audit) == AuditChange(known: 4))
    #expect(throws: AuditError.otherAnswer(position: 3, sheet: audit.name)) {
      try store.judge([1: true, 3: true, 4: true], of: audit)
    }
    // Refused as a whole.
    #expect(try store.mentions(of: audit).compactMap(\.isClass).count == 4)
    #expect(
      try store.judge([3: true, 4: true], of: audit, replace: true) == AuditChange(added: 1, replaced: 1))
    #expect(throws: StoreError.self) { try store.judge([11: true], of: audit) }
    let (precision, notes) = try Self.precision(in: store)
    #expect(precision == Precision(judged: 5, right: 4) && notes.isEmpty)
    #expect(precision?.value == 0.8 && precision?.corrected(40) == 32)
    #expect(try precision?.interval == Wilson.interval(correct: 4, total: 5).get())
    #expect(try store.verify().problems.isEmpty)
  }

  @Test func aSampleSpeaksForJustWhatItWasDrawnFrom() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    #expect(try store.auditFindings(store.resolve(Selection(corpora: ["pre"]))).isUnjudged)
    let audit = try Self.draw(Self.mentions(4), in: store)
    try store.judge([1: true, 2: true], of: audit)
    // Another seed: a mention that both samples have counts once, and has its answer already.
    let second = try Self.draw(Self.mentions(4, from: 1), seed: 7, in: store)
    #expect(second.judged == 1 && second.digest != audit.digest)
    try store.judge([1: false, 4: false], of: second, replace: true)
    #expect(try store.mentions(of: audit).map(\.isClass) == [true, false, nil, nil])
    #expect(try Self.precision(in: store).0 == Precision(judged: 3, right: 1))
    // Of other corpora or roles nothing is known; roles without captions do not matter.
    let (other, notes) = try Self.precision(["pre", "ins"], in: store)
    #expect(other == nil && notes.count == 1 && notes[0].contains("judged in `pre`, roles caption"))
    #expect(try Self.precision(roles: [.caption, .human], in: store).0 == nil)
    #expect(try Self.precision(roles: [.caption, .system], in: store).0 != nil)
    let byCorpus = try store.auditFindings(store.resolve(Selection(), grouping: .corpus))
    #expect(byCorpus.precision(of: 1, group: "pre") == Precision(judged: 3, right: 1))
    #expect(byCorpus.precision(of: 1, group: "ins") == nil)
    // A further shard: what was judged is of another corpus now, until that shard goes again.
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/more", content: "more"), to: StoreSample.target("pre"))
    let (stale, why) = try Self.precision(in: store)
    #expect(stale == nil && why.count == 1 && why[0].contains("`pre` has different shards from when"))
    // Drawn again, the answers that still hold are kept.
    let again = try Self.draw(Self.mentions(6), in: store)
    #expect(again.judged == 3 && again.digest != audit.digest)
    #expect(try Self.precision(in: store).0 == Precision(judged: 3, right: 1))
    _ = try store.forget(shards: ["/more"], corpus: "pre")
    #expect(try Self.precision(in: store).0 == Precision(judged: 3, right: 1))
    #expect(try store.audits().map(\.mentions) == [4, 4, 6])
  }

  @Test func forgettingACorpusTakesItsSamples() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder)
    _ = try Self.draw(Self.mentions(4), in: store)
    _ = try Self.draw(Self.mentions(3), ["pre", "ins"], in: store)
    let kept = try Self.draw(Self.mentions(2), ["ins"], in: store)
    #expect(try store.forget(corpus: "pre").audits == 2)
    #expect(try store.audits() == [kept])
    #expect(try store.verify().problems.isEmpty)
    let rows = try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit_mention") }
    #expect(rows == 2)
  }

  @Test func verifyKnowsWhatWasDrawn() throws {
    let changes = [
      "UPDATE audit_mention SET class = class + 1 WHERE position = 2",
      "DELETE FROM audit_mention WHERE position = 4",
      "UPDATE audit SET roles = 'human'", "UPDATE audit SET seed = '1'",
      "UPDATE audit_corpus SET content = randomblob(16)", "DELETE FROM audit_corpus",
      "UPDATE audit_mention SET mention = randomblob(16) WHERE position = 1",
    ]
    for change in changes {
      let folder = try TemporaryFolder()
      let store = try Self.store(in: folder)
      let audit = try Self.draw(Self.mentions(4), in: store)
      try store.write { try $0.execute(sql: change) }
      #expect(try store.verify().problems == [.sample(audit.name)], "\(change)")
    }
  }

  @Test func mergingBringsSamplesWithTheirAnswers() throws {
    let folder = try TemporaryFolder()
    let theirs = try Self.store(in: folder, name: "b.sqlite")
    let audit = try Self.draw(Self.mentions(4), in: theirs)
    try theirs.judge([1: true, 2: false], of: audit)
    // Into an empty database, whose rows have other numbers.
    let empty = try CountStore(path: folder.path("new.sqlite"), mode: .create)
    #expect(try empty.merge(from: [theirs.path]).sources[0].audits == 1)
    #expect(try Self.precision(in: empty).0 == Precision(judged: 2, right: 1))
    #expect(try empty.merge(from: [theirs.path]).sources[0].audits == 0)
    // Into one that knows the sample and has answers of its own.
    let ours = try Self.store(in: folder)
    let same = try Self.draw(Self.mentions(4), in: ours)
    #expect(same.digest == audit.digest)
    try ours.judge([3: true], of: same)
    _ = try ours.merge(from: [theirs.path])
    #expect(try ours.mentions(of: same).map(\.isClass) == [true, false, true, nil])
    try ours.judge([1: false], of: same, replace: true)
    #expect(
      throws: StoreError.doesNotFit(path: theirs.path, reason: .otherAnswer(sample: audit.name))
    ) { try ours.merge(from: [theirs.path]) }
    _ = try ours.merge(from: [theirs.path], replace: true)
    #expect(try ours.mentions(of: same).map(\.isClass) == [true, false, true, nil])
    #expect(try ours.verify().problems.isEmpty && empty.verify().problems.isEmpty)
  }
}
