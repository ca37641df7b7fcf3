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

/// Adds one database to another, inside the transaction of the one that receives.
private struct DatabaseMerge {
  let into: Database
  let from: Database
  let store: CountStore
  let source: CountStore
  let renaming: ClassSetRenaming
  let replace: Bool
  let removed: RemovedRowFiles
  var report: MergeReport.Source

  /// A rule set of the database that is read, and its row in the one that receives.
  private struct Pair {
    var theirs: StoredRuleSet
    var ours: Int64
    var theirSet: StoredClassSet
    var ourSet: StoredClassSet
  }

  init(
    into: Database, from: Database, store: CountStore, source: CountStore, renaming: ClassSetRenaming,
    replace: Bool, removed: RemovedRowFiles, report: MergeReport.Source
  ) {
    self.into = into
    self.from = from
    self.store = store
    self.source = source
    self.renaming = renaming
    self.replace = replace
    self.removed = removed
    self.report = report
  }

  mutating func run() throws {
    let pairs = try pairRuleSets()
    for corpus in try from.corpora() {
      let here = try into.corpus(named: corpus.name)
      if let here, !here.stage.utf8.elementsEqual(corpus.stage.utf8) {
        throw mismatch(.otherStage(corpus: corpus.name, here: here.stage, there: corpus.stage))
      }
      let ours = try into.corpus(named: corpus.name, stage: corpus.stage)
      try addSample(theirs: corpus, ours: ours, isNew: here == nil)
      for pair in pairs {
        if pair.theirs.matching == nil {
          try addImported(pair, theirs: corpus, ours: ours)
        } else {
          try addShards(pair, theirs: corpus, ours: ours)
          try addFailures(pair, theirs: corpus, ours: ours)
        }
      }
    }
    for pair in pairs { try addAudits(pair) }
    for theirs in try from.classSets() {
      guard let ours = try into.classSet(named: renaming.name(of: theirs.name)) else { continue }
      try addModels(theirs: theirs, ours: ours)
    }
  }

  /// Takes over of which share of a corpus the counts are; two shares of one corpus are counts that do not add up.
  private func addSample(theirs: StoredCorpus, ours: StoredCorpus, isNew: Bool) throws {
    let there = try from.sampledFraction(of: theirs.id)
    if isNew { return try into.setSampled(there, corpus: ours.id) }
    let here = try into.sampledFraction(of: ours.id)
    guard here == there else { throw mismatch(.otherSample(corpus: ours.name, here: here, there: there)) }
  }

  private func mismatch(_ reason: MergeMismatch) -> StoreError {
    .doesNotFit(path: source.path, reason: reason)
  }

  /// Finds each class set and rule set with counts in the receiving database; makes them in an empty one.
  private func pairRuleSets() throws -> [Pair] {
    let takesOver = try into.classSets().isEmpty
    let known = """
      WHERE class_set = ? AND (EXISTS (SELECT 1 FROM corpus_total WHERE corpus_total.rule_set = rule_set.id)
        OR EXISTS (SELECT 1 FROM failed_shard WHERE failed_shard.rule_set = rule_set.id)) ORDER BY id
      """
    var pairs: [Pair] = []
    for theirs in try from.classSets() {
      let rules = try from.ruleSets(known, [theirs.id])
      let name = renaming.name(of: theirs.name)
      if try into.classSet(named: name) == nil {
        if takesOver {
          var classSet = try from.load(theirs)
          classSet.name = name
          try into.insert(
            classSet, options: theirs.options, source: theirs.source,
            sourceDigest: theirs.sourceDigest)
        } else if try rules.isEmpty && from.models(of: theirs.id).isEmpty {
          continue
        }
      }
      guard let ours = try into.classSet(named: name), ours.digest == theirs.digest else {
        throw try mismatch(whyNoClassSet(theirs, named: name))
      }
      let ourRules = try into.ruleSets(known, [ours.id])
      for rule in rules {
        // Imported counts are kept apart from counted ones anyway, so that they fit wherever their classes do.
        guard takesOver || rule.matching == nil || ourRules.contains(where: { $0.digest == rule.digest })
        else {
          throw mismatch(.unknownRules(rule.name, classSet: theirs.name))
        }
        let row = try into.ruleSetID(
          digest: rule.digest, matching: rule.matching?.rawValue ?? StoredRuleSet.imported,
          overlap: rule.overlap.rawValue, unicode: rule.unicodeVersion, classSet: ours.id)
        pairs.append(Pair(theirs: rule, ours: row, theirSet: theirs, ourSet: ours))
      }
    }
    return pairs
  }

  /// Why a class set of the other database has no counterpart here: there is none of its name, or it is another one; the
  /// same classes under another name are told first.
  private func whyNoClassSet(_ theirs: StoredClassSet, named name: String) throws -> MergeMismatch {
    let ours = try into.classSets()
    if let same = ours.first(where: { $0.digest == theirs.digest }) {
      return .sameClassesUnderOtherName(theirs.name, here: same.name)
    }
    let isKnown = ours.contains { $0.name.utf8.elementsEqual(name.utf8) }
    return isKnown ? .otherTerms(classSet: theirs.name) : .unknownClassSet(name)
  }

