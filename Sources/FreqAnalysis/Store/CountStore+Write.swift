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
  ///   - rows: The files of its rows, in the target's order; empty where none were written.
  ///   - policy: What happens to a name that stands for something else already.
  /// - Returns: What was done, for each set of the target.
  /// - Throws: `StoreError`; nothing of the shard is stored then, under no rule set.
  @discardableResult
  public func write(
    _ counts: ShardCounts, of identity: ShardIdentity, to target: CountTarget, rows: [RowFile] = [],
    policy: WritePolicy = .indexing
  ) throws -> [ShardChange] {
    let placements = rows.enumerated().map { index, file in
      target.rowSuffix(ofSet: index).map {
        RowPlacement.made(file, name: RowTarget.name(identity.digest, suffix: $0))
      }
    }
    return try write(
      [ShardWrite(counts: counts, identity: identity, target: target, rows: placements)], policy: policy
    ).first ?? []
  }

  /// Stores the counts of several shards in one transaction: all of them, or none.
  ///
  /// - Parameters:
  ///   - shards: What was counted, of which shard, for which target.
  ///   - policy: What happens to a name that stands for something else already.
  /// - Returns: For each shard what was done, for each set of its target.
  /// - Throws: `StoreError`; nothing of any shard is stored then.
  public func write(_ shards: [ShardWrite], policy: WritePolicy = .indexing) throws -> [[ShardChange]] {
    let removed = RemovedRowFiles()
    var changes = try write { database in
      try shards.map { try store($0, policy: policy, removed, in: database) }
    }
    // Of a database that was copied the original names the same files.
    let kept = try delete(removed, keepsOthers: true)
    if !kept.isEmpty, changes.first?.isEmpty == false { changes[0][0].keptRows = kept }
    return changes
  }

  private func store(
    _ shard: ShardWrite, policy: WritePolicy, _ removed: RemovedRowFiles, in database: Database
  ) throws -> [ShardChange] {
    let target = shard.target
    guard shard.counts.sets.count == target.sets.count else {
      throw StoreError.outOfRange(what: "the number of counted class sets")
    }
    let corpus = try database.corpus(named: target.corpus, stage: target.stage)
    let exists: (String) -> Bool = policy.asksForFiles ? { self.fileExists($0) } : { _ in true }
    var changes: [ShardChange] = []
    for (index, (set, counts)) in zip(target.sets, shard.counts.sets).enumerated() {
      let classSet = try database.classSetID(of: set)
      let layout = try layout(of: classSet, in: database)
      let transaction = ShardTransaction(
        database: database, corpus: corpus, ruleSet: try database.ruleSetID(set.rules, classSet: classSet),
        layout: layout, replaces: policy.replaces, removed: removed, fileExists: exists)
      changes.append(
        try transaction.write(
          CountedShard(
            identity: shard.identity, readingRule: target.readingRule, toolVersion: target.toolVersion,
            counts: shard.counts, rows: ShardRows(counts, of: shard.counts.captions, layout: layout).rows,
            rowFile: index < shard.rows.count ? shard.rows[index] : nil)))
    }
    return changes
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
  func recordFailure(
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
        name: set.classSet, known: try classSets().map(\.name))
    }
    guard try row.digest(1) == set.rules.classSetDigest else {
      throw StoreError.otherClassSet(name: set.classSet)
    }
    return row[0]
  }
}
