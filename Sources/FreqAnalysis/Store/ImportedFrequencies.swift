import Corpus
import GRDB

/// How often a class was counted elsewhere.
public struct ImportedFrequency: Sendable, Hashable {
  /// The class's index.
  public var index: Int
  /// The number of captions with a mention.
  public var captions: Int
  /// Mentions; nil where only captions were counted.
  public var mentions: Int?

  /// Makes a frequency.
  public init(index: Int, captions: Int, mentions: Int? = nil) {
    self.index = index
    self.captions = captions
    self.mentions = mentions
  }
}

extension CountStore {
  /// Stores counts that were computed elsewhere, as a corpus under the rule set `imported` and the role caption.
  ///
  /// A class that is not among them is unknown; for zero give a frequency of zero.
  ///
  /// - Parameters:
  ///   - frequencies: At most one for each class; counts from 0 to 10^15.
  ///   - classSet: The class set whose classes they are of.
  ///   - corpus: The corpus's name; one whose shards were counted for the class set is refused (`corpusCounted`).
  ///   - stage: Its stage; nil: the one it has, or `pretrain` where it is new.
  ///   - replace: Replaces imported counts that the corpus has; else they are an error (`corpusExists`).
  /// - Returns: Whether imported counts were replaced.
  /// - Throws: `StoreError.corpusExists`, `corpusCounted`, `stageConflict`, `outOfRange`, or what the file refuses.
  @discardableResult
  public func addFrequencies(
    _ frequencies: [ImportedFrequency], of classSet: StoredClassSet, corpus: String, stage: String? = nil,
    replace: Bool = false
  ) throws -> Bool {
    try write { database in
      let layout = try layout(of: classSet.id, in: database)
      try Self.check(frequencies, layout: layout)
      let stored = try database.corpus(named: corpus, stage: stage)
      let rules: [String] = try database.rows(
        """
        SELECT rule_set.matching FROM corpus_total JOIN rule_set ON rule_set.id = corpus_total.rule_set
        WHERE corpus_total.corpus = ? AND rule_set.class_set = ?
        """, [stored.id, classSet.id]
      ).map { $0[0] }
      if rules.contains(StoredRuleSet.imported) {
        if !replace { throw StoreError.corpusExists(name: corpus) }
      } else if !rules.isEmpty {
        throw StoreError.corpusCounted(name: corpus)
      }
      return try database.storeImported(frequencies, of: classSet, layout: layout, corpus: stored.id)
    }
  }

  static func check(_ frequencies: [ImportedFrequency], layout: ClassLayout) throws {
    var isSeen = Array(repeating: false, count: layout.classCount)
    let range = StoredCount.range
    for frequency in frequencies {
      guard isSeen.indices.contains(frequency.index), !isSeen[frequency.index],
        range.contains(frequency.captions), range.contains(frequency.mentions ?? 0)
      else { throw StoreError.outOfRange(what: "an imported count of class \(frequency.index)") }
      isSeen[frequency.index] = true
    }
  }
}

extension Database {
  /// The imported counts of a corpus, in the order of the classes; nil where it has none.
  func importedFrequencies(rules: Int64, corpus: Int64, layout: ClassLayout) throws -> [ImportedFrequency]? {
    let key: StatementArguments = [rules, corpus]
    guard try integer("SELECT 1 FROM corpus_total WHERE rule_set = ? AND corpus = ?", key) != nil else {
      return nil
    }
    return try rows(
      "SELECT class, captions, mentions FROM corpus_class WHERE rule_set = ? AND corpus = ? ORDER BY class",
      key
    ).map {
      ImportedFrequency(index: try layout.index(ofClass: $0[0]), captions: $0[1], mentions: $0[2])
    }
  }

  /// Replaces the imported counts of a corpus; true where there were any.
  func storeImported(
    _ frequencies: [ImportedFrequency], of classSet: StoredClassSet, layout: ClassLayout, corpus: Int64
  ) throws -> Bool {
    let rules = try ruleSetID(
      digest: StoredRuleSet.importedDigest(of: classSet.digest), matching: StoredRuleSet.imported,
      overlap: Overlap.all.rawValue, unicode: "", classSet: classSet.id)
    try run("DELETE FROM corpus_class WHERE rule_set = ? AND corpus = ?", [rules, corpus])
    try run("DELETE FROM corpus_role WHERE rule_set = ? AND corpus = ?", [rules, corpus])
    try run("DELETE FROM corpus_total WHERE rule_set = ? AND corpus = ?", [rules, corpus])
    let hadSome = changesCount > 0
    try run("INSERT INTO corpus_total VALUES (?, ?, 0, 0, 0, 0, 0)", [rules, corpus])
    let role = Int(Role.caption.rawValue)
    try run("INSERT INTO corpus_role VALUES (?, ?, ?, NULL)", [rules, corpus, role])
    for frequency in frequencies {
      try run(
        "INSERT INTO corpus_class (rule_set, corpus, role, class, mentions, captions) VALUES (?, ?, ?, ?, ?, ?)",
        [
          rules, corpus, role, layout.firstClass + Int64(frequency.index), frequency.mentions,
          frequency.captions,
        ])
    }
    return hadSome
  }
}
