import Corpus
import Foundation
import GRDB

/// A shard as the database knows it.
public struct StoredShard: Sendable, Equatable {
  /// The row's number.
  let id: Int64
  /// The corpus's name.
  public var corpus: String
  /// The class set's name.
  public var classSet: String
  /// The rule set's name.
  public var rules: String
  /// The digest of what decides the counts.
  public var digest: Digest
  /// What the digest covers.
  public var digestKind: String
  /// `-` or `pipe:…` where it came through one; nil for files.
  public var name: String?
  /// The files that have its content.
  public var files: [FileState]
  /// The number of stored bytes.
  public var size: Int
  /// What text was read, in clear.
  public var readingRule: String
  /// What was counted, without the counts of classes; what an earlier version did not count is 0.
  public var counts: ShardCounts
  /// The version of the program that counted.
  public var toolVersion: String
  /// What a person calls it: its first path, else its name, else its digest.
  public var label: String { files.first?.path ?? name ?? digest.hex }
}

/// A shard that could not be read.
public struct FailedShard: Sendable, Hashable {
  /// The corpus's name.
  public var corpus: String
  /// The class set's name.
  public var classSet: String
  /// The rule set's name.
  public var rules: String
  /// Its absolute path, `-` or `pipe:…`.
  public var name: String
  /// The reason why the shard could not be read, as a sentence.
  public var error: String
}

/// A shard whose file is not as it was when it was counted.
public struct StaleShard: Sendable, Equatable {
  /// The shard.
  public var shard: StoredShard
  /// The file as it was.
  public var file: FileState
  /// What is different.
  public var reason: Reason

  /// What is different about a file.
  public enum Reason: String, Sendable, Hashable {
    /// The file no longer exists.
    case missing
    /// Its size or time is another.
    case changed
    /// Its server could not be asked.
    case notReached = "not reached"
    /// Its server gives neither an ETag nor a time, so that nobody can tell without reading it.
    case unknown
  }
}

extension CountStore {
  /// All shards, of the corpora that a word means or of all, in the order in which they were first counted.
  public func shards(corpus word: String? = nil) throws -> [StoredShard] {
    try read { database in
      guard let word else { return try database.storedShards(corpus: nil) }
      return try database.corpora(meantBy: word).flatMap { try database.storedShards(corpus: $0.id) }
    }
  }

  /// The shards of one corpus that were counted by one rule set, in the order in which they were first counted.
  public func shards(of pool: ResolvedSelection.Pool) throws -> [StoredShard] {
    try read { try $0.storedShards(corpus: pool.corpus.id, ruleSet: pool.rules.id) }
  }

  /// The shards that could not be read, of the corpora that a word means or of all, by name.
  public func failedShards(corpus word: String? = nil) throws -> [FailedShard] {
    try read { database in
      let corpora = try word.map { try database.corpora(meantBy: $0).map(\.id) }
      return try database.rows(
        """
        SELECT corpus.name, class_set.name, \(StoredRuleSet.nameColumn), failed_shard.name, failed_shard.error,
          corpus.id
        FROM failed_shard JOIN corpus ON corpus.id = failed_shard.corpus
        JOIN rule_set ON rule_set.id = failed_shard.rule_set JOIN class_set ON class_set.id = rule_set.class_set
        ORDER BY failed_shard.name, corpus.id, rule_set.id
        """, []
      ).filter { row in corpora.map { $0.contains(row[5]) } ?? true }
        .map { FailedShard(corpus: $0[0], classSet: $0[1], rules: $0[2], name: $0[3], error: $0[4]) }
    }
  }

  /// The shards with a file that is missing or has another size or time, or of which that cannot be told, of the corpora that a
  /// word means or of all.
  public func staleShards(corpus name: String? = nil) throws -> [StaleShard] {
    try shards(corpus: name).flatMap { shard in
      shard.files.compactMap { file in
        let now: FileState?
        do {
          now = try FileState.asked(file.path)
        } catch {
          return StaleShard(shard: shard, file: file, reason: .notReached)
        }
        guard let now else { return StaleShard(shard: shard, file: file, reason: .missing) }
        if now != file { return StaleShard(shard: shard, file: file, reason: .changed) }
        return now.isSurely(file) ? nil : StaleShard(shard: shard, file: file, reason: .unknown)
      }
    }
  }
}

extension StoredRuleSet {
  /// `name` as SQL says it of a row of `rule_set`.
  static let nameColumn =
    "rule_set.matching || CASE rule_set.overlap WHEN 'all' THEN '' ELSE ',' || rule_set.overlap END"
}

extension Database {
  func storedShards(corpus: Int64?, ruleSet: Int64? = nil) throws -> [StoredShard] {
    var files: [Int64: [FileState]] = [:]
    let places = try Row.fetchCursor(
      cachedStatement(
        sql: """
          SELECT shard, path, size, modified FROM shard_place WHERE ?1 IS NULL OR corpus = ?1
          ORDER BY corpus, rule_set, path
          """), arguments: [corpus])
    while let row = try places.next() {
      files[row[0], default: []].append(FileState(path: row[1], size: row[2], modified: row[3]))
    }
    let notes = try shardNotes()
    return try rows(
      """
      SELECT shard.id, corpus.name, class_set.name, \(StoredRuleSet.nameColumn), shard.digest, shard.digest_kind,
        shard.name, shard.size, shard.reading_rule, shard.records, shard.captions_caption, shard.captions_human,
        shard.captions_assistant, shard.captions_system, shard.captions_other, shard.text_bytes,
        shard.excluded_records, shard.skipped_records, shard.tool_version
      FROM shard JOIN corpus ON corpus.id = shard.corpus JOIN rule_set ON rule_set.id = shard.rule_set
      JOIN class_set ON class_set.id = rule_set.class_set
      WHERE (?1 IS NULL OR shard.corpus = ?1) AND (?2 IS NULL OR shard.rule_set = ?2) ORDER BY shard.id
      """, [corpus, ruleSet]
    ).map { row in
      var counts = notes[row[0]] ?? ShardCounts()
      for role in Role.allCases {
        counts.captions[role] = try StoredCount.check(row[10 + Int(role.rawValue)])
      }
      counts.records = try StoredCount.check(row[9])
      counts.textBytes = try StoredCount.check(row[15])
      counts.excludedRecords = try StoredCount.check(row[16])
      counts.skippedRecords = try StoredCount.check(row[17])
      return StoredShard(
        id: row[0], corpus: row[1], classSet: row[2], rules: row[3], digest: try row.digest(4),
        digestKind: row[5], name: row[6], files: files[row[0]] ?? [], size: row[7], readingRule: row[8],
        counts: counts, toolVersion: row[18])
    }
  }
}
