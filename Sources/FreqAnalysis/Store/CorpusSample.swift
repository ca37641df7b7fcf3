import GRDB

extension CountStore {
  /// The share of each corpus that was counted, by name; a corpus that is whole is left out.
  func sampledFractions() throws -> [String: Double] {
    try read { database in
      guard try database.hasSamples() else { return [:] }
      let rows = try database.rows(
        "SELECT corpus.name, fraction FROM corpus_sample JOIN corpus ON corpus.id = corpus_sample.corpus")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }

  /// States that only a random sample of a corpus was counted, or with a fraction of 1 that all of it was.
  ///
  /// - Parameters:
  ///   - fraction: The share of the corpus, above 0 and at most 1.
  ///   - corpus: The corpus, which must exist.
  /// - Returns: The share that was stated before; 1 where nothing was.
  /// - Throws: `StoreError.noCorpus`, `outOfRange`, or what the file refuses.
  @discardableResult
  public func setSampled(_ fraction: Double, of corpus: String) throws -> Double {
    guard fraction > 0, fraction <= 1 else { throw StoreError.outOfRange(what: "the fraction of a sample") }
    return try write { database in
      let corpus = try database.existingCorpus(named: corpus)
      let before = try database.sampledFraction(of: corpus.id)
      try database.setSampled(fraction, corpus: corpus.id)
      return before
    }
  }
}

extension Database {
  /// Whether the database has the table of samples; one of an earlier version that was not written to since has none.
  func hasSamples() throws -> Bool {
    try integer("SELECT 1 FROM sqlite_schema WHERE name = 'corpus_sample'") != nil
  }

  /// The share of a corpus that was counted; 1 where nothing is stated.
  func sampledFraction(of corpus: Int64) throws -> Double {
    guard try hasSamples() else { return 1 }
    return try row("SELECT fraction FROM corpus_sample WHERE corpus = ?", [corpus]).map { $0[0] } ?? 1
  }

  /// States the share of a corpus that was counted.
  func setSampled(_ fraction: Double, corpus: Int64) throws {
    try run("DELETE FROM corpus_sample WHERE corpus = ?", [corpus])
    if fraction < 1 {
      try run("INSERT INTO corpus_sample (corpus, fraction) VALUES (?, ?)", [corpus, fraction])
    }
  }
}
