import Corpus
import GRDB

/// A fair sample of mentions as a database knows it: what a person judges.
///
/// It speaks for the mentions that its rule set finds in the captions of its roles in its corpora together, as long as
/// each of these holds the shards that it held when the sample was drawn.
public struct StoredAudit: Sendable, Hashable {
  /// The row's number.
  let id: Int64
  /// The rule set's row.
  let rules: Int64
  /// The class set's name.
  public var classSet: String
  /// The rule set's name.
  public var rulesName: String
  /// The roles of the captions, joined by `+`.
  public var roles: String
  /// What decided which mentions were drawn.
  public var seed: String
  /// What tells the sample from every other.
  public var digest: Digest
  /// The corpora that it was drawn from, by name.
  public var corpora: [String]
  /// How many mentions were drawn.
  public var mentions: Int
  /// How many of them are judged.
  public var judged: Int

  /// What a sheet names it by. It begins with a letter, so that no spreadsheet takes it for a number.
  public var name: String { Self.name(of: digest) }

  static func name(of digest: Digest) -> String { "s-" + digest.hex.prefix(16) }
}

/// A mention that was drawn: of which class, and where.
public struct AuditMention: Sendable, Hashable {
  /// The class's index.
  public var classIndex: Int
  /// The digest of shard, record, caption and place in it, by which a mention is known again.
  public var place: Digest
  /// Whether it is the class; nil: not judged.
  public var isClass: Bool?

  /// Makes a mention that nobody has judged.
  public init(classIndex: Int, place: Digest) {
    self.classIndex = classIndex
    self.place = place
  }
}

/// What a sample is known by: all that was drawn, and from what.
struct AuditContent {
  var rules: Digest
  var roles: String
  var seed: String
  var corpora: [(name: String, content: Digest)]
  var mentions: [AuditMention]

  var digest: Digest {
    var fields = ["audit 1", rules.hex, roles, seed]
    let named = corpora.map { (Array($0.name.utf8), $0) }
    for (_, corpus) in named.sorted(by: { $0.0.lexicographicallyPrecedes($1.0) }) {
      fields += ["corpus", corpus.name, corpus.content.hex]
    }
    for mention in mentions { fields += ["mention", String(mention.classIndex), mention.place.hex] }
    return Digest(ofFields: fields)
  }
}

extension CountStore {
  /// The layout of the class set that a rule set is of.
  func layout(ofRules rules: Int64, in database: Database) throws -> ClassLayout {
    guard let classSet = try database.integer("SELECT class_set FROM rule_set WHERE id = ?", [rules]) else {
      throw StoreError.outOfRange(what: "a rule set in the database")
    }
    return try layout(of: classSet, in: database)
  }
}

extension Database {
  /// Whether the database has the tables of samples; one of the first version that was never written to has none.
  func hasAudits() throws -> Bool {
    try integer("SELECT 1 FROM sqlite_schema WHERE name = 'audit_mention'") != nil
  }

  func audits(_ condition: String, _ arguments: StatementArguments) throws -> [StoredAudit] {
    try rows(
      """
      SELECT audit.id, audit.rule_set, class_set.name, \(StoredRuleSet.nameColumn), audit.roles, audit.seed,
        audit.digest, (SELECT count(*) FROM audit_mention WHERE audit_mention.audit = audit.id),
        (SELECT count(is_class) FROM audit_mention WHERE audit_mention.audit = audit.id)
      FROM audit JOIN rule_set ON rule_set.id = audit.rule_set JOIN class_set ON class_set.id = rule_set.class_set
      \(condition) ORDER BY audit.id
      """, arguments
    ).map { row in
      let corpora = try rows(
        """
        SELECT corpus.name FROM audit_corpus JOIN corpus ON corpus.id = audit_corpus.corpus
        WHERE audit_corpus.audit = ? ORDER BY corpus.id
        """, [row[0] as Int64])
      return StoredAudit(
        id: row[0], rules: row[1], classSet: row[2], rulesName: row[3], roles: row[4], seed: row[5],
        digest: try row.digest(6), corpora: corpora.map { $0[0] }, mentions: row[7], judged: row[8])
    }
  }

  func mentions(ofAudit audit: Int64, layout: ClassLayout) throws -> [AuditMention] {
    try rows("SELECT class, mention, is_class FROM audit_mention WHERE audit = ? ORDER BY position", [audit])
      .map { row in
        var mention = AuditMention(
          classIndex: try layout.index(ofClass: row[0]), place: try row.digest(1))
        mention.isClass = row[2]
        return mention
      }
  }

  /// A sample's own content, from its rows.
  func content(of audit: StoredAudit, layout: ClassLayout) throws -> AuditContent {
    guard let rules = try row("SELECT digest FROM rule_set WHERE id = ?", [audit.rules]) else {
      throw StoreError.outOfRange(what: "a rule set in the database")
    }
    let corpora = try rows(
      """
      SELECT corpus.name, audit_corpus.content FROM audit_corpus JOIN corpus ON corpus.id = audit_corpus.corpus
      WHERE audit_corpus.audit = ?
      """, [audit.id]
    ).map { (name: $0[0] as String, content: try $0.digest(1)) }
    return AuditContent(
      rules: try rules.digest(0), roles: audit.roles, seed: audit.seed, corpora: corpora,
      mentions: try mentions(ofAudit: audit.id, layout: layout))
  }

  /// Inserts a sample whose mentions take the answers that they have elsewhere, or finds it; returns its row.
  func insert(_ audit: AuditContent, rules: Int64, corpora: [Int64], layout: ClassLayout) throws -> Int64 {
    if let known = try integer("SELECT id FROM audit WHERE digest = ?", [audit.digest.blob]) { return known }
    try run(
      "INSERT INTO audit (rule_set, roles, seed, digest) VALUES (?, ?, ?, ?)",
      [rules, audit.roles, audit.seed, audit.digest.blob])
    let id = lastInsertedRowID
    for (corpus, entry) in zip(corpora, audit.corpora) {
      try run("INSERT INTO audit_corpus VALUES (?, ?, ?)", [id, corpus, entry.content.blob])
    }
    for (index, mention) in audit.mentions.enumerated() {
      guard mention.classIndex >= 0, mention.classIndex < layout.classCount else {
        throw StoreError.outOfRange(what: "a class of a sample")
      }
      let number = layout.firstClass + Int64(mention.classIndex)
      try run(
        """
        INSERT INTO audit_mention VALUES (?1, ?2, ?3, ?4,
          (SELECT is_class FROM audit_mention JOIN audit ON audit.id = audit_mention.audit
           WHERE audit.rule_set = ?5 AND class = ?3 AND mention = ?4 AND is_class IS NOT NULL LIMIT 1))
        """, [id, index + 1, number, mention.place.blob, rules])
    }
    return id
  }

  /// Stores an answer for a mention, in every sample of the rule set that has it.
  func judge(_ position: Int, of audit: Int64, rules: Int64, _ isClass: Bool) throws {
    try run(
      """
      UPDATE audit_mention SET is_class = ?1
      WHERE (class, mention) = (SELECT class, mention FROM audit_mention WHERE audit = ?2 AND position = ?3)
        AND audit IN (SELECT id FROM audit WHERE rule_set = ?4)
      """, [isClass, audit, position, rules])
  }
}
