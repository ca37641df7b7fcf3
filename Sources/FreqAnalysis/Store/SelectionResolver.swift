import Corpus
import GRDB

/// The rules by which a selection is resolved.
struct SelectionResolver {
  let database: Database
  let selection: Selection
  let grouping: Grouping

  typealias Pool = ResolvedSelection.Pool

  func resolve(path: String) throws -> ResolvedSelection {
    let classSet = try database.classSet(selection.classSet, path: path)
    let all = try pools(of: classSet)
    let corpora = try namedCorpora(all, classSet: classSet)
    try checkStages()
    let rules = try namedRules(all)
    var notes: [SelectionNote] = []
    guard !all.isEmpty else { throw StoreError.noCounts(classSet: classSet.name) }
    var pools = all.filter { pool in
      (corpora.isEmpty || corpora.contains { $0.meant.contains(pool.corpus.id) })
        && (selection.stages.isEmpty || selection.stages.contains { isSame($0, pool.corpus.stage) })
        && (rules.isEmpty || rules.contains(pool.rules.id))
    }
    for (name, meant) in corpora where !pools.contains(where: { meant.contains($0.corpus.id) }) {
      notes.append(.corpusLeftOut(name))
    }
    if grouping == .shard || grouping == .term {
      if !pools.isEmpty, pools.allSatisfy({ $0.rules.matching == nil }) {
        throw StoreError.onlyImported(corpora: pools.map(\.corpus.name))
      }
      for pool in pools where pool.rules.matching == nil { notes.append(.importedLeftOut(pool.corpus.name)) }
      pools.removeAll { $0.rules.matching == nil }
    }
    let roles = selection.roles ?? (grouping == .role ? Set(Role.allCases) : Role.supervised)
    if !roles.contains(.caption) {
      // Their zeros would look like counts.
      for pool in pools where pool.rules.matching == nil {
        notes.append(.importedOfOtherRole(pool.corpus.name))
      }
      pools.removeAll { $0.rules.matching == nil }
    }
    guard !pools.isEmpty else { throw StoreError.nothingSelected(classSet: classSet.name) }
    if try addsSeveralRuleSets(pools) { notes.append(.pooledRules(ResolvedSelection.uses(of: pools))) }
    notes += try roleNotes(pools, roles: roles)
    notes += try mentionNotes(pools)
    return ResolvedSelection(
      classSet: classSet, pools: pools, roles: roles, models: try models(of: classSet),
      measure: selection.measure, memory: selection.memory, grouping: grouping, notes: notes)
  }

  /// Everything that was counted for the class set.
  private func pools(of classSet: StoredClassSet) throws -> [Pool] {
    let corpora = Dictionary(uniqueKeysWithValues: try database.corpora().map { ($0.id, $0) })
    let rules = Dictionary(
      uniqueKeysWithValues: try database.ruleSets("WHERE class_set = ?", [classSet.id]).map { ($0.id, $0) })
    return try database.rows(
      """
      SELECT corpus_total.corpus, corpus_total.rule_set FROM rule_set
      JOIN corpus_total ON corpus_total.rule_set = rule_set.id
      WHERE rule_set.class_set = ? ORDER BY corpus_total.corpus, corpus_total.rule_set
      """, [classSet.id]
    ).compactMap { row in
      guard let corpus = corpora[row[0]], let rules = rules[row[1]] else { return nil }
      return Pool(corpus: corpus, rules: rules)
    }
  }

  /// The corpora that each word means: the one of that name, or those with counts that it matches as a pattern.
  private func namedCorpora(
    _ all: [Pool], classSet: StoredClassSet
  ) throws -> [(name: String, meant: Set<Int64>)] {
    try selection.corpora.map { name in
      if try database.corpus(named: name) == nil, let pattern = NamePattern(name) {
        let matched = Set(all.map(\.corpus).filter { pattern.matches($0.name) }.map(\.id))
        guard matched.isEmpty else { return (name, matched) }
        let known = try database.corpora()
        if let other = known.first(where: { pattern.matches($0.name) }) {
          throw StoreError.corpusWithoutCounts(corpus: other.name, classSet: classSet.name)
        }
        throw StoreError.noMatch(of: .corpus, pattern: name, known: known.map(\.name))
      }
      let corpus = try database.existingCorpus(named: name)
      guard all.contains(where: { $0.corpus.id == corpus.id }) else {
        throw StoreError.corpusWithoutCounts(corpus: name, classSet: classSet.name)
      }
      return (name, [corpus.id])
    }
  }

