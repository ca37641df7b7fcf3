import Corpus
import GRDB

/// What is wrong with a database.
public enum VerifyProblem: Sendable, Hashable, CustomStringConvertible {
  /// What SQLite's own check says (<https://www.sqlite.org/pragma.html#pragma_integrity_check>).
  case integrity(String)
  /// Rows of a table that refer to a row that is not there.
  case foreignKey(table: String, parent: String, rows: Int)
  /// A total that is not the sum of the shards' numbers.
  case total(corpus: String, rules: String, what: String, stored: Int, sum: Int)
  /// A sample of mentions whose rows are not those that were drawn.
  case sample(String)
  /// A shard's row that cannot be.
  case row(shard: String, detail: String)
  /// A shard's file of rows that is missing, damaged, or not of the shard's counts.
  case rows(shard: String, file: String, detail: String)

  /// The problem as a sentence.
  public var description: String {
    switch self {
    case .integrity(let message): "SQLite's integrity check: \(message)"
    case .foreignKey(let table, let parent, let rows):
      "\(rows) \(rows == 1 ? "row" : "rows") of \(table) reference missing rows of \(parent)"
    case .total(let corpus, let rules, let what, let stored, let sum):
      "corpus `\(corpus)`, rule set \(rules): the total of \(what) is \(stored), but its shards add up to \(sum)"
    case .sample(let name): "sample \(name): its rows differ from those that were drawn"
    case .row(let shard, let detail): "shard \(shard): \(detail)"
    case .rows(let shard, let file, let detail): "rows of the shard \(shard), \(file): \(detail)"
    }
  }
}

/// What a check of a database found.
public struct VerifyReport: Sendable, Equatable {
  /// What is wrong, in the order in which it was found; at most `VerifyReport.limit` problems.
  public var problems: [VerifyProblem] = []
  /// Shards whose rows were added up.
  public var shards = 0
  /// Rows that were added up.
  public var rows = 0

  /// After this many problems the check ends.
  public static let limit = 100
}

extension CountStore {
  /// Checks the file's structure and references, and that every total is the sum of the shards' rows.
  ///
  /// Adds the rows up in the program, by another way than the statements that keep the totals.
  ///
  /// - Returns: What was found.
  /// - Throws: `StoreError`, where the file cannot be read at all.
  /// - Complexity: O(*n*) in the shards' rows; memory O(*c*) in the classes of a corpus and its roles.
  public func verify() throws -> VerifyReport {
    try read { database in
      var report = VerifyReport()
      for message in try String.fetchAll(database, sql: "PRAGMA integrity_check(\(VerifyReport.limit))")
      where message != "ok" {
        report.problems.append(.integrity(message))
      }
      var dangling: [[String]: Int] = [:]
      let violations = try Row.fetchCursor(database, sql: "PRAGMA foreign_key_check")
      while let row = try violations.next() { dangling[[row[0], row[2]], default: 0] += 1 }
      for (tables, rows) in dangling.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        report.problems.append(.foreignKey(table: tables[0], parent: tables[1], rows: rows))
      }
      for classSet in try database.classSets() {
        let layout = try layout(of: classSet.id, in: database)
        for rules in try database.ruleSets("WHERE class_set = ? ORDER BY id", [classSet.id])
        where rules.matching != nil {
          for corpus in try database.corpora() {
            guard report.problems.count < VerifyReport.limit else { return report }
            var check = TotalsCheck(database: database, corpus: corpus, rules: rules, layout: layout)
            try check.run(into: &report)
          }
        }
      }
      for audit in try database.hasAudits() ? database.audits("", []) : [] {
        let content = try database.content(of: audit, layout: layout(ofRules: audit.rules, in: database))
        if content.digest != audit.digest { report.problems.append(.sample(audit.name)) }
      }
      return report
    }
  }

  /// Chooses shards that have a file, for counting them again: the same ones for the same seed.
  func shardsToRescan(_ count: Int, seed: UInt64) throws -> [StoredShard] {
    let keyed = try shards().filter { !$0.files.isEmpty }.map { shard in
      (
        Digest(ofFields: [String(seed), shard.digest.hex, shard.corpus, shard.classSet, shard.rules]).hex,
        shard
      )
    }
    return keyed.sorted { $0.0 < $1.0 }.prefix(max(0, count)).map(\.1)
  }

  /// A shard's counts as they are stored, in the order of role and index, to be compared with a new count.
  public func counts(of shard: StoredShard) throws -> ClassSetCounts {
    try read { database in
      guard
        let row = try database.row(
          """
          SELECT rule_set.class_set FROM shard JOIN rule_set ON rule_set.id = shard.rule_set WHERE shard.id = ?
          """, [shard.id])
      else { throw StoreError.noShard(name: shard.label, corpus: shard.corpus) }
      let layout = try layout(of: row[0], in: database)
      var counts = ClassSetCounts()
      let rows = try Row.fetchCursor(database.cachedStatement(sql: ShardRows.query), arguments: [shard.id])
      while let row = try rows.next() {
        guard let stored = ShardRows.Row(row, layout: layout), let role = Role(stored: Int64(stored.role)),
          let terms = stored.termCounts(layout)
        else { throw StoreError.outOfRange(what: "a row of the shard \(shard.label)") }
        counts.classes.append(
          .init(
            role: role, index: stored.index, mentions: stored.captions + stored.repeats,
            captions: stored.captions))
        guard layout.termCount(stored.index) > 1 else { continue }
        let start = layout.termStarts[stored.index]
        counts.terms += terms.map {
          .init(role: role, index: start + $0.position, mentions: $0.mentions, captions: $0.captions)
        }
      }
      return counts
    }
  }
}

