import GRDB

/// The corpora that a model was trained on, by name; a corpus may be counted later, or never.
public struct ModelTraining: Sendable, Hashable {
  /// The model's name.
  public var model: String
  /// The corpora's names, each once; empty where they are unknown.
  public var corpora: [String]

  /// Makes a training; a corpus that is named twice stands once.
  public init(model: String, corpora: [String]) {
    self.model = model
    var seen: Set<[UInt8]> = []
    self.corpora = corpora.filter { seen.insert(Array($0.utf8)).inserted }
  }
}

extension CountStore {
  /// Says what models were trained on, in the place of what was said before: of all of them, or of none.
  ///
  /// A model's name stands for the model of that name on every class set, unless one is given.
  ///
  /// - Parameters:
  ///   - trainings: The models; one without corpora is of unknown training afterwards.
  ///   - classSet: The class set on which they were tested; nil: each that has such a model.
  /// - Returns: How many models, on however many class sets, each name stood for.
  /// - Throws: `StoreError.noModel` for an unknown model, `emptyName` and `holdsNUL` for a corpus that can have no such
  ///   name, or what the file refuses.
  @discardableResult
  public func setTraining(_ trainings: [ModelTraining], of classSet: StoredClassSet? = nil) throws -> [Int] {
    for corpus in trainings.flatMap(\.corpora) { try StoredName.check(corpus, what: "a corpus") }
    return try write { database in
      let sets = try database.classSets().filter { classSet == nil || $0.id == classSet?.id }
      let known = try sets.flatMap { try database.models(of: $0.id) }
      return try trainings.map { training in
        let found = known.filter { $0.name.utf8.elementsEqual(training.model.utf8) }
        guard !found.isEmpty else {
          throw StoreError.noModel(name: training.model, known: Array(Set(known.map(\.name))).sorted())
        }
        for model in found { try database.setCorpora(training.corpora, ofModel: model.id) }
        return found.count
      }
    }
  }

  /// The models, by name, that are said to have been trained on a corpus, whether it is counted or not.
  public func models(trainedOn corpus: String) throws -> [String] {
    try read { database in
      guard try database.tableExists("model_corpus") else { return [] }
      return try database.rows(
        """
        SELECT DISTINCT model.name FROM model_corpus JOIN model ON model.id = model_corpus.model
        WHERE model_corpus.corpus = ? ORDER BY model.name
        """, [corpus]
      ).map { $0[0] }
    }
  }
}

extension Database {
  /// What a model was trained on, in the order of the names; empty where it is unknown.
  func corpora(ofModel model: Int64) throws -> [String] {
    // A database of an earlier version that is only read has no such table.
    guard try tableExists("model_corpus") else { return [] }
    return try rows("SELECT corpus FROM model_corpus WHERE model = ? ORDER BY corpus", [model]).map { $0[0] }
  }

  /// Says what a model was trained on, in the place of what was said before.
  func setCorpora(_ corpora: [String], ofModel model: Int64) throws {
    try run("DELETE FROM model_corpus WHERE model = ?", [model])
    for corpus in corpora {
      try run("INSERT OR IGNORE INTO model_corpus (model, corpus) VALUES (?, ?)", [model, corpus])
    }
  }
}

extension CountStore {
  /// The corpora with counts of a class set, under whatever rule set, in the order in which they were made.
  func countedCorpora(of classSet: StoredClassSet) throws -> [StoredCorpus] {
    try read { database in
      let counted = Set<Int64>(
        try database.rows(
          """
          SELECT DISTINCT corpus_total.corpus FROM corpus_total
          JOIN rule_set ON rule_set.id = corpus_total.rule_set WHERE rule_set.class_set = ?
          """, [classSet.id]
        ).map { $0[0] })
      return try database.corpora().filter { counted.contains($0.id) }
    }
  }
}
