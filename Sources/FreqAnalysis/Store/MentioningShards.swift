import Corpus
import GRDB

/// A shard of a selection that mentions some classes, and its rows where it has them.
struct MentioningShard: Sendable {
  /// The corpus's place among the pools of the selection.
  var pool: Int
  /// What its content is known by.
  var digest: Digest
  /// The digest of the rule set by which the shard was counted.
  var rules: Digest
  /// What a person calls it.
  var label: String
  /// The files that have its content, as they were when it was read; empty where it came through a pipe.
  var places: [FileState]
  /// What text of it was read, in clear.
  var readingRule: String
  /// Whether bad records were skipped.
  var skipsBadRecords: Bool
  /// The records of the shard.
  var records: Int
  /// Whether each record has just one caption.
  var hasOneCaptionEach: Bool
  /// The file of its rows; nil: it was counted without.
  var rows: StoredRowFile?
}

extension CountStore {
  /// Finds the shards of a selection that mention any of some classes in captions of its roles, in the order of their digests.
  ///
  /// - Parameters:
  ///   - selection: What was selected.
  ///   - classes: The classes, by index; nil: any.
  ///   - folder: Where the files of rows are now; nil: where they were written.
  /// - Returns: The shards.
  /// - Throws: `RowsMissing` where counts were imported, or a folder of rows was named and a shard has none; `StoreError`.
  /// - Complexity: O(*n* log *m*) in the shards, for each class and role.
  func mentioningShards(
    _ selection: ResolvedSelection, classes: Set<Int>?, rowsIn folder: String?
  ) throws -> [MentioningShard] {
    try read { database in
      let layout = try layout(of: selection.classSet.id, in: database)
      var found: [MentioningShard] = []
      for (place, pool) in selection.pools.enumerated() {
        guard pool.rules.matching != nil else {
          throw RowsMissing(corpus: pool.corpus.name, shards: nil, of: 0)
        }
        let all = try database.shards(pool, place: place)
        if folder != nil {
          let missing = all.count { $0.shard.rows == nil }
          if missing > 0 { throw RowsMissing(corpus: pool.corpus.name, shards: missing, of: all.count) }
        }
        for (id, shard) in all {
          let mentions = try database.mentions(
            classes?.map { layout.firstClass + Int64($0) }, roles: selection.roles, inShard: id)
          if mentions { found.append(shard) }
        }
      }
      guard let folder else { return found }
      return found.map { shard in
        var shard = shard
        shard.rows?.folder = FileState.absolutePath(of: .file(path: folder)) ?? folder
        return shard
      }
    }
  }
}

extension Database {
  /// The shards of a corpus that were counted by one rule set.
  fileprivate func shards(
    _ pool: ResolvedSelection.Pool, place: Int
  ) throws -> [(id: Int64, shard: MentioningShard)] {
    let (hasRows, hasNotes) = (try hasRowFiles(), try tableExists("shard_note"))
    let notes = try shardNotes()
    return try rows(
      """
      SELECT id, digest, name, reading_rule, skipped_records, records,
        captions_caption, captions_human, captions_assistant, captions_system, captions_other
      FROM shard WHERE corpus = ? AND rule_set = ? ORDER BY digest
      """, [pool.corpus.id, pool.rules.id]
    ).map { row in
      let id: Int64 = row[0]
      let (skipped, records) = (try StoredCount.check(row[4]), try StoredCount.check(row[5]))
      let captions = try (6...10).reduce(0) { try StoredCount.sum($0, row[$1]) }
      let places = try places(ofShard: id)
      let name: String? = row[2]
      return (
        id,
        MentioningShard(
          pool: place, digest: try row.digest(1), rules: pool.rules.digest,
          label: try places.first?.path ?? name ?? row.digest(1).hex, places: places, readingRule: row[3],
          skipsBadRecords: skipped > 0, records: records,
          // Where nobody counted the records without a caption, others may have two.
          hasOneCaptionEach: hasNotes && notes[id]?.textlessRecords ?? 0 == 0 && captions == records,
          rows: hasRows ? try rowFile(ofShard: id) : nil)
      )
    }
  }

  /// Whether a shard mentions any of some classes, given by their keys, in captions of some roles.
  fileprivate func mentions(_ classes: [Int64]?, roles: Set<Role>, inShard shard: Int64) throws -> Bool {
    for role in roles {
      guard let classes else {
        let sql = "SELECT 1 FROM shard_class WHERE shard = ? AND role = ? LIMIT 1"
        if try integer(sql, [shard, role.rawValue]) != nil { return true }
        continue
      }
      for key in classes {
        let sql = "SELECT 1 FROM shard_class WHERE shard = ? AND role = ? AND class = ?"
        if try integer(sql, [shard, role.rawValue, key]) != nil { return true }
      }
    }
    return false
  }
}
