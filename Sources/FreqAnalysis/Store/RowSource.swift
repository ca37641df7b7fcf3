import Corpus
import GRDB

/// The files that hold the rows of what was selected.
struct RowSource: Sendable {
  /// One file.
  struct File: Sendable, Hashable {
    /// The corpus's place among the pools of the selection.
    var pool: Int
    /// The digest of the rule set by which the shard was counted.
    var rules: Digest
    /// The file.
    var stored: StoredRowFile
    /// The files that have the shard's content, as they were when it was read; empty where it came through a pipe.
    var places: [FileState]
    /// What text of the shard was read, in clear.
    var readingRule: String
    /// Whether bad records were skipped.
    var skipsBadRecords: Bool
  }

  /// What was selected.
  let selection: ResolvedSelection
  /// The files, corpus after corpus.
  let files: [File]
}

extension CountStore {
  /// Finds the files of rows of a selection.
  ///
  /// - Throws: `RowsMissing` where some shard was counted without rows, or all counts were imported; `StoreError`.
  func rowSource(_ selection: ResolvedSelection) throws -> RowSource {
    try read { try $0.rowSource(selection) }
  }
}

extension Database {
  /// Finds the files of rows of a selection.
  func rowSource(_ selection: ResolvedSelection) throws -> RowSource {
    var files: [RowSource.File] = []
    let hasRows = try hasRowFiles()
    for (place, pool) in selection.pools.enumerated() {
      guard pool.rules.matching != nil else {
        throw RowsMissing(corpus: pool.corpus.name, shards: nil, of: 0)
      }
      let shards = Int(
        try integer(
          "SELECT count(*) FROM shard WHERE corpus = ? AND rule_set = ?", [pool.corpus.id, pool.rules.id])
          ?? 0)
      let found =
        !hasRows
        ? []
        : try rows(
          """
          SELECT folder, file, rows, shard_rows.size, shard_rows.digest, shard.id, reading_rule, skipped_records
          FROM shard JOIN shard_rows ON shard_rows.shard = shard.id WHERE corpus = ? AND rule_set = ? ORDER BY shard.digest
          """, [pool.corpus.id, pool.rules.id]
        ).map { row in
          RowSource.File(
            pool: place, rules: pool.rules.digest, stored: try StoredRowFile(row),
            places: try places(ofShard: row[5]),
            readingRule: row[6], skipsBadRecords: row[7] > 0)
        }
      guard found.count == shards else {
        throw RowsMissing(corpus: pool.corpus.name, shards: shards - found.count, of: shards)
      }
      files += found
    }
    return RowSource(selection: selection, files: files)
  }

  func places(ofShard number: Int64) throws -> [FileState] {
    try rows("SELECT path, size, modified FROM shard_place WHERE shard = ? ORDER BY path", [number]).map {
      FileState(path: $0[0], size: $0[1], modified: $0[2])
    }
  }
}

/// Shards have no rows, so that what only rows say cannot be said.
public struct RowsMissing: Error, Sendable, Hashable, CustomStringConvertible {
  /// The corpus.
  public var corpus: String
  /// How many shards have no rows; nil: the corpus's counts were imported.
  public var shards: Int?
  /// How many shards the corpus has.
  public var all: Int

  init(corpus: String, shards: Int?, of all: Int) {
    self.corpus = corpus
    self.shards = shards
    self.all = all
  }

  /// The error as a sentence.
  public var description: String {
    guard let shards else { return "the counts of the corpus `\(corpus)` were imported, so it has no rows" }
    return
      "\(NumberText.grouped(shards)) of the \(ShownText.count(all, "shard", "shards")) of the corpus `\(corpus)` "
      + "\(shards == 1 ? "has" : "have") no rows"
  }
}
