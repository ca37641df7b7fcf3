import Corpus

/// Where counts go: a corpus, and the rule set of each class set of the pass.
///
/// A value without row numbers, so that it stays true whatever other processes do.
public struct CountTarget: Sendable, Hashable {
  /// The corpus's name.
  public var corpus: String
  /// The corpus's stage; nil: the one it has, or `pretrain` where it is new.
  public var stage: String?
  /// The class sets and their rule sets, in the order of `ShardCounts.sets`.
  public var sets: [CountedSet]
  /// What text is read, in clear (`ReadingRule.description`).
  public var readingRule: String
  /// The version of the program that counts.
  public var toolVersion: String
  /// Where the rows go; nil: none are written.
  public var rows: RowTarget?

  /// Makes a target.
  public init(
    corpus: String, stage: String? = nil, sets: [CountedSet], readingRule: String, toolVersion: String
  ) {
    self.corpus = corpus
    self.stage = stage
    self.sets = sets
    self.readingRule = readingRule
    self.toolVersion = toolVersion
  }

  /// A class set of the database and how it was matched.
  public struct CountedSet: Sendable, Hashable {
    /// The name of the class set, which must be registered.
    public var classSet: String
    /// The rule set.
    public var rules: RuleSet

    /// Makes a counted set.
    public init(classSet: String, rules: RuleSet) {
      self.classSet = classSet
      self.rules = rules
    }
  }
}

/// The counts of one shard on their way into a database.
public struct ShardWrite: Sendable {
  /// What was counted; its sets are in the target's order.
  public var counts: ShardCounts
  /// The shard; the path absolute.
  public var identity: ShardIdentity
  /// Where the counts go.
  public var target: CountTarget
  /// The files of its rows, in the target's order; empty where there are none.
  public var rows: [RowPlacement?]

  /// Makes a write.
  public init(
    counts: ShardCounts, identity: ShardIdentity, target: CountTarget, rows: [RowPlacement?] = []
  ) {
    self.counts = counts
    self.identity = identity
    self.target = target
    self.rows = rows
  }
}

/// What happens to a shard's name that stands for other content already, or was read by another reading rule.
public enum WritePolicy: Sendable, Hashable {
  /// The file was read on this machine: it has changed, so its old counts are replaced; and other files with the
  /// same content are looked for, so that a rename is told from a copy.
  case indexing
  /// The counts come from elsewhere: the name may be another machine's file, so that other content is an error
  /// (`shardConflict`, `readingConflict`) unless it is to replace; no file is looked for.
  case merging(replace: Bool)

  var replaces: Bool { self != .merging(replace: false) }
  var asksForFiles: Bool { self == .indexing }
}
