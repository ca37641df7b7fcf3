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

/// Why a sample could not be drawn or judged.
public enum AuditError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The counts were computed elsewhere.
  case imported(corpus: String)
  /// A shard was not counted from a file, or its file is gone.
  case noFile(shard: String, corpus: String)
  /// A shard's file has other content than the one that was counted.
  case changed(shard: String, corpus: String)
  /// A shard was read by a rule that this program does not know.
  case unknownReading(shard: String, rule: String)
  /// A shard could not be read again; the reason is a sentence.
  case unreadable(String)
  /// What was found is not what was counted.
  case countsDiffer(className: String, what: String, stored: Int, found: Int)
  /// None of the classes is mentioned.
  case noMentions(classes: [String])
  /// A mention has another answer already.
  case otherAnswer(position: Int, sheet: String)
  /// The database has no such sample.
  case noSample(String)
  /// The file that the sheet would be written to is there.
  case sheetExists(String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .imported(let corpus):
      "the counts of the corpus \(ShownText.name(corpus)) were computed elsewhere, so there are no mentions to sample"
    case .noFile(let shard, let corpus):
      "the shard \(ShownText.escaped(shard)) of the corpus \(ShownText.name(corpus)) has no file that could be read "
        + "again, so no random sample of the corpus can be drawn"
    case .changed(let shard, let corpus):
      "the shard \(ShownText.escaped(shard)) of the corpus \(ShownText.name(corpus)) has changed since it was counted; "
        + "index it again, then draw the sample"
    case .unknownReading(let shard, let rule):
      "the shard \(ShownText.escaped(shard)) was read by a reading rule that this version does not support (\(rule))"
    case .unreadable(let reason): "no random sample can be drawn: \(reason)"
    case .countsDiffer(let name, let what, let stored, let found):
      "\(ShownText.number(found)) \(what) of \(ShownText.name(name)) were found where \(ShownText.number(stored)) were "
        + "counted, so the sample would not represent what was counted; index the corpus again"
    case .noMentions(let classes):
      "nothing mentions \(ShownText.names(classes)), so there is nothing to judge"
    case .otherAnswer(let position, let sheet):
      "number \(position) of the sample \(sheet) already has a different answer"
    case .sheetExists(let path):
      "\(ShownText.escaped(path)) already exists and may contain answers; name another file"
    case .noSample(let name):
      "the database has no sample \(ShownText.name(name)); a sheet belongs to the database from which it was drawn, and a "
        + "sample is removed with any of its corpora"
    }
  }
}