  private mutating func addShards(_ pair: Pair, theirs: StoredCorpus, ours: StoredCorpus) throws {
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
  private mutating func addFailures(_ pair: Pair, theirs: StoredCorpus, ours: StoredCorpus) throws {
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

  private mutating func addImported(_ pair: Pair, theirs: StoredCorpus, ours: StoredCorpus) throws {
    guard
      let counts = try from.importedFrequencies(
        rules: pair.theirs.id, corpus: theirs.id, layout: theirLayout(pair))
    else { return }
    try CountStore.check(counts, layout: theirLayout(pair))
    let layout = try store.layout(of: pair.ourSet.id, in: into)
    if let known = try into.importedFrequencies(rules: pair.ours, corpus: ours.id, layout: layout) {
      if known == counts { return }
      guard replace else { throw mismatch(.otherImport(corpus: ours.name)) }
    }
    _ = try into.storeImported(counts, of: pair.ourSet, layout: layout, corpus: ours.id)
    report.imported += 1
  }

  private func theirLayout(_ pair: Pair) throws -> ClassLayout {
    try source.layout(of: pair.theirSet.id, in: from)
  }

  /// Samples with their answers; they speak for the corpora as these were when the samples were drawn.
  private mutating func addAudits(_ pair: Pair) throws {
    guard try from.hasAudits() else { return }
    let theirs = try theirLayout(pair)
    let layout = try store.layout(of: pair.ourSet.id, in: into)
    for audit in try from.audits("WHERE audit.rule_set = ?", [pair.theirs.id]) {
      let content = try from.content(of: audit, layout: theirs)
      guard content.digest == audit.digest else {
        throw StoreError.damaged(path: source.path, detail: "the sample \(audit.name)")
      }
      let isKnown = try into.integer("SELECT 1 FROM audit WHERE digest = ?", [audit.digest.blob]) != nil
      let corpora = try content.corpora.map { try into.existingCorpus(named: $0.name).id }
      let id = try into.insert(content, rules: pair.ours, corpora: corpora, layout: layout)
      let known = try into.mentions(ofAudit: id, layout: layout)
      for (index, mention) in content.mentions.enumerated() {
        guard let answer = mention.isClass, known[index].isClass != answer else { continue }
        if known[index].isClass != nil, !replace { throw mismatch(.otherAnswer(sample: audit.name)) }
        try into.judge(index + 1, of: id, rules: pair.ours, answer)
      }
      if !isKnown { report.audits += 1 }
    }
  }

  private mutating func addModels(theirs: StoredClassSet, ours: StoredClassSet) throws {
    let layout = try store.layout(of: ours.id, in: into)
    let known = try into.models(of: ours.id)
    for model in try from.models(of: theirs.id) {
      let accuracies = try from.accuracies(ofModel: model.id, layout: source.layout(of: theirs.id, in: from))
      if let same = known.first(where: { $0.name.utf8.elementsEqual(model.name.utf8) }) {
        try addTraining(of: model, to: same)
        if try into.accuracies(ofModel: same.id, layout: layout) == accuracies { continue }
        guard replace else { throw mismatch(.otherModel(model.name)) }
        let training = try into.corpora(ofModel: same.id)
        try into.run("DELETE FROM model WHERE id = ?", [same.id])
        let number = try into.insert(
          accuracies, model: model.name, source: model.source, classSet: ours.id, layout: layout)
        try into.setCorpora(training, ofModel: number)
      } else {
        let number = try into.insert(
          accuracies, model: model.name, source: model.source, classSet: ours.id, layout: layout)
        try into.setCorpora(model.trainedOn, ofModel: number)
      }
      report.models += 1
    }
  }
}

extension DatabaseMerge {
  /// Takes over what the other database says that a model was trained on; to say something else than this one is a mismatch.
  fileprivate func addTraining(of theirs: StoredModel, to ours: StoredModel) throws {
    guard !theirs.trainedOn.isEmpty, theirs.trainedOn != ours.trainedOn else { return }
    guard ours.trainedOn.isEmpty || replace else { throw mismatch(.otherTraining(model: ours.name)) }
    try into.setCorpora(theirs.trainedOn, ofModel: ours.id)
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
    var counts = ShardCounts()
    counts.records = shard.records
    counts.captions = shard.captions
    counts.textBytes = shard.textBytes
    counts.excludedRecords = shard.excludedRecords
    counts.skippedRecords = shard.skippedRecords
    counts.textlessRecords = shard.textlessRecords
    counts.humanOnlyRecords = shard.humanOnlyRecords
    counts.passedOver = shard.passedOver
    self.init(
      identity: ShardIdentity(
        name: ShardName(shard.name ?? "-"), path: nil, size: shard.size, modified: nil, digest: shard.digest,
        digestKind: shard.digestKind),
      readingRule: shard.readingRule, toolVersion: shard.toolVersion, counts: counts, rows: rows)
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
