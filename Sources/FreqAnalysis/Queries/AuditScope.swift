import Corpus
import GRDB

/// What a sample is drawn from and speaks for: one rule set, some corpora with their content, some roles.
struct AuditScope {
  let rules: Int64
  /// The roles that have captions there, joined by `+`.
  let roles: String
  /// The digest of the shards' digests of each corpus.
  let contents: [Int64: Digest]

  /// Takes a selection's; nil where it is of several rule sets, or of counts computed elsewhere.
  init?(of selection: ResolvedSelection, in database: Database) throws {
    guard let first = selection.pools.first?.rules, first.matching != nil,
      selection.pools.allSatisfy({ $0.rules == first })
    else { return nil }
    rules = first.id
    var contents: [Int64: Digest] = [:]
    var present: Set<Role> = []
    for pool in selection.pools {
      contents[pool.corpus.id] = try database.contentDigest(of: pool)
      for row in try database.rows(
        "SELECT role FROM corpus_role WHERE rule_set = ? AND corpus = ? AND captions > 0",
        [pool.rules.id, pool.corpus.id])
      {
        if let role = Role(stored: row[0]) { present.insert(role) }
      }
    }
    self.contents = contents
    roles = Role.allCases.filter { selection.roles.contains($0) && present.contains($0) }.map(\.name)
      .joined(separator: "+")
  }

  /// What was judged of each class, each mention once, and why samples were passed over.
  func precisions(in database: Database, layout: ClassLayout) throws -> ([Int: Precision], note: String?) {
    var judged: [Int: [Digest: Bool]] = [:]
    var (changed, elsewhere): (String?, String?)
    for audit in try database.audits("WHERE audit.rule_set = ?", [rules]) where audit.judged > 0 {
      let corpora = try database.rows("SELECT corpus, content FROM audit_corpus WHERE audit = ?", [audit.id])
      let drawn = try corpora.reduce(into: [Int64: Digest]()) { $0[$1[0]] = try $1.digest(1) }
      guard Set(drawn.keys) == Set(contents.keys), audit.roles.utf8.elementsEqual(roles.utf8) else {
        elsewhere =
          "mentions were judged in \(ShownText.names(audit.corpora)), roles \(audit.roles), and the precision is "
          + "shown only for these"
        continue
      }
      guard drawn == contents else {
        changed =
          "\(ShownText.names(audit.corpora)) \(corpora.count == 1 ? "has" : "have") different shards from when mentions "
          + "were judged; draw the sample again, which keeps the answers that still apply"
        continue
      }
      for mention in try database.mentions(ofAudit: audit.id, layout: layout) {
        judged[mention.classIndex, default: [:]][mention.place] = mention.isClass
      }
    }
    let precisions = judged.filter { !$0.value.isEmpty }.mapValues { answers in
      Precision(judged: answers.count, right: answers.values.count { $0 })
    }
    return (precisions, changed ?? (precisions.isEmpty ? elsewhere : nil))
  }
}
