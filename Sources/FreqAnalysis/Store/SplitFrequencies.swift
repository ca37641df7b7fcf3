import Corpus
import GRDB

/// How often one term is mentioned.
public struct TermFrequency: Sendable, Hashable {
  /// The class's index.
  public var classIndex: Int
  /// The class's name.
  public var className: String
  /// The term's position among the class's terms, from 0.
  public var position: Int
  /// The term as given.
  public var term: String
  /// Where the term comes from.
  public var kind: ClassSet.Term.Kind
  /// Mentions that the term made.
  public var mentions: Int
  /// Captions with such a mention.
  public var captions: Int
}

/// How often one class is mentioned in one shard.
public struct ShardFrequency: Sendable, Hashable {
  /// What a person calls the shard: its first path, else its name, else its digest.
  public var shard: String
  /// The class's index.
  public var classIndex: Int
  /// The number of mentions.
  public var mentions: Int
  /// The number of captions with a mention.
  public var captions: Int
}

extension CountStore {
  /// The frequencies of all terms that are not zero, in the order of classes and terms.
  ///
  /// - Parameter selection: What was resolved, for the grouping `term`.
  /// - Returns: One row a term.
  /// - Throws: `StoreError`, where the file cannot be read.
  func termFrequencies(_ selection: ResolvedSelection) throws -> [TermFrequency] {
    try read { database in
      let layout = try layout(of: selection.classSet.id, in: database)
      let termCount = layout.termStarts.last ?? 0
      var sums = Array(repeating: (mentions: 0, captions: 0), count: termCount)
      func add(_ row: Row, to sum: inout (mentions: Int, captions: Int)) throws {
        sum.mentions = try StoredCount.sum(sum.mentions, StoredCount.check(row[2]))
        sum.captions = try StoredCount.sum(sum.captions, StoredCount.check(row[3]))
      }
      for pool in selection.pools {
        for role in selection.roles {
          let key: StatementArguments = [pool.rules.id, pool.corpus.id, role.rawValue]
          let classes = try Row.fetchCursor(
            database.cachedStatement(
              sql: """
                SELECT class, 0, mentions, captions FROM corpus_class WHERE rule_set = ? AND corpus = ? AND role = ?
                """), arguments: key)
          while let row = try classes.next() {
            let index = try layout.index(ofClass: row[0])
            guard layout.termCount(index) == 1 else { continue }
            try add(row, to: &sums[layout.termStarts[index]])
          }
          let terms = try Row.fetchCursor(
            database.cachedStatement(
              sql: """
                SELECT class, position, mentions, captions FROM corpus_term
                WHERE rule_set = ? AND corpus = ? AND role = ?
                """), arguments: key)
          while let row = try terms.next() {
            guard let term = try layout.term(row[1], of: layout.index(ofClass: row[0])) else {
              throw StoreError.outOfRange(what: "a term in the database")
            }
            try add(row, to: &sums[term])
          }
        }
      }
      let classes = try database.load(selection.classSet).classes
      var result: [TermFrequency] = []
      for (index, entry) in classes.enumerated() {
        for (position, term) in entry.terms.enumerated() {
          let sum = sums[layout.termStarts[index] + position]
          guard sum.captions > 0 else { continue }
          result.append(
            TermFrequency(
              classIndex: index, className: entry.name, position: position, term: term.text, kind: term.kind,
              mentions: sum.mentions, captions: sum.captions))
        }
      }
      return result
    }
  }

  /// Hands out the frequencies of each shard that are not zero: shard by shard in the order in which they were
  /// counted, then in the order of the classes.
  ///
  /// - Parameters:
  ///   - selection: What was resolved, for the grouping `shard`.
  ///   - body: Called for each row while the database is read; it must not ask the same store.
  /// - Throws: `StoreError`, where the file cannot be read, and what the body throws.
  /// - Complexity: O(*n*) in the shards' rows, one shard in memory at a time.
  func forEachShardFrequency(
    _ selection: ResolvedSelection, _ body: (ShardFrequency) throws -> Void
  ) throws {
    try read { database in
      let layout = try layout(of: selection.classSet.id, in: database)
      let roles = Set(selection.roles.map { Int($0.rawValue) })
      var sums = Array(repeating: (mentions: 0, captions: 0), count: layout.classCount)
      for pool in selection.pools {
        let shards = try Row.fetchCursor(
          database,
          sql: """
            SELECT id, coalesce((SELECT min(path) FROM shard_place WHERE shard_place.shard = shard.id), name,
              lower(hex(digest)))
            FROM shard WHERE corpus = ? AND rule_set = ? ORDER BY id
            """, arguments: [pool.corpus.id, pool.rules.id])
        while let shard = try shards.next() {
          let label: String = shard[1]
          var touched: [Int] = []
          let rows = try Row.fetchCursor(
            database.cachedStatement(
              sql: "SELECT role, class, captions, repeats FROM shard_class WHERE shard = ?"),
            arguments: [shard[0] as Int64])
          while let row = try rows.next() {
            let index = try layout.index(ofClass: row[1])
            guard roles.contains(row[0]) else { continue }
            let captions = try StoredCount.check(row[2])
            let mentions = try StoredCount.sum(captions, StoredCount.check(row[3]))
            if sums[index].captions == 0 { touched.append(index) }
            sums[index].captions = try StoredCount.sum(sums[index].captions, captions)
            sums[index].mentions = try StoredCount.sum(sums[index].mentions, mentions)
          }
          for index in touched.sorted() {
            try body(
              ShardFrequency(
                shard: label, classIndex: index, mentions: sums[index].mentions,
                captions: sums[index].captions))
            sums[index] = (0, 0)
          }
        }
      }
    }
  }
}
