import Corpus
import GRDB

/// What is known of a file before it is read.
public struct ShardPlan: Sendable, Equatable {
  /// The file.
  public var file: FileState
  /// What a run would do with it.
  public var state: State
  /// The digest of the content that was counted at this path, where every rule set has the same; compare it to
  /// find content that changed under an unchanged size and time.
  public var digest: Digest?

  /// What a run would do with a file.
  public enum State: Sendable, Equatable {
    /// Nothing was counted at this path.
    case new
    /// Size, time and reading rule are those that were counted, under every rule set: it need not be read.
    case unchanged
    /// The size or the modification time of the file differs.
    case changed
    /// It was read by another reading rule.
    case otherReading(was: String)
    /// It was counted under some of the rule sets, not all.
    case incomplete
    /// It was counted without the rows that are wanted, or their file is not there any more.
    case withoutRows
    /// It could not be read the last time.
    case failedBefore(error: String)
  }

  /// Whether the file must be read.
  var mustRead: Bool { state != .unchanged }
}

extension CountStore {
  /// Says of each file whether it is counted already, by path, size and time, without reading it.
  ///
  /// - Complexity: O(*n* log *m*) for *n* files, *m* of the corpus; about 10 microseconds a file.
  public func plan(_ files: [FileState], for target: CountTarget) throws -> [ShardPlan] {
    try read { database in
      var known: [(corpus: Int64, ruleSet: Int64)?] = []
      let corpus = try database.corpus(named: target.corpus)
      for set in target.sets {
        let classSet = try database.classSetID(of: set)
        let rules = try database.integer(
          "SELECT id FROM rule_set WHERE class_set = ? AND digest = ?", [classSet, set.rules.digest.blob])
        known.append(corpus.flatMap { corpus in rules.map { (corpus.id, $0) } })
      }
      let suffixes = target.sets.indices.map { target.rowSuffix(ofSet: $0) }
      return try files.map { file in
        var plan = try database.plan(file, under: known, readingRule: target.readingRule)
        if plan.state == .unchanged, let rows = target.rows {
          let hasRows = try zip(known, suffixes).allSatisfy { key, suffix in
            try database.hasRows(file, under: key, in: rows.folder, suffix: suffix ?? "")
          }
          if !hasRows { plan.state = .withoutRows }
        }
        return plan
      }
    }
  }
}

extension Database {
  /// Whether a file's shard has its rows in a folder.
  fileprivate func hasRows(
    _ file: FileState, under key: (corpus: Int64, ruleSet: Int64)?, in folder: String, suffix: String
  ) throws -> Bool {
    guard let key, try hasRowFiles(),
      let shard = try row(
        """
        SELECT shard.id, shard.digest FROM shard_place JOIN shard ON shard.id = shard_place.shard
        WHERE shard_place.corpus = ? AND shard_place.rule_set = ? AND shard_place.path = ?
        """, [key.corpus, key.ruleSet, file.path]), let rows = try rowFile(ofShard: shard[0])
    else { return false }
    let name = RowTarget.name(try shard.digest(1), suffix: suffix)
    return rows.folder == folder && rows.file == name && rows.isThere
  }

  fileprivate func plan(
    _ file: FileState, under known: [(corpus: Int64, ruleSet: Int64)?], readingRule: String
  ) throws -> ShardPlan {
    var plan = ShardPlan(file: file, state: .unchanged, digest: nil)
    var found: [Digest] = []
    var reading: String?
    var isChanged = false
    for case let (corpus, ruleSet)? in known {
      let key: StatementArguments = [corpus, ruleSet, file.path]
      if let failure = try row(
        "SELECT error FROM failed_shard WHERE corpus = ? AND rule_set = ? AND name = ?", key)
      {
        plan.state = .failedBefore(error: failure[0])
        return plan
      }
      guard
        let row = try row(
          """
          SELECT shard.digest, shard.reading_rule, shard_place.size, shard_place.modified
          FROM shard_place JOIN shard ON shard.id = shard_place.shard
          WHERE shard_place.corpus = ? AND shard_place.rule_set = ? AND shard_place.path = ?
          """, key)
      else { continue }
      found.append(try row.digest(0))
      let was: String = row[1]
      if !was.utf8.elementsEqual(readingRule.utf8) { reading = was }
      let modified: Int64? = row[3]
      if row[2] != file.size || modified == nil || modified != file.modified { isChanged = true }
    }
    if let first = found.first, found.allSatisfy({ $0 == first }) { plan.digest = first }
    if found.isEmpty {
      plan.state = .new
    } else if isChanged {
      plan.state = .changed
    } else if let reading {
      plan.state = .otherReading(was: reading)
    } else if found.count < known.count {
      plan.state = .incomplete
    }
    return plan
  }
}
