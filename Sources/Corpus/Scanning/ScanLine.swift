/// What one shard gave under some class sets, on its own: all that a database needs to take it in.
///
/// Written as one line of JSON by machines that share no database, and merged afterwards; docs/scan-format.md
/// describes the line. A value without row numbers and without the class set itself, which the merge is given.
public struct ScanLine: Sendable, Equatable {
  /// The version of the line's form; it rises when a reader of the former one would misread it.
  public static let formatVersion = 1

  /// The version of the program that counted.
  public var toolVersion: String
  /// The shard as it was named.
  public var shard: String
  /// The file's absolute path where it was read; nil for commands, and for names that are no path.
  public var path: String?
  /// What text was read, in clear (`ReadingRule.description`).
  public var readingRule: String
  /// The class sets and how they were matched, in the order of the counts' sets.
  public var sets: [CountedSet]
  /// The counts, or why there are none.
  public var result: Outcome
  /// The files of the shard's rows, in the order of the sets; empty where none were written.
  public var rowFiles: [StoredRowFile] = []

  /// Makes a line.
  public init(
    toolVersion: String, shard: String, path: String?, readingRule: String, sets: [CountedSet],
    result: Outcome
  ) {
    self.toolVersion = toolVersion
    self.shard = shard
    self.path = path
    self.readingRule = readingRule
    self.sets = sets
    self.result = result
  }

  /// A class set and how it was matched.
  public struct CountedSet: Sendable, Hashable {
    /// The name that the class set had where it was counted; its digest decides which one it is.
    public var name: String
    /// The rule set, with the class set's digest.
    public var rules: RuleSet

    /// Makes a counted set.
    public init(name: String, rules: RuleSet) {
      self.name = name
      self.rules = rules
    }
  }

  /// What became of the shard.
  public enum Outcome: Sendable, Equatable {
    /// It was read to its end.
    case counted(Content, ShardCounts)
    /// It could not be read; why and where in it, as a sentence.
    case failed(String)
  }

  /// What the shard's content is known by.
  public struct Content: Sendable, Hashable {
    /// The stored size in bytes; for a command the bytes that came.
    public var size: Int
    /// The file's modification time in nanoseconds since 1970; nil for commands.
    public var modified: Int64?
    /// The digest of what decides the counts.
    public var digest: Digest
    /// What the digest covers.
    public var digestKind: String

    /// Makes a content.
    public init(size: Int, modified: Int64?, digest: Digest, digestKind: String) {
      self.size = size
      self.modified = modified
      self.digest = digest
      self.digestKind = digestKind
    }
  }

  /// What tells the shard from others in a corpus: its path where it has one, else its name.
  public var identifier: String { path ?? shard }
}
