import Foundation
import GRDB
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct DatabaseDefenceTests {
  private func endless(_ limit: StepLimit?, _ count: Int) throws -> Int? {
    let folder = try TemporaryFolder()
    try StoreSample.store(in: folder).close()
    let store = try CountStore(path: folder.path("corpus.sqlite"), mode: .readOnly, limit: limit)
    return try store.read { database in
      try Int.fetchOne(
        database,
        sql: """
          WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT ?) SELECT count(*) FROM n
          """, arguments: [count])
    }
  }

  @Test func workIsBoundedWhereALimitIsSet() throws {
    #expect(try endless(StepLimit(1_000_000), 1000) == 1000)
    #expect(try endless(nil, 200_000) == 200_000)
    #expect {
      try endless(StepLimit(1_000_000), 200_000_000)
    } throws: { error in
      if case .tooMuchWork = error as? StoreError { true } else { false }
    }
  }

  /// The limit is of the connection, not of one query.
  @Test func smallQueriesAddUp() throws {
    let folder = try TemporaryFolder()
    try StoreSample.store(in: folder).close()
    let store = try CountStore(
      path: folder.path("corpus.sqlite"), mode: .readOnly, limit: StepLimit(2_000_000))
    let query =
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT count(*) FROM n"
    #expect(throws: StoreError.tooMuchWork(path: store.path)) {
      for _ in 0..<1000 { _ = try store.read { try Int.fetchOne($0, sql: query) } }
    }
  }

  @Test func sqliteDefendsItself() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    // Defensive mode: the schema cannot be written as a table, whatever the pragma says.
    #expect(throws: StoreError.self) {
      try store.write { database in
        try database.execute(sql: "PRAGMA writable_schema = ON")
        try database.execute(sql: "UPDATE sqlite_schema SET sql = '' WHERE name = 'term'")
      }
    }
    #expect(try store.read { try Int.fetchOne($0, sql: "PRAGMA trusted_schema") } == 0)
  }

  @Test(arguments: [
    ("CREATE TABLE a (b  INTEGER, -- what it is\n c TEXT)", "CREATE TABLE a(b INTEGER,c TEXT)"),
    ("CREATE VIEW a AS /* x; */ SELECT 'a  -- b' , \"c  d\"", "CREATE VIEW a AS SELECT'a  -- b',\"c  d\""),
    ("SELECT 'it''s  so'  || [a  b]", "SELECT'it''s  so'||[a  b]"),
    ("SELECT a/**/b", "SELECT a b"), ("SELECT a - -1", "SELECT a--1"), ("SELECT é  ü", "SELECT é ü"),
    ("", ""),
    ("SELECT 'open", "SELECT'open"), ("SELECT 1 /* open", "SELECT 1"),
  ])
  func statementsAreComparedBare(_ sql: String, _ bare: String) { #expect(SchemaCheck.bare(sql) == bare) }
}