/// Adds up one corpus's shards under one rule set and compares with the totals.
private struct TotalsCheck {
  let database: Database
  let corpus: StoredCorpus
  let rules: StoredRuleSet
  let layout: ClassLayout

  private struct Sum: Equatable {
    var mentions = 0
    var captions = 0

    mutating func add(mentions: Int, captions: Int) throws {
      self.mentions = try StoredCount.sum(self.mentions, mentions)
      self.captions = try StoredCount.sum(self.captions, captions)
    }
  }

  private var shardSums = [Int](repeating: 0, count: Self.shardNumbers.count)
  private var classes: [[Sum]]
  private var terms: [[Sum]]

  private static let shardNumbers = [
    "shards", "records", "text bytes", "excluded records", "skipped records", "caption captions",
    "human captions", "assistant captions", "system captions", "other captions",
  ]

  init(database: Database, corpus: StoredCorpus, rules: StoredRuleSet, layout: ClassLayout) {
    self.database = database
    self.corpus = corpus
    self.rules = rules
    self.layout = layout
    let roles = Role.allCases.count
    classes = Array(repeating: Array(repeating: Sum(), count: layout.classCount), count: roles)
    terms = Array(repeating: Array(repeating: Sum(), count: layout.termStarts.last ?? 0), count: roles)
  }

  mutating func run(into report: inout VerifyReport) throws {
    let shards = try Row.fetchCursor(
      database,
      sql: """
        SELECT id, lower(hex(digest)), 1, records, text_bytes, excluded_records, skipped_records, captions_caption,
          captions_human, captions_assistant, captions_system, captions_other
        FROM shard WHERE corpus = ? AND rule_set = ?
        """, arguments: [corpus.id, rules.id])
    while let shard = try shards.next() {
      report.shards += 1
      for index in shardSums.indices {
        shardSums[index] = try StoredCount.sum(shardSums[index], StoredCount.check(shard[2 + index]))
      }
      try add(shard: shard[0], label: shard[1], into: &report)
    }
    try compareShards(into: &report)
    try compare(
      "class", classes,
      with: "SELECT role, class, mentions, captions FROM corpus_class WHERE rule_set = ? AND corpus = ?",
      into: &report
    ) { layout.knownIndex(ofClass: $0[1]) ?? -1 }
    try compare(
      "term", terms,
      with:
        "SELECT role, class, mentions, captions, position FROM corpus_term WHERE rule_set = ? AND corpus = ?",
      into: &report
    ) { row in
      layout.knownIndex(ofClass: row[1]).flatMap { layout.term(row[4], of: $0) } ?? -1
    }
  }

