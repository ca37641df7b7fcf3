import Foundation
import GRDB
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct OpeningTests {
  /// Opens and says how it was refused.
  private func refusal(_ path: String, _ mode: CountStore.Mode) -> StoreError? {
    do {
      try CountStore(path: path, mode: mode, busyTimeout: 0.2).close()
      return nil
    } catch {
      return error as? StoreError
    }
  }

  @Test(arguments: [CountStore.Mode.readWrite, .readOnly])
  func missingFile(_ mode: CountStore.Mode) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("none.sqlite")
    #expect(refusal(path, mode) == .noDatabase(path: path))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func placesThatAreNoDatabase() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("notes.txt", String(repeating: "these are my notes\n", count: 400))
    for mode in [CountStore.Mode.create, .readWrite, .readOnly] {
      #expect(refusal(text, mode) == .notADatabase(path: text))
      #expect(refusal(folder.url.path, mode) == .isFolder(path: folder.url.path))
    }
    #expect(try String(contentsOfFile: text, encoding: .utf8).hasPrefix("these are my notes"))
    let astray = folder.path("no/such/folder/a.sqlite")
    #expect(refusal(astray, .create) == .noFolder(path: astray))
    let empty = try folder.write("empty.sqlite", "")
    #expect(refusal(empty, .readOnly) == .emptyDatabase(path: empty))
    #expect(refusal(empty, .readWrite) == .emptyDatabase(path: empty))
    #expect(refusal(empty, .create) == nil)
    #expect(refusal(empty, .readOnly) == nil)
    #expect(refusal("a\0b", .create) == .holdsNUL(what: "the database's path"))
    #expect(refusal("", .create) == .emptyName(what: "the database"))
  }

  @Test(.enabled(if: ProjectPaths.python != nil))
  func databasesOfOthersAndOfLaterVersions() throws {
    let folder = try TemporaryFolder()
    let script = """
      import sqlite3, sys
      a = sqlite3.connect(sys.argv[1] + '/other.sqlite'); a.execute('CREATE TABLE t (a)'); a.commit()
      b = sqlite3.connect(sys.argv[1] + '/newer.sqlite'); b.execute('PRAGMA application_id = 1668248180')
      b.execute('PRAGMA user_version = 7'); b.execute('CREATE TABLE t (a)'); b.commit()
      c = sqlite3.connect(sys.argv[1] + '/marked.sqlite'); c.execute('PRAGMA user_version = 1'); c.commit()
      """
    #expect(try Run.python(["-c", script, folder.url.path]).status == 0)
    let before = try Data(contentsOf: folder.url.appending(path: "other.sqlite"))
    for mode in [CountStore.Mode.create, .readWrite, .readOnly] {
      #expect(refusal(folder.path("other.sqlite"), mode) == .otherDatabase(path: folder.path("other.sqlite")))
      #expect(
        refusal(folder.path("marked.sqlite"), mode) == .otherDatabase(path: folder.path("marked.sqlite")))
      #expect(
        refusal(folder.path("newer.sqlite"), mode)
          == .newerSchema(path: folder.path("newer.sqlite"), found: 7, known: Schema.version))
    }
    #expect(try Data(contentsOf: folder.url.appending(path: "other.sqlite")) == before)
  }

  /// A database of an earlier version is read as it is, and becomes one of this version when it is written.
  @Test(arguments: [1, 2, 3, 4])
  func aDatabaseOfAnEarlierVersionIsBroughtUpToDate(_ version: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("old.sqlite")
    let place = try #require(Schema.sql.range(of: Schema.firstLine(ofVersion: version + 1)))
    let old = Schema.sql[..<place.lowerBound].replacing(
      "PRAGMA user_version = \(Schema.version)", with: "PRAGMA user_version = \(version)")
    let made = try DatabaseQueue(path: path)
    try made.writeWithoutTransaction { try $0.execute(sql: String(old)) }
    try made.close()
    let before = try DatabaseQueue(path: path).read {
      try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE sql NOT NULL")
    }
    #expect(before.contains { $0.contains("audit") } == (version > 1) && before.count > 15)
    #expect(before.contains { $0.contains("shard_note") } == (version > 2))
    #expect(before.contains { $0.contains("model_corpus") || $0.contains("class_total") } == (version > 3))
    #expect(!before.contains { $0.contains("shard_replacement") })
    let reader = try CountStore(path: path, mode: .readOnly)
    #expect(try reader.classSets().isEmpty && reader.audits().isEmpty && reader.shards().isEmpty)
    #expect(try reader.verify().problems.isEmpty)
    try reader.close()
    let writer = try CountStore(path: path, mode: .readWrite)
    try writer.register(StoreSample.animals)
    #expect(try writer.audits().isEmpty)
    try writer.close()
    let fresh = try StoreSample.store(in: folder)
    let query = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"
    let stored = try DatabaseQueue(path: path).read {
      (try Row.fetchAll($0, sql: query), try Int.fetchOne($0, sql: "PRAGMA user_version"))
    }
    #expect(try stored.0 == fresh.read { try Row.fetchAll($0, sql: query) } && stored.1 == Schema.version)
  }

  /// Counts of terms that a database of the first version has as JSON lists: position, mentions, captions.
  @Test func countsOfTermsAreWrittenAsTheyAreNow() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/a", content: "a"), to: StoreSample.target("pre"))
    func terms() throws -> [String] {
      try store.read { try String.fetchAll($0, sql: "SELECT terms FROM shard_class WHERE terms IS NOT NULL") }
    }
    let now = try terms()
    try store.write {
      try $0.execute(sql: "UPDATE shard_class SET terms = '[0,3,2,2,1,1]' WHERE terms IS NOT NULL")
    }
    try store.write { database in
      let later = [
        "audit_mention", "audit_corpus", "audit", "shard_note", "model_corpus", "corpus_sample", "shard_rows",
        "shard_replacement",
      ]
      for table in later { try database.execute(sql: "DROP TABLE \(table)") }
      try database.execute(sql: "DROP VIEW class_total; PRAGMA user_version = 1")
      try Schema.upgrade(database)
    }
    #expect(try now.count == 1 && terms() == now)
    #expect(try store.verify().problems.isEmpty)
  }

  @Test func namesThatSQLiteWouldTakeForSomethingElse() throws {
    let folder = try TemporaryFolder()
    for name in [":memory:", "file:x?mode=memory", "a%20b?immutable=1", "qu'ote;\n\u{1B}[31m.sqlite"] {
      let path = folder.path(name)
      let store = try StoreSample.store(in: folder, name: name)
      try store.close()
      #expect(FileManager.default.fileExists(atPath: path))
      let reader = try CountStore(path: path, mode: .readOnly)
      #expect(try reader.classSets().map(\.name) == ["animals"])
      try reader.close()
      #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    }
  }

  @Test func readOnlyCopyIsRead() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    try store.close()
    let opening = DatabaseOpening(path: folder.path("corpus.sqlite"), mode: .readOnly, busyTimeout: 1)
    let queue = try opening.openImmutable()
    #expect(try queue.read { try $0.classSets().map(\.name) } == ["animals"])
    try queue.close()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["corpus.sqlite"])
  }

  @Test func readingWritesNothing() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    try store.close()
    let before = try Data(contentsOf: folder.url.appending(path: "corpus.sqlite"))
    let reader = try CountStore(path: folder.path("corpus.sqlite"), mode: .readOnly)
    #expect(throws: StoreError.notWritable(path: reader.path)) {
      try reader.register(StoreSample.hostile)
    }
    try reader.close()
    #expect(try Data(contentsOf: folder.url.appending(path: "corpus.sqlite")) == before)
  }

  @Test(.enabled(if: ProjectPaths.python != nil))
  func anotherWriterIsWaitedFor() throws {
    let folder = try TemporaryFolder()
    try StoreSample.store(in: folder).close()
    let store = try CountStore(path: folder.path("corpus.sqlite"), mode: .readWrite, busyTimeout: 0.3)
    let holder = Process()
    holder.executableURL = ProjectPaths.python
    holder.arguments = [
      "-c",
      "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE');"
        + " print('held', flush=True); sys.stdin.readline(); c.execute('COMMIT')",
      store.path,
    ]
    let input = Pipe()
    let output = Pipe()
    holder.standardInput = input
    holder.standardOutput = output
    try holder.run()
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    #expect(throws: StoreError.locked(path: store.path, seconds: 0.3)) {
      try store.register(StoreSample.hostile)
    }
    // Readers do not wait.
    #expect(try store.classSets().count == 1)
    let patient = try CountStore(path: store.path, mode: .readWrite, busyTimeout: 20)
    try input.fileHandleForWriting.write(contentsOf: Data("go\n".utf8))
    #expect(try patient.register(StoreSample.hostile) == .added)
    holder.waitUntilExit()
  }

  @Test func messagesAreWholeSentences() {
    let errors: [(StoreError, String)] = [
      (.notADatabase(path: "a.txt"), "a.txt: this file is not a database"),
      (
        .newerSchema(path: "a", found: 2, known: 1),
        "a: the database was written by a newer version of corpus-tool (its schema version is 2, this program supports 1)"
      ),
      (.noCorpus(name: "lain", known: ["laion"]), "no corpus `lain`; did you mean `laion`?"),
      (
        .noCorpus(name: "lain", known: ["laion", "coyo"]),
        "no corpus `lain`; did you mean `laion`? Available: `laion`, `coyo`"
      ),
      (.noModel(name: "x", known: ["clip", "llava"]), "no model `x`; available: `clip`, `llava`"),
      (.noCorpus(name: "x", known: []), "no corpus `x`"),
      (
        .stageConflict(corpus: "c", stage: "pretrain", given: "instruct"),
        "the corpus `c` has the stage pretrain, not instruct; a corpus has one stage"
      ),
    ]
    for (error, text) in errors { #expect(error.description == text) }
  }
}
