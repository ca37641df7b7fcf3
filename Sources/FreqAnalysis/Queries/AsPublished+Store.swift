import Corpus

extension AsPublished {
  /// Joins every model of a selection as the notebook does, from counts of the `paper` rule.
  ///
  /// Corpora of the stage `pretrain` are the notebook's first counts, those of `instruct` its second; other stages are
  /// left out. Where the selection names the stage `instruct` alone, its counts are the only ones, as in the notebook that
  /// joins instruction data by themselves.
  ///
  /// - Parameters:
  ///   - selection: What is looked at; without rules, those named `paper`.
  ///   - bins: Other bins than the notebook's.
  ///   - store: The database.
  /// - Returns: One join a model, and what a person should know about the selection.
  /// - Throws: `StoreError`; `AsPublishedError` where the rule is another or no corpus is of the stage `pretrain`;
  ///   `NoModels` where no model was tested.
  public static func all(
    of selection: Selection, bins: BinChoice? = nil, in store: CountStore
  ) throws -> (joins: [AsPublished], notes: [SelectionNote]) {
    let resolved = try resolve(selection, in: store)
    var selection = selection
    selection.rules = resolved.pools.prefix(1).map(\.rules.digest.hex)
    guard !resolved.models.isEmpty else { throw NoModels(classSet: resolved.classSet.name) }
    let pretrain = try captions(stage: "pretrain", selection, resolved, store)
    let instruct = try captions(stage: "instruct", selection, resolved, store)
    // One stage has its own dictionary; of two, the first decides which classes are looked at.
    guard let first = pretrain ?? instruct else { throw AsPublishedError.noPretrainCorpus }
    let second = pretrain == nil ? nil : instruct
    let stages: Stages = pretrain == nil ? .instruct : second == nil ? .pretrain : .both
    let classes = try store.load(resolved.classSet).classes
    let names = classes.map { PaperName($0.name) }
    let known = Dictionary(
      zip(classes.map { Array($0.name.utf8) }, names), uniquingKeysWith: { first, _ in first })
    let joins = try resolved.models.map { model in
      var inputs = classes.enumerated().map { index, entry in
        Input(
          name: entry.name, pretrain: first[index], instruct: second?[index] ?? 0, accuracy: nil)
      }
      for entry in try store.accuracies(of: model, in: resolved.classSet) {
        inputs[entry.index].accuracy = entry.accuracy
        inputs[entry.index].correct = entry.correct
        inputs[entry.index].total = entry.total
      }
      var join = AsPublished(
        inputs, model: model.name, corpus: resolved.corpusLabel, stages: stages, bins: bins,
        tokens: { known[Array($0.utf8)]?.tokens ?? [] },
        lowercased: { known[Array($0.utf8)]?.lowercased ?? $0 })
      join.classesWithMoreTerms = classes.count { $0.terms.count > 1 }
      return join
    }
    return (joins, resolved.notes)
  }

  /// Finds what the notebook's join takes of a selection: counts of the `paper` rule, of the stages `pretrain` and
  /// `instruct`.
  ///
  /// Throws as `all(of:in:)` does.
  public static func resolve(_ selection: Selection, in store: CountStore) throws -> ResolvedSelection {
    var selection = selection
    selection.measure = .captions
    if selection.rules.isEmpty { selection.rules = [Matching.paper.rawValue] }
    var resolved: ResolvedSelection
    do {
      resolved = try store.resolve(selection)
    } catch StoreError.noRules(let name, let available) where name == Matching.paper.rawValue {
      throw AsPublishedError.otherRules(available.map(\.name).joined(separator: " and "))
    }
    if let other = resolved.pools.first(where: { $0.rules.matching != .paper }) {
      throw AsPublishedError.otherRules(other.rules.name)
    }
    resolved.pools.removeAll { pool in
      !["pretrain", "instruct"].contains { $0.utf8.elementsEqual(pool.corpus.stage.utf8) }
    }
    let isInstructAlone = selection.stages.count == 1 && selection.stages[0] == "instruct"
    let needed = isInstructAlone ? "instruct" : "pretrain"
    guard resolved.pools.contains(where: { $0.corpus.stage.utf8.elementsEqual(needed.utf8) }) else {
      throw AsPublishedError.noPretrainCorpus
    }
    return resolved
  }

  /// The captions of each class in the corpora of a stage; nil where the selection has none.
  private static func captions(
    stage: String, _ selection: Selection, _ resolved: ResolvedSelection, _ store: CountStore
  ) throws -> [Int]? {
    let corpora = resolved.pools.map(\.corpus).filter { $0.stage.utf8.elementsEqual(stage.utf8) }
    guard !corpora.isEmpty else { return nil }
    var part = selection
    part.stages = [stage]
    part.corpora = corpora.map(\.name)
    let groups = try store.frequencies(part).groups
    return groups.first?.values.map { $0.captions ?? 0 }
  }
}

/// Why the notebook's join cannot be made.
public enum AsPublishedError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The counts are of another rule set than `paper`.
  case otherRules(String)
  /// No corpus of the selection is of the stage `pretrain`.
  case noPretrainCorpus

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .otherRules(let name):
      "the published join needs counts by the rule `paper`, and those selected are by the rule `\(name)`"
    case .noPretrainCorpus:
      "the published join needs a corpus of the stage `pretrain`, since it looks only at classes counted there"
    }
  }
}
