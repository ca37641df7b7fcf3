import GRDB

/// A corpus as the database knows it: a name and a stage.
public struct StoredCorpus: Sendable, Hashable {
  /// The row's number.
  let id: Int64
  /// The name that the user gave.
  public var name: String
  /// When a model sees it: `pretrain`, `instruct`, or any word of the user's.
  public var stage: String

  /// The stage of a corpus for which none was given.
  static let defaultStage = "pretrain"
}

extension CountStore {
  /// All corpora, in the order in which they were made.
  public func corpora() throws -> [StoredCorpus] {
    try read { try $0.corpora() }
  }

  /// The names of the corpora that words mean, each once: a name, or a pattern such as `laion*`.
  ///
  /// - Throws: `StoreError` for a word that means none.
  public func corpusNames(_ words: [String]) throws -> [String] {
    try read { database in
      var names: [String] = []
      for corpus in try words.flatMap(database.corpora(meantBy:))
      where !names.contains(where: { $0.utf8.elementsEqual(corpus.name.utf8) }) {
        names.append(corpus.name)
      }
      return names
    }
  }
}

extension Database {
  func corpora() throws -> [StoredCorpus] {
    try rows("SELECT id, name, stage FROM corpus ORDER BY id").map(storedCorpus)
  }

  func corpus(named name: String) throws -> StoredCorpus? {
    try row("SELECT id, name, stage FROM corpus WHERE name = ?", [name]).map(storedCorpus)
  }

  /// The corpus of a name, or an error that suggests others.
  func existingCorpus(named name: String) throws -> StoredCorpus {
    if let corpus = try corpus(named: name) { return corpus }
    throw StoreError.noCorpus(name: name, known: try corpora().map(\.name))
  }

  /// The corpora that a word means: the one of that name, else those that it matches as a pattern.
  func corpora(meantBy word: String) throws -> [StoredCorpus] {
    if let exact = try corpus(named: word) { return [exact] }
    guard let pattern = NamePattern(word) else { return [try existingCorpus(named: word)] }
    let all = try corpora()
    let matched = all.filter { pattern.matches($0.name) }
    guard !matched.isEmpty else {
      throw StoreError.noMatch(of: .corpus, pattern: word, known: all.map(\.name))
    }
    return matched
  }

  /// The corpus of a name, made where there is none; a stage that is given must be its stage.
  func corpus(named name: String, stage: String?) throws -> StoredCorpus {
    if let known = try corpus(named: name) {
      try known.check(stage: stage)
      return known
    }
    let stage = stage ?? StoredCorpus.defaultStage
    try StoredName.check(name, what: "a corpus")
    try StoredName.check(stage, what: "a stage")
    try run("INSERT INTO corpus (name, stage) VALUES (?, ?)", [name, stage])
    return StoredCorpus(id: lastInsertedRowID, name: name, stage: stage)
  }

  private func storedCorpus(_ row: Row) -> StoredCorpus {
    StoredCorpus(id: row[0], name: row[1], stage: row[2])
  }
}

extension StoredCorpus {
  func check(stage given: String?) throws {
    if let given, !given.utf8.elementsEqual(stage.utf8) {
      throw StoreError.stageConflict(corpus: name, stage: stage, given: given)
    }
  }
}
