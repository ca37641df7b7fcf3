import Corpus
import GRDB

/// What was taken out of a corpus.
public struct Forgotten: Sendable, Equatable {
  /// The shards whose counts were taken out, once for each rule set, by label.
  public var shards: [String] = []
  /// Paths that were taken out while other files with the same content keep its counts.
  public var copies: [String] = []
  /// Records of failure that were taken out, by name.
  public var failures: [String] = []
  /// Samples of mentions that were drawn from the corpus, and went with their answers.
  public var audits = 0
  /// Whether imported counts were taken out.
  public var imported = false
  /// Files of rows that are still there: they were made for another database, or by a scan, or cannot be read.
  public var keptRows: [StoredRowFile] = []
}

extension CountStore {
  /// Takes a whole corpus out: shards, failures, imported counts, totals, and its name.
  ///
  /// - Complexity: O(*n*) in the rows of its shards. The file does not shrink; the room is used again, or given
  ///   back by `compact()`.
  public func forget(corpus name: String) throws -> Forgotten {
    let removed = RemovedRowFiles()
    var forgotten = try write { database in
      let corpus = try database.existingCorpus(named: name)
      var forgotten = Forgotten()
      for row in try database.rows(
        "SELECT shard FROM shard_rows JOIN shard ON shard.id = shard_rows.shard WHERE corpus = ?", [corpus.id]
      ) {
        if let file = try database.namedRowFile(ofShard: row[0]) { removed.append(file) }
      }
      forgotten.shards = try database.storedShards(corpus: corpus.id).map(\.label)
      forgotten.failures = try database.rows(
        "SELECT name FROM failed_shard WHERE corpus = ? ORDER BY name", [corpus.id]
      ).map { $0[0] }
      forgotten.imported =
        try database.integer(
          """
          SELECT count(*) FROM corpus_total JOIN rule_set ON rule_set.id = corpus_total.rule_set
          WHERE corpus = ? AND matching = ?
          """, [corpus.id, StoredRuleSet.imported]) != 0
      // A sample speaks for all of its corpora together, and so for none without this one.
      let samples = "WHERE id IN (SELECT audit FROM audit_corpus WHERE corpus = ?)"
      forgotten.audits = Int(
        try database.integer("SELECT count(*) FROM audit \(samples)", [corpus.id]) ?? 0)
      try database.run("DELETE FROM audit \(samples)", [corpus.id])
      for table in ["corpus_term", "corpus_class", "corpus_role", "corpus_total", "failed_shard", "shard"] {
        try database.run("DELETE FROM \(table) WHERE corpus = ?", [corpus.id])
      }
      try database.run("DELETE FROM corpus WHERE id = ?", [corpus.id])
      return forgotten
    }
    forgotten.keptRows = try delete(removed, keepsOthers: true)
    return forgotten
  }

  /// Takes shards out of a corpus, under every rule set: all of them, or none where one is unknown.
  ///
  /// - Parameters:
  ///   - names: Absolute paths, `-`, `pipe:…`, or digests in hexadecimal. A path whose content other existing
  ///     files have as well loses only its place.
  ///   - name: The corpus.
  /// - Returns: What was taken out.
  /// - Throws: `StoreError.noCorpus`, `noShard`, or what the file refuses.
  public func forget(shards names: [String], corpus name: String) throws -> Forgotten {
    let removed = RemovedRowFiles()
    var forgotten = try write { database in
      let corpus = try database.existingCorpus(named: name)
      var forgotten = Forgotten()
      for shard in names {
        guard try forget(shard, of: corpus, removed, in: database, into: &forgotten) else {
          throw StoreError.noShard(name: shard, corpus: name)
        }
      }
      return forgotten
    }
    forgotten.keptRows = try delete(removed, keepsOthers: true)
    return forgotten
  }

  /// Takes shards out of a corpus as `forget(shards:corpus:)` does, under names as a person writes them.
  ///
  /// A name that the corpus has is taken as it is; any other that is no digest as a path from the working directory.
  public func forget(named words: [String], corpus name: String) throws -> Forgotten {
    var known: Set<[UInt8]> = []
    for shard in try shards(corpus: name) {
      for file in shard.files { known.insert(Array(file.path.utf8)) }
      if let name = shard.name { known.insert(Array(name.utf8)) }
    }
    for shard in try failedShards(corpus: name) { known.insert(Array(shard.name.utf8)) }
    let names = words.map { word in
      if known.contains(Array(word.utf8)) || Digest(hex: word) != nil { return word }
      return FileState.absolutePath(of: ShardName(word)) ?? word
    }
    return try forget(shards: names, corpus: name)
  }

  /// Gives the room of what was taken out back to the disk; needs as much room again while it runs, and no
  /// other process may use the database.
  public func compact() throws {
    try write { _ in }  // Refuses where the database is open for reading alone.
    do {
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "VACUUM")
        _ = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
    } catch {
      throw StoreError.translating(error, path: path, busyTimeout: busyTimeout)
    }
  }

  private func forget(
    _ shard: String, of corpus: StoredCorpus, _ removed: RemovedRowFiles, in database: Database,
    into forgotten: inout Forgotten
  ) throws -> Bool {
    guard !shard.utf8.contains(0) else { return false }
    var isKnown = false
    for row in try database.rows(
      "SELECT rule_set FROM failed_shard WHERE corpus = ? AND name = ? ORDER BY rule_set", [corpus.id, shard])
    {
      try database.run(
        "DELETE FROM failed_shard WHERE corpus = ? AND rule_set = ? AND name = ?",
        [corpus.id, row[0] as Int64, shard])
      forgotten.failures.append(shard)
      isKnown = true
    }
    let digest = Digest(hex: shard)?.blob
    let found = try database.rows(
      """
      SELECT shard.id, shard.rule_set, rule_set.class_set, shard.digest = ?3 FROM shard
      JOIN rule_set ON rule_set.id = shard.rule_set
      WHERE shard.corpus = ?1 AND (shard.name = ?2 OR shard.digest = ?3
        OR shard.id IN (SELECT place.shard FROM rule_set AS rules CROSS JOIN shard_place AS place
          WHERE place.corpus = ?1 AND place.rule_set = rules.id AND place.path = ?2))
      ORDER BY shard.id
      """, [corpus.id, shard, digest])
    for row in found {
      isKnown = true
      let number: Int64 = row[0]
      let byDigest: Bool? = row[3]
      let transaction = ShardTransaction(
        database: database, corpus: corpus, ruleSet: row[1], layout: try layout(of: row[2], in: database),
        removed: removed, fileExists: fileExists)
      if byDigest != true, try transaction.keepsCounts(of: number, without: shard) {
        forgotten.copies.append(shard)
      } else if try transaction.remove(number) != nil {
        forgotten.shards.append(shard)
      }
    }
    return isKnown
  }
}

extension ShardTransaction {
  /// Takes one of several places from a shard; false, with nothing done, where it is the last that exists.
  func keepsCounts(of number: Int64, without path: String) throws -> Bool {
    let others: [String] = try database.rows(
      "SELECT path FROM shard_place WHERE shard = ? AND path <> ?", [number, path]
    ).map { $0[0] }
    let isPlace =
      try database.integer("SELECT 1 FROM shard_place WHERE shard = ? AND path = ?", [number, path]) != nil
    guard isPlace, others.contains(where: fileExists) else { return false }
    try database.run("DELETE FROM shard_place WHERE shard = ? AND path = ?", [number, path])
    return true
  }
}