  private mutating func add(shard: Int64, label: String, into report: inout VerifyReport) throws {
    let rows = try Row.fetchCursor(database.cachedStatement(sql: ShardRows.query), arguments: [shard])
    while let row = try rows.next() {
      report.rows += 1
      guard let stored = ShardRows.Row(row, layout: layout), classes.indices.contains(stored.role),
        let parts = stored.termCounts(layout)
      else {
        if report.problems.count < VerifyReport.limit {
          report.problems.append(
            .row(shard: label, detail: "a row of role \(row[0] as Int), class \(row[1] as Int)"))
        }
        continue
      }
      try classes[stored.role][stored.index].add(
        mentions: stored.captions + stored.repeats, captions: stored.captions)
      guard layout.termCount(stored.index) > 1 else { continue }
      for part in parts {
        let term = layout.termStarts[stored.index] + part.position
        try terms[stored.role][term].add(mentions: part.mentions, captions: part.captions)
      }
    }
  }

  private func compareShards(into report: inout VerifyReport) throws {
    var stored = [Int](repeating: 0, count: shardSums.count)
    if let row = try database.row(
      """
      SELECT shards, records, text_bytes, excluded_records, skipped_records FROM corpus_total
      WHERE rule_set = ? AND corpus = ?
      """, [rules.id, corpus.id])
    {
      for index in 0..<5 { stored[index] = row[index] }
    }
    for row in try database.rows(
      "SELECT role, captions FROM corpus_role WHERE rule_set = ? AND corpus = ?", [rules.id, corpus.id])
    {
      let captions: Int? = row[1]
      let role: Int = row[0]
      guard Role.allCases.indices.contains(role) else {
        throw StoreError.outOfRange(what: "a role in the database")
      }
      stored[5 + role] = captions ?? -1
    }
    for index in stored.indices where stored[index] != shardSums[index] {
      report.problems.append(
        .total(
          corpus: corpus.name, rules: rules.name, what: Self.shardNumbers[index], stored: stored[index],
          sum: shardSums[index]))
    }
  }

  /// Compares sums with stored totals; each stored row gives the place of its sum.
  private func compare(
    _ what: String, _ sums: [[Sum]], with query: String, into report: inout VerifyReport, place: (Row) -> Int
  ) throws {
    var stored = sums.map { $0.map { _ in Sum() } }
    let cursor = try Row.fetchCursor(
      database.cachedStatement(sql: query), arguments: [rules.id, corpus.id])
    while let row = try cursor.next() {
      let role: Int = row[0]
      let index = place(row)
      let mentions: Int? = row[2]
      guard stored.indices.contains(role), stored[role].indices.contains(index), let mentions else {
        report.problems.append(
          .total(
            corpus: corpus.name, rules: rules.name, what: "a \(what) outside the class set", stored: 1, sum: 0
          ))
        continue
      }
      stored[role][index] = Sum(mentions: mentions, captions: row[3])
    }
    for role in Role.allCases {
      let index = Int(role.rawValue)
      for (place, (have, want)) in zip(stored[index], sums[index]).enumerated() where have != want {
        guard report.problems.count < VerifyReport.limit else { return }
        let isMentions = have.mentions != want.mentions
        report.problems.append(
          .total(
            corpus: corpus.name, rules: rules.name,
            what: "\(isMentions ? "mentions" : "captions") of \(what) \(place), role \(role.name),",
            stored: isMentions ? have.mentions : have.captions,
            sum: isMentions ? want.mentions : want.captions))
      }
    }
  }
}
