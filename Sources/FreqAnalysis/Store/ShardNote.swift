import Corpus
import GRDB

/// What a shard did not give, and what was read otherwise than it stands there: the rows of `shard_note` and
/// `shard_replacement`.
extension Database {
  /// Stores what a shard did not give; nothing where there is nothing to say.
  func insertNote(of counts: ShardCounts, shard: Int64) throws {
    if counts.replacedSurrogates > 0 {
      try run(
        "INSERT INTO shard_replacement (shard, surrogates) VALUES (?, ?)", [shard, counts.replacedSurrogates])
    }
    guard counts.textlessRecords > 0 || counts.humanOnlyRecords > 0 || !counts.passedOver.isEmpty else {
      return
    }
    try run(
      "INSERT INTO shard_note (shard, textless_records, human_only_records, passed_over) VALUES (?, ?, ?, ?)",
      [
        shard, counts.textlessRecords, counts.humanOnlyRecords,
        JSONText(PassedOver(counts.passedOver).json).line,
      ])
  }

  /// Stores what a shard did not give that was counted by a version which did not look, now that it was read again.
  ///
  /// What is known stays: what comes may be counted by such a version too.
  func insertMissingNote(of counts: ShardCounts, shard: Int64) throws {
    guard try integer("SELECT 1 FROM shard_note WHERE shard = ?", [shard]) == nil,
      try integer("SELECT 1 FROM shard_replacement WHERE shard = ?", [shard]) == nil
    else { return }
    try insertNote(of: counts, shard: shard)
  }

  /// Removes what was stored of a shard that is counted again.
  func deleteNote(shard: Int64) throws {
    try run("DELETE FROM shard_note WHERE shard = ?", [shard])
    try run("DELETE FROM shard_replacement WHERE shard = ?", [shard])
  }

  /// What the shards did not give, by the shard's row; empty in a database of an earlier version.
  func shardNotes() throws -> [Int64: ShardCounts] {
    guard try tableExists("shard_note") else { return [:] }
    var notes: [Int64: ShardCounts] = [:]
    for row in try rows("SELECT shard, textless_records, human_only_records, passed_over FROM shard_note", [])
    {
      let text: String = row[3]
      guard let json = try? OrderedJSON(Array(text.utf8)), let passed = PassedOver(json: json) else {
        throw StoreError.outOfRange(what: "`passed_over` of a shard")
      }
      var note = ShardCounts()
      (note.textlessRecords, note.humanOnlyRecords, note.passedOver) = (row[1], row[2], passed.byKind)
      notes[row[0]] = note
    }
    if try tableExists("shard_replacement") {
      for row in try rows("SELECT shard, surrogates FROM shard_replacement", []) {
        notes[row[0], default: ShardCounts()].replacedSurrogates = try StoredCount.check(row[1])
      }
    }
    return notes
  }
}
