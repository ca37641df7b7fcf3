import Corpus
import GRDB

/// What a database holds: its class sets, its corpora under each rule set, and its models.
public struct DatabaseContent: Sendable, Hashable {
  /// The class sets, in the order in which they were made.
  public var classSets: [StoredClassSet]
  /// The corpora under each of their rule sets, in the order in which they were made.
  public var corpora: [CorpusUse]
  /// The models on each of their class sets, in the order in which they were added.
  public var models: [ModelUse]

  /// One corpus under one rule set.
  public struct CorpusUse: Sendable, Hashable {
    /// The corpus's name.
    public var corpus: String
    /// The corpus's stage.
    public var stage: String
    /// The class set; nil where nothing of the corpus is counted and nothing failed.
    public var classSet: String?
    /// The rule set's name; nil as the class set is.
    public var rules: String?
    /// The first digits of the rule set's digest; nil as the class set is.
    public var rulesID: String?
    /// Whether the counts were imported, and no shard was read.
    public var isImported: Bool
    /// The number of shards counted.
    public var shards: Int
    /// The number of shards that could not be read.
    public var failed: Int
    /// The number of records read.
    public var records: Int
    /// Captions of all roles; nil where they are unknown.
    public var captions: Int?
    /// UTF-8 bytes of all captions.
    public var textBytes: Int
  }

  /// One model on one class set.
  public struct ModelUse: Sendable, Hashable {
    /// The model's name.
    public var model: String
    /// The class set's name.
    public var classSet: String
    /// The number of classes on which it was tested.
    public var classes: Int
    /// The mean of its accuracies on these classes, 0 to 1; nil where there are none.
    public var meanAccuracy: Double?
    /// The number of answers on all classes; nil where it is unknown for one of them.
    public var answers: Int?
    /// The file that the accuracies came from.
    public var source: String
    /// The corpora that it was trained on, by name; empty where they are unknown.
    public var trainedOn: [String]
  }
}

extension CountStore {
  /// Everything that the database holds, seen at one moment.
  ///
  /// - Complexity: O(*n*) in the totals and accuracies; no row of a shard is read, failed shards are counted.
  public func content() throws -> DatabaseContent {
    try read { database in
      DatabaseContent(
        classSets: try database.classSets(), corpora: try database.corpusUses(),
        models: try database.modelUses())
    }
  }

  /// The corpora under each of their rule sets, in the order in which they were made.
  public func corpusUses() throws -> [DatabaseContent.CorpusUse] { try read { try $0.corpusUses() } }

  /// The models on each of their class sets, in the order in which they were added.
  public func modelUses() throws -> [DatabaseContent.ModelUse] { try read { try $0.modelUses() } }
}

extension Database {
  fileprivate func corpusUses() throws -> [DatabaseContent.CorpusUse] {
    try rows(
      """
      SELECT corpus.name, corpus.stage, class_set.name, \(StoredRuleSet.nameColumn), rule_set.digest,
        coalesce(rule_set.matching = '\(StoredRuleSet.imported)', 0), coalesce(total.shards, 0),
        (SELECT count(*) FROM failed_shard AS failed
          WHERE failed.corpus = corpus.id AND failed.rule_set = rule_set.id),
        coalesce(total.records, 0),
        (SELECT CASE count(captions) WHEN count(*) THEN coalesce(sum(captions), 0) END FROM corpus_role
          WHERE corpus_role.rule_set = rule_set.id AND corpus_role.corpus = corpus.id),
        coalesce(total.text_bytes, 0)
      FROM corpus
      LEFT JOIN (SELECT corpus, rule_set FROM corpus_total UNION SELECT corpus, rule_set FROM failed_shard)
        AS pair ON pair.corpus = corpus.id
      LEFT JOIN rule_set ON rule_set.id = pair.rule_set
      LEFT JOIN class_set ON class_set.id = rule_set.class_set
      LEFT JOIN corpus_total AS total ON total.rule_set = pair.rule_set AND total.corpus = corpus.id
      ORDER BY corpus.id, rule_set.class_set, rule_set.id
      """
    ).map { row in
      let digest = row.hasNull(atIndex: 4) ? nil : try row.digest(4).hex
      return DatabaseContent.CorpusUse(
        corpus: row[0], stage: row[1], classSet: row[2], rules: row[3],
        rulesID: digest.map { String($0.prefix(8)) }, isImported: row[5],
        shards: try StoredCount.check(row[6]), failed: row[7], records: try StoredCount.check(row[8]),
        captions: try StoredCount.check(row[9] as Int?), textBytes: try StoredCount.check(row[10]))
    }
  }

  fileprivate func modelUses() throws -> [DatabaseContent.ModelUse] {
    try rows(
      """
      SELECT model.name, class_set.name, count(accuracy.class), avg(accuracy.accuracy),
        CASE WHEN count(accuracy.total) = count(*) THEN sum(accuracy.total) END, model.source, model.id
      FROM model JOIN class_set ON class_set.id = model.class_set
      LEFT JOIN accuracy ON accuracy.model = model.id
      GROUP BY model.id ORDER BY model.id
      """
    ).map { row in
      DatabaseContent.ModelUse(
        model: row[0], classSet: row[1], classes: row[2], meanAccuracy: row[3],
        answers: try StoredCount.check(row[4] as Int?), source: row[5],
        trainedOn: try corpora(ofModel: row[6]))
    }
  }
}
