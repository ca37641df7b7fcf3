import Corpus
import Foundation
import GRDB
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct SizeTests {
  /// Bytes of file for each row of a shard, role and class, as in a database of 50,000 shards: their numbers take
  /// three bytes. Counts fall as the inverse of the rank, from 3,000; mentions repeat in every tenth class.
  private func bytesPerRow(termCount: Int, found parts: Int) throws -> Double {
    let folder = try TemporaryFolder()
    let classes = (0..<1000).map { index in
      ClassSet.Class(
        name: "class \(index)",
        terms: (0..<termCount).map { .init("term \(index) \($0)", kind: $0 == 0 ? .name : .alias) })
    }
    let set = ClassSet(name: "set", classes: classes)
    let store = try StoreSample.store(in: folder, [set])
    func write(_ number: Int) throws {
      var counts = ShardCounts()
      counts.captions[.caption] = 10_000
      var rows = ClassSetCounts()
      for index in 0..<1000 {
        let captions = max(1, 3000 / (index + 1))
        let repeats = index % 10 == number % 10 ? 2 : 0
        rows.classes.append(
          .init(role: .caption, index: index, mentions: captions + repeats + parts - 1, captions: captions))
        guard termCount > 1 else { continue }
        rows.terms.append(
          .init(role: .caption, index: index * termCount, mentions: captions + repeats, captions: captions))
        for part in 1..<parts {
          rows.terms.append(.init(role: .caption, index: index * termCount + part, mentions: 1, captions: 1))
        }
      }
      counts.sets = [rows]
      try store.write(
        counts, of: StoreSample.file("/data/laion/part/shard-\(number).parquet", content: "\(number)"),
        to: StoreSample.target("laion", sets: [set]))
    }
    func bytes() throws -> Int {
      try store.queue.writeWithoutTransaction { database in
        _ = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
      return try #require(FileState(path: store.path)).size
    }
    try write(0)
    try store.queue.write { database in
      // The numbers of the shards that follow are those of a large database.
      try database.execute(
        sql: """
          INSERT INTO shard SELECT 50000, corpus, rule_set, x'00', digest_kind, '-', size, reading_rule, records,
            0, 0, 0, 0, 0, 0, 0, 0, tool_version FROM shard
          """)
    }
    let fixed = try bytes()
    for number in 1...30 { try write(number) }
    return Double(try bytes() - fixed) / 30_000
  }

  @Test func oneTermAClass() throws {
    let bytes = try bytesPerRow(termCount: 1, found: 1)
    #expect(bytes <= 20)
    #expect(bytes > 10)
  }

  /// Every row here has several terms that were found, which is the dear case.
  @Test(arguments: [2, 3]) func severalTermsAClass(_ found: Int) throws {
    let bytes = try bytesPerRow(termCount: 3, found: found)
    #expect(bytes <= 40)
    #expect(bytes > 20)
  }
}
