import Corpus
import GRDB

/// What a shard did not give: the rows of `shard_note`.
struct ShardNote {
  var textlessRecords = 0
  var humanOnlyRecords = 0
  var passedOver: [String: Int] = [:]
}

extension Database {
  /// Stores what a shard did not give; nothing where there is nothing to say.
  func insertNote(of counts: ShardCounts, shard: Int64) throws {
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

  /// What the shards did not give, by the shard's row; empty in a database of an earlier version.
  func shardNotes() throws -> [Int64: ShardNote] {
    guard try tableExists("shard_note") else { return [:] }
    var notes: [Int64: ShardNote] = [:]
    for row in try rows("SELECT shard, textless_records, human_only_records, passed_over FROM shard_note", [])
    {
      let text: String = row[3]
      guard let json = try? OrderedJSON(Array(text.utf8)), let passed = PassedOver(json: json) else {
        throw StoreError.outOfRange(what: "`passed_over` of a shard")
      }
      notes[row[0]] = ShardNote(
        textlessRecords: row[1], humanOnlyRecords: row[2], passedOver: passed.byKind)
    }
    return notes
  }
}
