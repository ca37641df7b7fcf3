import Corpus
import Foundation
import GRDB

extension Database {
  /// The file of a shard's rows; nil where it has none.
  func rowFile(ofShard number: Int64) throws -> StoredRowFile? {
    try row("SELECT folder, file, rows, size, digest FROM shard_rows WHERE shard = ?", [number])
      .map(StoredRowFile.init)
  }

  /// Whether shards can have rows: a database of an earlier version has no table of them.
  func hasRowFiles() throws -> Bool { try tableExists("shard_rows") }

  /// Stores the file of a shard's rows, in place of the one that it had.
  fileprivate func store(_ file: StoredRowFile, ofShard number: Int64) throws {
    try StoredName.checkText(file.folder + file.file, what: "the path of a file of rows")
    try run(
      """
      INSERT INTO shard_rows (shard, folder, file, rows, size, digest) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET folder = excluded.folder, file = excluded.file, rows = excluded.rows,
        size = excluded.size, digest = excluded.digest
      """, [number, file.folder, file.file, file.rows, file.size, file.digest.blob])
  }
}

extension StoredRowFile {
  /// Reads folder, file, rows, size and digest of a row of `shard_rows`.
  init(_ row: Row) throws {
    self.init(
      folder: row[0], file: row[1], rows: try StoredCount.check(row[2]), size: try StoredCount.check(row[3]),
      digest: try row.digest(4))
  }

  /// Opens the file.
  ///
  /// - Throws: `RowsGone` where nothing has its name any more, `ShardError`.
  func table() throws -> ParquetTable {
    guard FileState(path: path) != nil else { throw RowsGone(file: path) }
    return try ParquetTable(path: path)
  }

  /// Whether the file is there with as many bytes as are known.
  var isThere: Bool { FileState(path: path).map { $0.size == size } ?? false }
}

/// A file of rows that is no longer where it was written.
public struct RowsGone: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public var file: String

  /// The error as a sentence.
  public var description: String {
    "the file of rows \(ShownText.escaped(file, limit: 400)) is no longer there"
  }
}

/// Files of rows that no shard names any more, to be removed once the transaction has ended.
final class RemovedRowFiles {
  /// A file, and what of its shard its name says.
  struct Entry {
    let file: StoredRowFile
    let corpus: String
    let rules: Digest
    let readingRule: String

    /// Whether the file's name is one that a database at a path gives.
    func isMade(for origin: String) -> Bool {
      guard RowTarget.isName(file.file), let columns = try? ParquetTable(path: file.path).columnNames else {
        return false
      }
      let suffix = file.file.dropFirst(33).prefix(16)
      return RowTarget.keptFields(ofColumns: columns).contains {
        RowTarget.suffix(origin: origin, corpus: corpus, rules: rules, readingRule: readingRule, keep: $0)
          == suffix
      }
    }
  }

  private(set) var entries: [Entry] = []

  func append(_ entry: Entry) { entries.append(entry) }
}

extension Database {
  /// The file of a shard's rows with what its name says; nil where the shard has none.
  func namedRowFile(ofShard number: Int64) throws -> RemovedRowFiles.Entry? {
    guard let file = try rowFile(ofShard: number),
      let row = try row(
        """
        SELECT corpus.name, rule_set.digest, reading_rule FROM shard JOIN corpus ON corpus.id = shard.corpus
        JOIN rule_set ON rule_set.id = shard.rule_set WHERE shard.id = ?
        """, [number])
    else { return nil }
    return RemovedRowFiles.Entry(file: file, corpus: row[0], rules: try row.digest(1), readingRule: row[2])
  }
}

extension ShardTransaction {
  /// Gives a shard its rows, if it comes with any: their file gets its name, in the transaction that names it.
  func placeRows(_ shard: CountedShard, number: Int64) throws {
    guard let placement = shard.rowFile else { return }
    let (former, new) = (try database.namedRowFile(ofShard: number), placement.stored)
    if let known = former?.file, known.isThere {
      if known == new { return }
      // What is here is kept, and its file is not given up for one that may be another machine's.
      if case .there = placement { return }
    }
    if case .made(let file, let name) = placement { try file.publish(as: name) }
    try database.store(new, ofShard: number)
    if let former, former.file.path != new.path { removed.append(former) }
  }

