import Corpus
import GRDB

extension CountStore {
  /// Checks a target before hours of counting: the class sets are there with the same content, and the stage is
  /// the corpus's.
  public func check(_ target: CountTarget) throws {
    try read { database in
      try StoredName.check(target.corpus, what: "a corpus")
      if let stage = target.stage { try StoredName.check(stage, what: "a stage") }
      try database.corpus(named: target.corpus)?.check(stage: target.stage)
      for set in target.sets { _ = try database.classSetID(of: set) }
    }
  }

  /// Stores the counts of one shard under each rule set of the target, in one transaction.
  ///
  /// A shard is known by corpus, rule set and digest. Content that is known is not counted twice, whatever its
  /// name; a path whose content or reading rule is new has its old counts replaced; standard input and commands
  /// have no path and replace nothing. An error recorded for the name is cleared.
  ///
  /// - Parameters:
  ///   - counts: What was counted; its sets are in the target's order.
  ///   - identity: The shard; the path absolute.
  ///   - target: Where the counts go.
  /// - Returns: What was done, for each set of the target.
  /// - Throws: `StoreError`; nothing of the shard is stored then, under no rule set.
  @discardableResult
  public func write(_ counts: ShardCounts, of identity: ShardIdentity, to target: CountTarget) throws
    -> [ShardChange]
  {
    guard counts.sets.count == target.sets.count else {
      throw StoreError.outOfRange(what: "the number of counted class sets")
    }
    return try write { database in
      let corpus = try database.corpus(named: target.corpus, stage: target.stage)
      var changes: [ShardChange] = []
      for (set, classCounts) in zip(target.sets, counts.sets) {
        let classSet = try database.classSetID(of: set)
        let transaction = ShardTransaction(
          database: database, corpus: corpus.id,
          ruleSet: try database.ruleSetID(set.rules, classSet: classSet),
          layout: try layout(of: classSet, in: database), fileExists: fileExists)
        let shard = CountedShard(
          identity: identity, readingRule: target.readingRule, toolVersion: target.toolVersion,
          counts: counts,
          classCounts: classCounts)
        changes.append(try transaction.write(shard))
      }
      return changes
    }
  }

  /// Records that a shard could not be read; the shard's counts from an earlier time, if any, stay.
  ///
  /// - Parameters:
  ///   - name: The shard.
  ///   - path: Its absolute path; nil for standard input and commands.
  ///   - error: Why, as a sentence.
  ///   - target: Where its counts were to go.
  ///   - keepingSuccess: Leaves a shard alone that was counted under this path.
  /// - Throws: `StoreError`, where the target does not fit or the file refuses.
  public func recordFailure(
    of name: ShardName, path: String?, error: String, in target: CountTarget, keepingSuccess: Bool = false
  ) throws {
    let name = path ?? name.description
    // NUL cannot be stored; the error is for people, and a name with it cannot be a file's.
    let error = String(error.map { $0 == "\0" ? "\u{FFFD}" : $0 })
    try StoredName.checkText(name, what: "the name of a shard")
    try write { database in
      let corpus = try database.corpus(named: target.corpus, stage: target.stage)
      for set in target.sets {
        let rules = try database.ruleSetID(set.rules, classSet: database.classSetID(of: set))
        if keepingSuccess, let path,
          try database.integer(
            "SELECT shard FROM shard_place WHERE corpus = ? AND rule_set = ? AND path = ?",
            [corpus.id, rules, path]) != nil
        {
          continue
        }
        try database.run(
          """
          INSERT INTO failed_shard (corpus, rule_set, name, error) VALUES (?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET error = excluded.error
          """, [corpus.id, rules, name, error])
      }
    }
  }
}

extension Database {
  /// The row of a counted class set, which must have the content that was counted.
  func classSetID(of set: CountTarget.CountedSet) throws -> Int64 {
    guard let row = try row("SELECT id, digest FROM class_set WHERE name = ?", [set.classSet]) else {
      throw StoreError.noClassSet(
        name: set.classSet, near: NearMiss.names(near: set.classSet, among: try classSets().map(\.name)))
    }
    guard try row.digest(1) == set.rules.classSetDigest else {
      throw StoreError.otherClassSet(name: set.classSet)
    }
    return row[0]
  }
}
