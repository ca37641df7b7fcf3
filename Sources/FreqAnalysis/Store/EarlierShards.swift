import Corpus

extension CountStore {
  /// How many shards are counted for a target that are not among those named: what an earlier run left there.
  ///
  /// A file is known by its absolute path, also where it could not be read this time.
  ///
  /// - Complexity: O(*n* + *m*) for *n* named shards, *m* of the corpus.
  func shardsBeside(_ shards: [ShardName], in target: CountTarget) throws -> Int {
    let named = Set(shards.map { Array((FileState.absolutePath(of: $0) ?? $0.description).utf8) })
    return try read { database in
      guard let corpus = try database.corpus(named: target.corpus), let set = target.sets.first,
        let rules = try database.integer(
          "SELECT id FROM rule_set WHERE class_set = ? AND digest = ?",
          [database.classSetID(of: set), set.rules.digest.blob])
      else { return 0 }
      return try database.storedShards(corpus: corpus.id, ruleSet: rules).count { shard in
        !(shard.files.map(\.path) + [shard.name].compactMap { $0 }).contains {
          named.contains(Array($0.utf8))
        }
      }
    }
  }

  /// Whether a file's path has counts under a target, so that they stay where the file cannot be read any more.
  func hasCounts(of path: String, in target: CountTarget) throws -> Bool {
    try read { database in
      guard let corpus = try database.corpus(named: target.corpus) else { return false }
      return try target.sets.contains { set in
        try database.integer(
          """
          SELECT 1 FROM rule_set
          JOIN shard_place ON shard_place.corpus = ? AND shard_place.rule_set = rule_set.id AND shard_place.path = ?
          WHERE rule_set.class_set = ? AND rule_set.digest = ?
          """, [corpus.id, path, database.classSetID(of: set), set.rules.digest.blob]) != nil
      }
    }
  }
}
