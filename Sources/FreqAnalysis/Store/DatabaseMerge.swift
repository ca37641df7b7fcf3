import Corpus
import GRDB

/// Adds one database to another, inside the transaction of the one that receives.
struct DatabaseMerge {
  let into: Database
  let from: Database
  let store: CountStore
  let source: CountStore
  let renaming: ClassSetRenaming
  let replace: Bool
  let removed: RemovedRowFiles
  var report: MergeReport.Source

  /// A rule set of the database that is read, and its row in the one that receives.
  struct Pair {
    var theirs: StoredRuleSet
    var ours: Int64
    var theirSet: StoredClassSet
    var ourSet: StoredClassSet
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

  func mismatch(_ reason: MergeMismatch) -> StoreError {
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
  private func addTraining(of theirs: StoredModel, to ours: StoredModel) throws {
    guard !theirs.trainedOn.isEmpty, theirs.trainedOn != ours.trainedOn else { return }
    guard ours.trainedOn.isEmpty || replace else { throw mismatch(.otherTraining(model: ours.name)) }
    try into.setCorpora(theirs.trainedOn, ofModel: ours.id)
  }
}
