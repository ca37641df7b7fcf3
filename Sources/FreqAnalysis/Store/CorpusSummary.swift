import Corpus
import GRDB

/// What one corpus holds under one rule set.
public struct CorpusSummary: Sendable, Equatable {
  /// The corpus's name.
  public var corpus: String
  /// The corpus's stage.
  public var stage: String
  /// The class set's name.
  public var classSet: String
  /// The rule set's name.
  public var rules: String
  /// The rule set's digest.
  public var rulesDigest: Digest
  /// Shards counted; 0 where the counts were imported.
  public var shards: Int
  /// The number of records read.
  public var records: Int
  /// The number of captions of each role.
  public var captions: RoleCounts
  /// UTF-8 bytes of all captions.
  public var textBytes: Int
  /// Records that the reading rule left out.
  public var excludedRecords: Int
  /// Bad records that were skipped.
  public var skippedRecords: Int
  /// The digest of the shards' digests in their order; of the counts themselves where they were imported.
  public var contentDigest: Digest
}

extension CountStore {
  /// What the selection's corpora hold, one row for each corpus and rule set.
  ///
  /// - Complexity: O(*n*) in the shards, of which only the digests are read, from their index.
  public func summaries(_ selection: ResolvedSelection) throws -> [CorpusSummary] {
    try read { database in
      try selection.pools.map { try database.summary(of: $0, classSet: selection.classSet) }
    }
  }

  /// The captions of each role in the selection's corpora together.
  ///
  /// - Complexity: O(*k*) in the corpora; no shard is looked at.
  func captions(_ selection: ResolvedSelection) throws -> RoleCounts {
    try read { database in
      try selection.pools.reduce(into: RoleCounts()) { $0.add(try database.captions(of: $1)) }
    }
  }
}

extension Database {
  fileprivate func summary(of pool: ResolvedSelection.Pool, classSet: StoredClassSet) throws -> CorpusSummary
  {
    let key: StatementArguments = [pool.rules.id, pool.corpus.id]
    guard
      let total = try row(
        """
        SELECT shards, records, text_bytes, excluded_records, skipped_records FROM corpus_total
        WHERE rule_set = ? AND corpus = ?
        """, key)
    else { throw StoreError.noCorpus(name: pool.corpus.name, known: []) }
    return CorpusSummary(
      corpus: pool.corpus.name, stage: pool.corpus.stage, classSet: classSet.name, rules: pool.rules.name,
      rulesDigest: pool.rules.digest, shards: total[0], records: total[1], captions: try captions(of: pool),
      textBytes: total[2],
      excludedRecords: total[3], skippedRecords: total[4], contentDigest: try contentDigest(of: pool))
  }

  fileprivate func captions(of pool: ResolvedSelection.Pool) throws -> RoleCounts {
    var captions = RoleCounts()
    for row in try rows(
      "SELECT role, captions FROM corpus_role WHERE rule_set = ? AND corpus = ?",
      [pool.rules.id, pool.corpus.id])
    {
      if let role = Role(stored: row[0]) {
        captions[role] = try StoredCount.check(row[1] as Int?) ?? 0
      }
    }
    return captions
  }

  /// The digest of the digests of a corpus's shards in their order; of the counts where they were imported.
  func contentDigest(of pool: ResolvedSelection.Pool) throws -> Digest {
    var fields: [String] = []
    if pool.rules.matching == nil {
      let counts = try Row.fetchCursor(
        cachedStatement(
          sql: """
            SELECT class.class_index, mentions, captions FROM corpus_class JOIN class ON class.id = class
            WHERE rule_set = ? AND corpus = ? ORDER BY class.class_index
            """), arguments: [pool.rules.id, pool.corpus.id])
      while let row = try counts.next() {
        let mentions: Int? = row[1]
        fields.append("\(row[0] as Int) \(mentions.map(String.init) ?? "") \(row[2] as Int)")
      }
    } else {
      let digests = try Row.fetchCursor(
        cachedStatement(sql: "SELECT digest FROM shard WHERE corpus = ? AND rule_set = ? ORDER BY digest"),
        arguments: [pool.corpus.id, pool.rules.id])
      while let row = try digests.next() { fields.append(try row.digest(0).hex) }
    }
    return Digest(ofFields: fields)
  }
}
