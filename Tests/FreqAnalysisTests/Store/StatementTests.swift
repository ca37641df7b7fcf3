import Corpus
import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct StatementTests {
  /// The statements that a call runs, without their values.
  private func statements(_ store: CountStore, _ body: () throws -> Void) throws -> [String] {
    final class Log: Sendable {
      let statements = Mutex<[String]>([])
    }
    let log = Log()
    store.queue.writeWithoutTransaction { database in
      database.trace(options: .statement) { event in
        if case .statement(let statement) = event { log.statements.withLock { $0.append(statement.sql) } }
      }
    }
    try body()
    store.queue.writeWithoutTransaction { $0.trace(options: []) }
    return log.statements.withLock { $0 }
  }

  /// A query of a corpus reads totals alone; whatever is added to a database, its cost stays.
  @Test func pooledQueriesReadNoShard() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/a", content: "a"), to: StoreSample.target("c"))
    try store.addAccuracies(
      [.init(index: 4, accuracy: 1)], model: "m", of: store.classSet(.only), source: "m")
    for grouping in [Grouping.pooled, .corpus, .stage, .role] {
      let run = try statements(store) {
        _ = try store.points(store.resolve(Selection(), grouping: grouping))
      }
      #expect(run.contains { $0.contains("corpus_class") })
      #expect(!run.contains { $0.contains("shard") }, "\(grouping)")
    }
    let terms = try statements(store) {
      _ = try store.termFrequencies(store.resolve(Selection(), grouping: .term))
    }
    #expect(!terms.contains { $0.contains("shard") })
  }

  @Test func oneShardIsOneTransaction() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder, [StoreSample.animals, StoreSample.hostile])
    var counts = StoreSample.firstCounts
    counts.sets.append(ClassSetCounts())
    let run = try statements(store) {
      try store.write(
        counts, of: StoreSample.file("/a", content: "a"),
        to: StoreSample.target("c", sets: [StoreSample.animals, StoreSample.hostile]))
    }
    #expect(run.filter { $0.hasPrefix("BEGIN IMMEDIATE") }.count == 1)
    #expect(run.filter { $0.hasPrefix("COMMIT") }.count == 1)
    #expect(run.first?.hasPrefix("BEGIN IMMEDIATE") == true)
    #expect(run.last?.hasPrefix("COMMIT") == true)
    #expect(run.filter { $0.contains("INTO shard_class") }.count == 3)
  }

  /// The plans that schema.sql promises: no statement that runs for each shard reads a whole table.
  @Test func plansUseTheirKeys() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/a", content: "a"), to: StoreSample.target("c"))
    var run = try statements(store) {
      for content in ["b", "c"] {
        try store.write(
          StoreSample.firstCounts, of: StoreSample.file("/b", content: content), to: StoreSample.target("c"))
      }
      _ = try store.plan([FileState(path: "/a", size: 1, modified: 1)], for: StoreSample.target("c"))
      _ = try store.frequencies(Selection())
    }
    run = Array(
      Set(run.filter { !$0.hasPrefix("BEGIN") && !$0.hasPrefix("COMMIT") && !$0.hasPrefix("PRAGMA") }))
    #expect(run.count > 25)
    // Read whole, they have a row for each corpus, rule set, class set, role or table, not for each shard.
    let small = [
      "SCAN corpus", "SCAN class_set", "SCAN role", "SCAN part VIRTUAL", "SCAN CONSTANT ROW", "SCAN rule_set",
      "SCAN sqlite_master",
    ]
    try store.queue.read { database in
      for sql in run {
        let plan = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
        plan.setUncheckedArguments([])
        for row in try Row.fetchAll(plan) {
          let detail: String = row["detail"]
          guard detail.hasPrefix("SCAN") else { continue }
          #expect(
            small.contains { detail == $0 || detail.hasPrefix($0 + " ") }, "\(detail): \(sql)")
        }
      }
      for line in Schema.sql.split(separator: "\n") where line.hasPrefix("--   SEARCH") {
        let promised = line.dropFirst(5)
        let sql =
          switch promised {
          case _ where promised.contains("SEARCH shard USING"):
            "SELECT digest FROM shard WHERE corpus = 1 AND rule_set = 1 AND digest = x''"
          case _ where promised.contains("shard_place_of_shard"):
            "SELECT path FROM shard_place WHERE shard = 1"
          case _ where promised.contains("SEARCH shard_place"):
            "SELECT shard FROM shard_place WHERE corpus = 1 AND rule_set = 1 AND path = ''"
          case _ where promised.contains("SEARCH shard_class"): "SELECT * FROM shard_class WHERE shard = 1"
          default: "SELECT * FROM corpus_class WHERE rule_set = 1 AND corpus = 1 AND role = 1"
          }
        let plan = try Row.fetchOne(database, sql: "EXPLAIN QUERY PLAN " + sql)
        #expect(plan?["detail"] == String(promised), "\(promised)")
      }
    }
  }
}
