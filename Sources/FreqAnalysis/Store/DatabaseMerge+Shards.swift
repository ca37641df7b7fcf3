import Corpus
import GRDB

extension DatabaseMerge {
  /// Adds the shards of a corpus that were counted by one rule set, each with its counts as they are stored.
  mutating func addShards(_ pair: Pair, theirs: StoredCorpus, ours: StoredCorpus) throws {
    let layout = try source.layout(of: pair.theirSet.id, in: from)
    let transaction = ShardTransaction(
      database: into, corpus: ours, ruleSet: pair.ours,
      layout: try store.layout(of: pair.ourSet.id, in: into),
      replaces: replace, removed: removed, fileExists: { _ in true })
    for shard in try from.storedShards(corpus: theirs.id, ruleSet: pair.theirs.id) {
      let rows = try from.rows(ShardRows.query, [shard.id]).map { row in
        guard let row = ShardRows.Row(row, layout: layout), row.termCounts(layout) != nil else {
          throw StoreError.damaged(path: source.path, detail: "a row of the shard \(shard.label)")
        }
        return row
      }
      var counted = CountedShard(stored: shard, rows: rows)
      if try from.hasRowFiles() { counted.rowFile = try from.rowFile(ofShard: shard.id).map { .there($0) } }
      var change: ShardChange?
      do {
        if shard.name != nil || shard.files.isEmpty { change = try transaction.write(counted) }
        for file in shard.files {
          let next = try transaction.write(counted.at(file))
          if change == nil || next.kind.isReplacement { change = next }
        }
      } catch StoreError.shardConflict(let name, _) {
        throw mismatch(.otherContent(shard: name, corpus: ours.name))
      } catch StoreError.readingConflict(let name, _) {
        throw mismatch(.otherReading(shard: name, corpus: ours.name))
      }
      switch change?.kind {
      case .added: report.added += 1
      case .replacedContent, .replacedReading: report.replaced += 1
      case .unchanged, .sameContent, .moved, .alreadyCounted, .keptReading, nil: report.known += 1
      }
    }
  }

  /// A success beats an error of the same shard, whichever comes first.
  mutating func addFailures(_ pair: Pair, theirs: StoredCorpus, ours: StoredCorpus) throws {
    for row in try from.rows(
      "SELECT name, error FROM failed_shard WHERE corpus = ? AND rule_set = ?", [theirs.id, pair.theirs.id])
    {
      let name: String = row[0]
      let isCounted =
        try into.integer(
          "SELECT 1 FROM shard_place WHERE corpus = ? AND rule_set = ? AND path = ?",
          [ours.id, pair.ours, name])
        != nil
      if isCounted { continue }
      try into.run(
        "INSERT INTO failed_shard VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [ours.id, pair.ours, name, row[1] as String])
      report.failed += 1
    }
  }
}

extension ShardChange.Kind {
  fileprivate var isReplacement: Bool {
    switch self {
    case .replacedContent, .replacedReading: true
    case .added, .unchanged, .sameContent, .moved, .alreadyCounted, .keptReading: false
    }
  }
}

extension CountedShard {
  /// A shard as another database has it, without a place.
  fileprivate init(stored shard: StoredShard, rows: [ShardRows.Row]) {
    self.init(
      identity: ShardIdentity(
        name: ShardName(shard.name ?? "-"), path: nil, size: shard.size, modified: nil, digest: shard.digest,
        digestKind: shard.digestKind),
      readingRule: shard.readingRule, toolVersion: shard.toolVersion, counts: shard.counts, rows: rows)
  }

  /// The same content in a file.
  fileprivate func at(_ file: FileState) -> CountedShard {
    var shard = self
    shard.identity.name = ShardName(storedPath: file.path)
    shard.identity.path = file.path
    shard.identity.size = file.size
    shard.identity.modified = file.modified
    return shard
  }
}
