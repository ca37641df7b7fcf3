import Corpus
import GRDB

/// Everything that is stored of one shard under one rule set.
struct CountedShard {
  var identity: ShardIdentity
  var readingRule: String
  var toolVersion: String
  /// What the whole pass counted; its class sets are not looked at.
  var counts: ShardCounts
  /// The rows of the class set's counts.
  var rows: [ShardRows.Row]
  /// The file of its mentions' rows, where there is one.
  var rowFile: RowPlacement?
}

/// Writes one shard under one rule set, inside a transaction of the store's.
struct ShardTransaction {
  let database: Database
  let corpus: StoredCorpus
  let ruleSet: Int64
  let layout: ClassLayout
  /// Whether a path's new content, or another reading rule, replaces old counts; else it is an error.
  var replaces = true
  /// Is given the files of rows that shards lose.
  var removed = RemovedRowFiles()
  let fileExists: (String) -> Bool

  /// Adds the shard, or replaces what it replaces, or finds that it is counted already.
  func write(_ shard: CountedShard) throws -> ShardChange {
    let identity = shard.identity
    let name = identity.path ?? identity.name.description
    try StoredName.checkText(name, what: "the name of a shard")
    try StoredName.checkText(shard.readingRule + identity.digestKind, what: "the reading rule of a shard")
    try database.run(
      "DELETE FROM failed_shard WHERE corpus = ? AND rule_set = ? AND name = ?", [corpus.id, ruleSet, name])
    let known = try knownShard(identity.digest)
    guard let path = identity.path else { return try writeNameless(shard, known: known) }

    let former = try shardNumber(atPath: path)
    if let former, former != known?.id, !replaces {
      throw StoreError.shardConflict(name: path, corpus: corpus.name)
    }
    guard let known else {
      return try writeNew(shard, path: path, former: former)
    }
    guard known.readingRule.utf8.elementsEqual(shard.readingRule.utf8) else {
      guard replaces else { throw StoreError.readingConflict(name: path, corpus: corpus.name) }
      try removeCounts(of: known.id)
      try removeRows(of: known.id)
      try update(known.id, to: shard)
      try insertCounts(shard, number: known.id)
      try placeRows(shard, number: known.id)
      let removed = former == known.id ? nil : try detach(path, from: former)
      try attach(path, to: known.id, identity: identity)
      return ShardChange(kind: .replacedReading(was: known.readingRule), removed: removed)
    }
    try placeRows(shard, number: known.id)
    try database.insertMissingNote(of: shard.counts, shard: known.id)
    if former == known.id {
      try attach(path, to: known.id, identity: identity)
      return ShardChange(kind: .unchanged)
    }
    let removed = try detach(path, from: former)
    let (others, gone) = try otherPlaces(of: known.id)
    for other in gone { try removePlace(other) }
    try attach(path, to: known.id, identity: identity)
    if !others.isEmpty { return ShardChange(kind: .sameContent(as: others), removed: removed) }
    if !gone.isEmpty { return ShardChange(kind: .moved(from: gone), removed: removed) }
    return ShardChange(kind: .sameContent(as: [known.name ?? identity.digest.hex]), removed: removed)
  }

  private func writeNameless(_ shard: CountedShard, known: Known?) throws -> ShardChange {
    guard let known else {
      let number = try insert(shard)
      try insertCounts(shard, number: number)
      try placeRows(shard, number: number)
      return ShardChange(kind: .added)
    }
    guard known.readingRule.utf8.elementsEqual(shard.readingRule.utf8) else {
      guard replaces else {
        throw StoreError.readingConflict(name: shard.identity.name.description, corpus: corpus.name)
      }
      return ShardChange(kind: .keptReading(was: known.readingRule))
    }
    try placeRows(shard, number: known.id)
    try database.insertMissingNote(of: shard.counts, shard: known.id)
    return ShardChange(kind: .alreadyCounted)
  }

  private func writeNew(_ shard: CountedShard, path: String, former: Int64?) throws -> ShardChange {
    var kind = ShardChange.Kind.added
    if let former {
      let was: String = try database.row("SELECT reading_rule FROM shard WHERE id = ?", [former])?[0] ?? ""
      kind = was.utf8.elementsEqual(shard.readingRule.utf8) ? .replacedContent : .replacedReading(was: was)
    }
    let removed = try detach(path, from: former)
    let number = try insert(shard)
    try insertCounts(shard, number: number)
    try placeRows(shard, number: number)
    try attach(path, to: number, identity: shard.identity)
    return ShardChange(kind: kind, removed: removed)
  }

  // MARK: What is known

  private struct Known {
    var id: Int64
    var readingRule: String
    var name: String?
  }

  private func knownShard(_ digest: Digest) throws -> Known? {
    try database.row(
      "SELECT id, reading_rule, name FROM shard WHERE corpus = ? AND rule_set = ? AND digest = ?",
      [corpus.id, ruleSet, digest.blob]
    ).map { Known(id: $0[0], readingRule: $0[1], name: $0[2]) }
  }

