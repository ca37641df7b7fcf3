import Corpus
import GRDB

/// How counts came about, as the database knows it.
public struct StoredRuleSet: Sendable, Hashable {
  /// The row's number.
  let id: Int64
  /// How text became tokens; nil where the counts were imported.
  public var matching: Matching?
  /// What happened where mentions of different classes overlap.
  public var overlap: Overlap
  /// The version of the Unicode tables that the rule goes by, or `none`; empty where the counts were imported.
  public var unicodeVersion: String
  /// What tells this rule set from every other.
  public var digest: Digest

  /// The name that stands for counts computed elsewhere.
  public static let imported = "imported"

  /// The rule in words, as `--rules` takes it: `word`, `word,longest`, `imported`.
  public var name: String {
    guard let matching else { return Self.imported }
    return overlap == .all ? matching.rawValue : "\(matching.rawValue),\(overlap.rawValue)"
  }

  /// The first digits of the digest, as `--rules` takes them where the name is not enough.
  var shortID: String { String(digest.hex.prefix(8)) }

  /// Whether mentions say how often; where not, they equal the captions.
  public var countsMentions: Bool { matching?.countsMentions ?? true }

  /// The digest of the rule set of imported counts of a class set.
  static func importedDigest(of classSet: Digest) -> Digest {
    Digest(ofFields: ["rule-set 1", classSet.hex, imported])
  }
}

extension CountStore {
  /// The rule sets that a class set has counts of, in the order in which they were made.
  func ruleSets(of classSet: StoredClassSet) throws -> [StoredRuleSet] {
    try read { database in
      try database.ruleSets(
        """
        WHERE class_set = ? AND EXISTS (SELECT 1 FROM corpus_total WHERE corpus_total.rule_set = rule_set.id)
        ORDER BY id
        """, [classSet.id])
    }
  }
}

extension Database {
  func ruleSets(_ condition: String, _ arguments: StatementArguments) throws -> [StoredRuleSet] {
    try rows("SELECT id, matching, overlap, unicode, digest FROM rule_set " + condition, arguments).map {
      row in
      let matching: String = row[1]
      let overlap: String = row[2]
      guard let overlap = Overlap(rawValue: overlap),
        matching == StoredRuleSet.imported || Matching(rawValue: matching) != nil
      else { throw StoreError.outOfRange(what: "a rule set in the database") }
      return StoredRuleSet(
        id: row[0], matching: Matching(rawValue: matching), overlap: overlap, unicodeVersion: row[3],
        digest: try row.digest(4))
    }
  }

  /// The number of a rule set's row, made where there is none.
  func ruleSetID(_ rules: RuleSet, classSet: Int64) throws -> Int64 {
    try ruleSetID(
      digest: rules.digest, matching: rules.matching.rawValue, overlap: rules.overlap.rawValue,
      unicode: rules.unicodeTables, classSet: classSet)
  }

  func ruleSetID(digest: Digest, matching: String, overlap: String, unicode: String, classSet: Int64) throws
    -> Int64
  {
    let find = "SELECT id FROM rule_set WHERE class_set = ? AND digest = ?"
    if let id = try integer(find, [classSet, digest.blob]) { return id }
    try run(
      "INSERT INTO rule_set (class_set, matching, overlap, unicode, digest) VALUES (?, ?, ?, ?, ?)",
      [classSet, matching, overlap, unicode, digest.blob])
    return lastInsertedRowID
  }
}