  /// Takes a shard's rows from it.
  func removeRows(of number: Int64) throws {
    guard try database.hasRowFiles(), let known = try database.namedRowFile(ofShard: number) else { return }
    removed.append(known)
    try database.run("DELETE FROM shard_rows WHERE shard = ?", [number])
  }
}

extension CountStore {
  /// What makes files of rows this database's own.
  var rowOrigin: String { FileState.absolutePath(of: .file(path: path)) ?? path }

  /// Removes files of rows that a transaction has taken from their shards, unless another shard names them.
  ///
  /// A file is removed only where its name is one that the program gives, and it begins as Parquet does.
  ///
  /// - Parameters:
  ///   - removed: The files.
  ///   - keepsOthers: Whether those stay that were not made for this database: another may name them.
  /// - Returns: The files that stay for that.
  /// - Throws: `StoreError`.
  @discardableResult func delete(_ removed: RemovedRowFiles, keepsOthers: Bool = false) throws
    -> [StoredRowFile]
  {
    guard !removed.entries.isEmpty else { return [] }
    let unused = try read { database in
      try removed.entries.filter { entry in
        try database.integer(
          "SELECT 1 FROM shard_rows WHERE folder = ? AND file = ?", [entry.file.folder, entry.file.file])
          == nil
      }
    }
    var kept: [StoredRowFile] = []
    for entry in unused where FileState(path: entry.file.path) != nil {
      if keepsOthers, !entry.isMade(for: rowOrigin) {
        kept.append(entry.file)
      } else if RowTarget.isName(entry.file.file),
        FileHead.read(entry.file.path, atMost: 4).elementsEqual("PAR1".utf8)
      {
        unlink(entry.file.path)
      }
    }
    return kept
  }

  /// Removes what earlier runs have left in the folder of a target: files that were never whole, and those that were to be
  /// this target's and that no shard names.
  ///
  /// Holds the lock of a writer, so that no other run is between naming a file and storing its name.
  ///
  /// - Returns: How many files were removed.
  /// - Throws: `StoreError`.
  @discardableResult func removeLeftoverRows(of target: CountTarget) throws -> Int {
    guard let rows = target.rows else { return 0 }
    let suffixes = target.sets.indices.compactMap { target.rowSuffix(ofSet: $0) }.map { "-\($0).parquet" }
    var removed = RowFile.removeUnfinished(in: rows.folder)
    try write { database in
      for name in RowFile.names(in: rows.folder)
      where RowTarget.isName(name) && suffixes.contains(where: name.hasSuffix) {
        let isNamed =
          try database.integer(
            "SELECT 1 FROM shard_rows WHERE folder = ? AND file = ?", [rows.folder, name]) != nil
        if !isNamed, unlink(rows.folder + "/" + name) == 0 { removed += 1 }
      }
    }
    return removed
  }

  /// The files that the counts are of, and those of rows, also where they are in another folder now.
  public func sources(rowsIn folder: String? = nil) throws -> [String] {
    try rowFiles(shards()).flatMap { shard, rows in
      shard.files.map(\.path)
        + (rows.map { rows in [rows.path] + (folder.map { ["\($0)/\(rows.file)"] } ?? []) } ?? [])
    }
  }

  /// The shards with their files of rows, of those corpora and rule sets that a selection has; empty in a database of an
  /// earlier version.
  public func rowFiles(_ shards: [StoredShard]) throws -> [(shard: StoredShard, file: StoredRowFile?)] {
    try read { database in
      guard try database.hasRowFiles() else { return shards.map { ($0, nil) } }
      return try shards.map { ($0, try database.rowFile(ofShard: $0.id)) }
    }
  }
}