  private func shardNumber(atPath path: String) throws -> Int64? {
    try database.integer(
      "SELECT shard FROM shard_place WHERE corpus = ? AND rule_set = ? AND path = ?",
      [corpus.id, ruleSet, path])
  }

  /// The paths of a shard, those that exist and those that are gone, each in order.
  private func otherPlaces(of number: Int64) throws -> (there: [String], gone: [String]) {
    let paths: [String] = try database.rows(
      "SELECT path FROM shard_place WHERE shard = ? ORDER BY path", [number]
    ).map { $0[0] }
    return (paths.filter(fileExists), paths.filter { !fileExists($0) })
  }

  // MARK: Places

  private func attach(_ path: String, to number: Int64, identity: ShardIdentity) throws {
    try database.run(
      """
      INSERT INTO shard_place (corpus, rule_set, path, shard, size, modified) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET shard = excluded.shard, size = excluded.size, modified = excluded.modified
      """, [corpus.id, ruleSet, path, number, identity.size, identity.modified])
  }

  private func removePlace(_ path: String) throws {
    try database.run(
      "DELETE FROM shard_place WHERE corpus = ? AND rule_set = ? AND path = ?", [corpus.id, ruleSet, path])
  }

  /// Takes a path from its shard, and the shard out of the counts when no file has its content any more.
  ///
  /// - Returns: The digest of the shard that was taken out; nil where none was.
  private func detach(_ path: String, from former: Int64?) throws -> Digest? {
    guard let former else { return nil }
    try removePlace(path)
    guard try otherPlaces(of: former).there.isEmpty else { return nil }
    // What came through a pipe, too, is not replaced by what happens to a file.
    guard try database.integer("SELECT name IS NULL FROM shard WHERE id = ?", [former]) == 1 else {
      return nil
    }
    return try remove(former)
  }

  // MARK: Rows

  /// Takes a shard out: its counts, its places, its row.
  ///
  /// - Returns: Its digest; nil where there is no such shard.
  func remove(_ number: Int64) throws -> Digest? {
    guard let row = try database.row("SELECT digest FROM shard WHERE id = ?", [number]) else { return nil }
    let digest = try row.digest(0)
    try removeCounts(of: number)
    try removeRows(of: number)
    try database.run("DELETE FROM shard WHERE id = ?", [number])
    return digest
  }

  private func removeCounts(of number: Int64) throws {
    try Totals(database: database).subtract(shard: number, withTerms: layout.hasSeveralTerms)
    try database.run("DELETE FROM shard_class WHERE shard = ?", [number])
  }

  private func insert(_ shard: CountedShard) throws -> Int64 {
    try database.run(
      """
      INSERT INTO shard (corpus, rule_set, digest, digest_kind, name, size, reading_rule, records,
        captions_caption, captions_human, captions_assistant, captions_system, captions_other,
        text_bytes, excluded_records, skipped_records, tool_version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, [corpus.id, ruleSet] + columns(of: shard))
    let number = database.lastInsertedRowID
    try database.insertNote(of: shard.counts, shard: number)
    return number
  }

  private func update(_ number: Int64, to shard: CountedShard) throws {
    try database.run(
      """
      UPDATE shard SET digest = ?, digest_kind = ?, name = ?, size = ?, reading_rule = ?, records = ?,
        captions_caption = ?, captions_human = ?, captions_assistant = ?, captions_system = ?, captions_other = ?,
        text_bytes = ?, excluded_records = ?, skipped_records = ?, tool_version = ?
      WHERE id = ?
      """, columns(of: shard) + [number])
    try database.deleteNote(shard: number)
    try database.insertNote(of: shard.counts, shard: number)
  }

  private func columns(of shard: CountedShard) -> StatementArguments {
    let identity = shard.identity
    let counts = shard.counts
    return [
      identity.digest.blob, identity.digestKind, identity.path == nil ? identity.name.description : nil,
      identity.size, shard.readingRule, counts.records, counts.captions[.caption], counts.captions[.human],
      counts.captions[.assistant], counts.captions[.system], counts.captions[.other], counts.textBytes,
      counts.excludedRecords, counts.skippedRecords, shard.toolVersion,
    ]
  }

  private func insertCounts(_ shard: CountedShard, number: Int64) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO shard_class (shard, role, class, captions, repeats, terms) VALUES (?, ?, ?, ?, ?, ?)
        """)
    for row in shard.rows {
      statement.setUncheckedArguments([
        number, row.role, layout.firstClass + Int64(row.index), row.captions, row.repeats, row.terms,
      ])
      try statement.execute()
    }
    try Totals(database: database).add(shard: number, withTerms: layout.hasSeveralTerms)
  }
}
