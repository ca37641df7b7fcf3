import Corpus
import GRDB

/// What judging a sample's mentions changed.
public struct AuditChange: Sendable, Equatable {
  /// Mentions that were not judged before.
  public var added = 0
  /// Mentions that were judged so already.
  public var known = 0
  /// Mentions that were judged otherwise before.
  public var replaced = 0
}

extension CountStore {
  /// Stores a sample, or finds it where the same one was drawn before.
  ///
  /// A mention that is judged in another sample of the rule set is so in this one too.
  ///
  /// - Parameters:
  ///   - mentions: What was drawn, in the order of the sheet.
  ///   - seed: What decided which.
  ///   - selection: What it was drawn from, all of one rule set that was counted.
  /// - Returns: The sample.
  /// - Throws: `StoreError`.
  func addAudit(_ mentions: [AuditMention], seed: UInt64, of selection: ResolvedSelection) throws
    -> StoredAudit
  {
    try write { database in
      let scope = try AuditScope(of: selection, in: database)
      guard let rules = selection.pools.first?.rules, let scope else {
        throw StoreError.outOfRange(what: "the rule set of a sample")
      }
      let audit = AuditContent(
        rules: rules.digest, roles: scope.roles, seed: String(seed),
        corpora: selection.pools.map {
          ($0.corpus.name, scope.contents[$0.corpus.id] ?? Digest(ofFields: []))
        },
        mentions: mentions)
      let layout = try layout(of: selection.classSet.id, in: database)
      let id = try database.insert(
        audit, rules: rules.id, corpora: selection.pools.map(\.corpus.id), layout: layout)
      return try database.audits("WHERE audit.id = ?", [id])[0]
    }
  }

  /// All samples, in the order in which they were drawn.
  public func audits() throws -> [StoredAudit] {
    try read { try $0.hasAudits() ? $0.audits("", []) : [] }
  }

  /// The mentions of a sample, in the order of its sheet.
  public func mentions(of audit: StoredAudit) throws -> [AuditMention] {
    try read { database in
      try database.mentions(ofAudit: audit.id, layout: layout(ofRules: audit.rules, in: database))
    }
  }

  /// Stores what a person judged of a sample: all of it, or nothing.
  ///
  /// - Parameters:
  ///   - answers: For positions in the sheet, from 1, whether the mention is the class.
  ///   - audit: The sample.
  ///   - replace: Whether other answers that are there are replaced.
  /// - Returns: What changed.
  /// - Throws: `AuditError.otherAnswer`, `StoreError`.
  @discardableResult
  public func judge(_ answers: [Int: Bool], of audit: StoredAudit, replace: Bool = false) throws
    -> AuditChange
  {
    try write { database in
      let mentions = try database.mentions(
        ofAudit: audit.id, layout: layout(ofRules: audit.rules, in: database))
      var change = AuditChange()
      for (position, answer) in answers.sorted(by: { $0.key < $1.key }) {
        guard mentions.indices.contains(position - 1) else {
          throw StoreError.outOfRange(what: "the number \(position) of a sample")
        }
        switch mentions[position - 1].isClass {
        case answer: change.known += 1
        case nil: change.added += 1
        default:
          guard replace else { throw AuditError.otherAnswer(position: position, sheet: audit.name) }
          change.replaced += 1
        }
        try database.judge(position, of: audit.id, rules: audit.rules, answer)
      }
      return change
    }
  }
}
