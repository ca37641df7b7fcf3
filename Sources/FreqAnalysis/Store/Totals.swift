import GRDB

/// Keeps the corpora's totals equal to the sums of their shards, from the shards' own rows.
///
/// Each statement runs inside SQLite, over one shard's rows: no count passes through the program, so a total is
/// the sum of what is stored. A total that falls to zero has no row, so equal shards leave equal databases.
struct Totals {
  let database: Database

  /// Adds a shard whose row and counts are stored.
  func add(shard: Int64, withTerms: Bool) throws {
    try database.run(
      """
      INSERT INTO corpus_total (rule_set, corpus, shards, records, text_bytes, excluded_records, skipped_records)
      SELECT rule_set, corpus, 1, records, text_bytes, excluded_records, skipped_records FROM shard WHERE id = ?
      ON CONFLICT DO UPDATE SET shards = shards + 1, records = records + excluded.records,
        text_bytes = text_bytes + excluded.text_bytes,
        excluded_records = excluded_records + excluded.excluded_records,
        skipped_records = skipped_records + excluded.skipped_records
      """, [shard])
    try database.run(
      """
      INSERT INTO corpus_role (rule_set, corpus, role, captions)
      SELECT shard.rule_set, shard.corpus, role.id, \(Self.captionsOfRole) AS captions FROM shard JOIN role
      WHERE shard.id = ? AND \(Self.captionsOfRole) > 0
      ON CONFLICT DO UPDATE SET captions = captions + excluded.captions
      """, [shard])
    try database.run(
      """
      INSERT INTO corpus_class (rule_set, corpus, role, class, mentions, captions)
      SELECT shard.rule_set, shard.corpus, counted.role, counted.class, counted.captions + counted.repeats,
        counted.captions
      FROM shard_class AS counted JOIN shard ON shard.id = counted.shard WHERE counted.shard = ?
      ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions, captions = captions + excluded.captions
      """, [shard])
    guard withTerms else { return }
    try database.run(
      """
      INSERT INTO corpus_term (rule_set, corpus, role, class, position, mentions, captions)
      SELECT shard.rule_set, shard.corpus, counted.role, counted.class, counted.position, counted.mentions,
        counted.captions
      FROM \(Schema.shardTerms) AS counted JOIN shard ON shard.id = counted.shard JOIN class ON class.id = counted.class
      WHERE counted.shard = ? AND class.term_count > 1
      ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions, captions = captions + excluded.captions
      """, [shard])
  }

  /// Subtracts a shard whose row and counts are still stored.
  func subtract(shard: Int64, withTerms: Bool) throws {
    guard let row = try database.row("SELECT rule_set, corpus FROM shard WHERE id = ?", [shard]) else {
      return
    }
    let key: StatementArguments = [row[0] as Int64, row[1] as Int64]
    try database.run(
      """
      UPDATE corpus_total SET shards = corpus_total.shards - 1, records = corpus_total.records - shard.records,
        text_bytes = corpus_total.text_bytes - shard.text_bytes,
        excluded_records = corpus_total.excluded_records - shard.excluded_records,
        skipped_records = corpus_total.skipped_records - shard.skipped_records
      FROM shard
      WHERE shard.id = ? AND corpus_total.rule_set = shard.rule_set AND corpus_total.corpus = shard.corpus
      """, [shard])
    try database.run(
      """
      UPDATE corpus_role SET captions = corpus_role.captions - \(Self.captionsOfRole)
      FROM shard JOIN role
      WHERE shard.id = ? AND corpus_role.rule_set = shard.rule_set AND corpus_role.corpus = shard.corpus
        AND corpus_role.role = role.id
      """, [shard])
    try database.run(
      """
      UPDATE corpus_class SET mentions = corpus_class.mentions - counted.captions - counted.repeats,
        captions = corpus_class.captions - counted.captions
      FROM shard_class AS counted
      WHERE counted.shard = ? AND corpus_class.rule_set = ? AND corpus_class.corpus = ?
        AND corpus_class.role = counted.role AND corpus_class.class = counted.class
      """, [shard] + key)
    if withTerms {
      try database.run(
        """
        UPDATE corpus_term SET mentions = corpus_term.mentions - counted.mentions,
          captions = corpus_term.captions - counted.captions
        FROM \(Schema.shardTerms) AS counted
        WHERE counted.shard = ? AND corpus_term.rule_set = ? AND corpus_term.corpus = ?
          AND corpus_term.role = counted.role AND corpus_term.class = counted.class
          AND corpus_term.position = counted.position
        """, [shard] + key)
      try database.run(
        "DELETE FROM corpus_term WHERE rule_set = ? AND corpus = ? AND captions = 0 AND mentions = 0", key)
    }
    try database.run(
      "DELETE FROM corpus_class WHERE rule_set = ? AND corpus = ? AND captions = 0 AND mentions = 0", key)
    try database.run("DELETE FROM corpus_role WHERE rule_set = ? AND corpus = ? AND captions = 0", key)
    try database.run("DELETE FROM corpus_total WHERE rule_set = ? AND corpus = ? AND shards = 0", key)
  }

  /// The shard's captions of the role at hand.
  static let captionsOfRole = """
    CASE role.name WHEN 'caption' THEN shard.captions_caption WHEN 'human' THEN shard.captions_human
    WHEN 'assistant' THEN shard.captions_assistant WHEN 'system' THEN shard.captions_system
    ELSE shard.captions_other END
    """
}
