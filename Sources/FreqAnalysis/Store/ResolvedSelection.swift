import Corpus
import GRDB

/// What a selection means in one database.
public struct ResolvedSelection: Sendable {
  /// The class set.
  public var classSet: StoredClassSet
  /// The corpora with the rule set of their counts, in the order in which they were made.
  public var pools: [Pool]
  /// The roles.
  public var roles: Set<Role>
  /// The models; empty where the database has none of the class set.
  public var models: [StoredModel]
  /// The quantity that is counted.
  public var measure: Selection.Measure
  /// The most bytes of captions' hashes that are held at a time where distinct captions are counted.
  public var memory = DistinctCaptions.memory
  /// How the results are to be split.
  public var grouping: Grouping
  /// What a person should know.
  public var notes: [SelectionNote]

  /// Counts of one corpus by one rule set.
  public struct Pool: Sendable, Hashable {
    /// The corpus.
    public var corpus: StoredCorpus
    /// How its counts came about.
    public var rules: StoredRuleSet
  }

  /// Whether a shard's counts are among those selected.
  public func holds(_ shard: StoredShard) -> Bool {
    shard.classSet == classSet.name
      && pools.contains { $0.corpus.name == shard.corpus && $0.rules.name == shard.rules }
  }

  /// The pooled corpora's names, each once, joined by `+`.
  var corpusLabel: String {
    var names: [String] = []
    for pool in pools where names.last != pool.corpus.name { names.append(pool.corpus.name) }
    return names.joined(separator: "+")
  }

  /// How many of the corpora a label names, as `corpusLabel` joins them; nil where it is none of their labels.
  func corpusCount(of label: String) -> Int? {
    var seen: Set<[UInt8]> = []
    let framed = "+\(label)+"
    let names = pools.map(\.corpus.name).filter {
      seen.insert(Array($0.utf8)).inserted && framed.contains("+\($0)+")
    }
    return names.joined(separator: "+").utf8.elementsEqual(label.utf8) ? names.count : nil
  }

  /// The rule sets of the pools with their corpora.
  var ruleSets: [RuleSetUse] { Self.uses(of: pools) }

  /// Adds the note that mentions equal captions, for a result that shows mentions beside the captions asked for.
  mutating func tellOfMentions() {
    for note in Self.mentionNotes(of: pools) where !notes.contains(note) { notes.append(note) }
  }

  /// For each rule set that counts captions, not occurrences, the note that its mentions equal its captions.
  public static func mentionNotes(of pools: [Pool]) -> [SelectionNote] {
    var names: [String] = []
    for pool in pools where !pool.rules.countsMentions && !names.contains(pool.rules.name) {
      names.append(pool.rules.name)
    }
    return names.map { .mentionsEqualCaptions(rules: $0) }
  }

  static func uses(of pools: [Pool]) -> [RuleSetUse] {
    var order: [StoredRuleSet] = []
    for pool in pools where !order.contains(pool.rules) { order.append(pool.rules) }
    return order.map { rules in
      RuleSetUse(
        name: rules.name, shortID: rules.shortID,
        corpora: pools.filter { $0.rules == rules }.map(\.corpus.name))
    }
  }
}

extension CountStore {
  /// Finds what a selection means in this database.
  ///
  /// Filters come first. Only where counts of several rule sets would then be added is that an error, which lists
  /// them; naming several in `Selection.rules` adds them, which a note tells.
  ///
  /// - Parameters:
  ///   - selection: What is asked for.
  ///   - grouping: How results will be split: what is split by corpus is not added across corpora.
  /// - Returns: What was found, with notes for the user.
  /// - Throws: `StoreError`: a name that is unknown, nothing counted, or several rule sets that would be added.
  public func resolve(_ selection: Selection, grouping: Grouping = .pooled) throws -> ResolvedSelection {
    try read {
      try SelectionResolver(database: $0, selection: selection, grouping: grouping).resolve(path: path)
    }
  }
}
