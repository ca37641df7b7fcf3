import Corpus
import Foundation
import GRDB

/// What merging did.
public struct MergeReport: Sendable, Equatable {
  /// What came from each database, in the order in which they were given.
  public var sources: [Source] = []

  /// What came from one database.
  public struct Source: Sendable, Equatable {
    /// The database's path.
    public var path: String
    /// The number of shards that were added.
    public var added = 0
    /// Shards that were there already, under the same name or another.
    public var known = 0
    /// Shards that replaced others of the same name.
    public var replaced = 0
    /// Shards that failed there and are not counted here.
    public var failed = 0
    /// Corpora whose imported counts were added.
    public var imported = 0
    /// The number of models that were added.
    public var models = 0
    /// Samples of mentions that were added.
    public var audits = 0
  }
}

extension CountStore {
  /// Adds other databases of the same class sets and rule sets to this one: all of them, or nothing.
  ///
  /// Into a database without class sets the first one's are taken over. Shards that several databases have are
  /// counted once. Whether files still exist is not asked, since they may be another machine's.
  ///
  /// - Parameters:
  ///   - paths: The databases, which are only read.
  ///   - renames: Class sets of theirs that have another name here, each `OLD=NEW`.
  ///   - replace: Lets a later database's shard, imported counts or model replace what has the same name and
  ///     other content; else that is refused.
  /// - Returns: What was added.
  /// - Throws: `StoreError.doesNotFit`, with the first thing that keeps a database from being added, or
  ///   `noClassSetToRename`.
  public func merge(
    from paths: [String], renaming renames: [String] = [], replace: Bool = false
  ) throws -> MergeReport {
    let renaming = ClassSetRenaming(words: renames)
    let sources = try paths.map { path in
      if Self.isSameFile(path, self.path) { throw StoreError.doesNotFit(path: path, reason: .sameDatabase) }
      guard FilePath.exists(path) else { throw StoreError.doesNotFit(path: path, reason: .noFile) }
      return try CountStore(
        path: path, mode: .readOnly, busyTimeout: busyTimeout, limit: StepLimit(forFile: path))
    }
    let removed = RemovedRowFiles()
    if !renames.isEmpty {
      var names: [String] = []
      for source in sources {
        for name in try source.classSets().map(\.name)
        where !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
          names.append(name)
        }
      }
      try renaming.check(names)
    }
    // What was read of class sets that the transaction did not keep must not stand for others that get their numbers.
    var isKept = false
    defer { if !isKept { layouts.withLock { $0.removeAll() } } }
    let report = try write { database in
      var report = MergeReport()
      for source in sources {
        try source.read { other in
          // Also that every value is of its column's type, which what follows counts on.
          if let problem = try String.fetchOne(other, sql: "PRAGMA quick_check(1)"), problem != "ok" {
            throw StoreError.damaged(path: source.path, detail: problem)
          }
          var merge = DatabaseMerge(
            into: database, from: other, store: self, source: source, renaming: renaming, replace: replace,
            removed: removed, report: MergeReport.Source(path: source.path))
          try merge.run()
          report.sources.append(merge.report)
        }
      }
      return report
    }
    isKept = true
    try delete(removed)
    return report
  }

  private static func isSameFile(_ left: String, _ right: String) -> Bool {
    var first = stat()
    var second = stat()
    guard stat(left, &first) == 0, stat(right, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }
}