  private func checkStages() throws {
    guard !selection.stages.isEmpty else { return }
    let stages = try database.corpora().map(\.stage)
    for name in selection.stages where !stages.contains(where: { isSame($0, name) }) {
      throw StoreError.noStage(
        name: name, known: Array(Set(stages)).sorted())
    }
  }

  /// The rule sets that were named; each name must mean one.
  private func namedRules(_ all: [Pool]) throws -> Set<Int64> {
    var found: Set<Int64> = []
    for name in selection.rules {
      let byName = all.filter { isSame($0.rules.name, name) }
      let matches =
        byName.isEmpty && name.utf8.count >= 4
        ? all.filter { $0.rules.digest.hex.utf8.starts(with: name.lowercased().utf8) } : byName
      let uses = ResolvedSelection.uses(of: matches)
      guard let first = matches.first else {
        throw StoreError.noRules(name: name, available: ResolvedSelection.uses(of: all))
      }
      guard uses.count == 1 else { throw StoreError.severalRuleSets(uses) }
      found.insert(first.rules.id)
    }
    return found
  }

  /// Whether counts of several rule sets are added; an error where nobody asked for it.
  private func addsSeveralRuleSets(_ pools: [Pool]) throws -> Bool {
    var rulesOfSum: [Data: Set<Int64>] = [:]
    for pool in pools {
      let sum: Data =
        switch grouping {
        case .pooled, .role, .term: []
        case .corpus, .shard: Array(pool.corpus.name.utf8)
        case .stage: Array(pool.corpus.stage.utf8)
        }
      rulesOfSum[sum, default: []].insert(pool.rules.id)
    }
    guard rulesOfSum.values.contains(where: { $0.count > 1 }) else { return false }
    guard selection.rules.count > 1 else {
      throw StoreError.severalRuleSets(ResolvedSelection.uses(of: pools))
    }
    return true
  }

  private typealias Data = [UInt8]

  private func roleNotes(_ pools: [Pool], roles: Set<Role>) throws -> [SelectionNote] {
    var captions = RoleCounts()
    for pool in pools {
      for row in try database.rows(
        "SELECT role, captions FROM corpus_role WHERE rule_set = ? AND corpus = ?",
        [pool.rules.id, pool.corpus.id])
      {
        if let role = Role(stored: row[0]) {
          captions[role] = try StoredCount.sum(captions[role], StoredCount.check(row[1] as Int?) ?? 0)
        }
      }
    }
    let others = Role.allCases.filter { !roles.contains($0) && captions[$0] > 0 }
    return others.isEmpty
      ? [] : [.otherRoles(others.map { SelectionNote.OtherRole(role: $0, captions: captions[$0]) })]
  }

  private func mentionNotes(_ pools: [Pool]) throws -> [SelectionNote] {
    guard selection.measure == .mentions else { return [] }
    for pool in pools where pool.rules.matching == nil {
      let unknown = try database.integer(
        "SELECT 1 FROM corpus_class WHERE rule_set = ? AND corpus = ? AND mentions IS NULL",
        [pool.rules.id, pool.corpus.id])
      if unknown != nil { throw StoreError.mentionsUnknown(corpus: pool.corpus.name) }
    }
    return ResolvedSelection.mentionNotes(of: pools)
  }

  private func models(of classSet: StoredClassSet) throws -> [StoredModel] {
    try Self.models(meantBy: selection.models, among: database.models(of: classSet.id))
  }

  /// The models that words mean, each once, in the order of the words; all where there are no words.
  ///
  /// - Throws: `StoreError` for a word that means none.
  static func models(meantBy words: [String], among all: [StoredModel]) throws -> [StoredModel] {
    guard !words.isEmpty else { return all }
    var chosen: [StoredModel] = []
    for word in words {
      let names = NamePattern.names(meantBy: word, among: all.map(\.name))
      guard !names.isEmpty else {
        throw NamePattern(word) == nil
          ? StoreError.noModel(name: word, known: all.map(\.name))
          : StoreError.noMatch(of: .model, pattern: word, known: all.map(\.name))
      }
      for model in all where names.contains(where: { isSame($0, model.name) }) && !chosen.contains(model) {
        chosen.append(model)
      }
    }
    return chosen
  }

  private func isSame(_ left: String, _ right: String) -> Bool { Self.isSame(left, right) }

  /// Names are the same when their bytes are.
  private static func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}
