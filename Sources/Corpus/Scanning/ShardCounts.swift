/// Everything that one pass over one shard counted.
public struct ShardCounts: Sendable, Equatable {
  /// Records read, those left out not among them.
  public var records = 0
  /// The number of captions of each role.
  public var captions = RoleCounts()
  /// UTF-8 bytes of all captions.
  public var textBytes = 0
  /// Records that the reading rule leaves out (a `status` that is not success).
  public var excludedRecords = 0
  /// Bad records that were skipped because the user asked for it.
  public var skippedRecords = 0
  /// Bytes behind the compressed data that are no part of it, which a person is to be told of; no count.
  public var trailing: TrailingBytes?
  /// Records among those read that gave no caption.
  public var textlessRecords = 0
  /// Records among those read of which all captions are of the role human.
  public var humanOnlyRecords = 0
  /// Members of an archive that were passed over since they are of no known kind, by kind: `.bin`.
  public var passedOver: [String: Int] = [:]
  /// Halves of surrogate pairs in JSON that stood alone and were read as U+FFFD.
  public var replacedSurrogates = 0
  /// The counts of each class set of the pass, in its order.
  public var sets: [ClassSetCounts] = []

  /// Makes counts that are all zero.
  public init() {}

  /// Whether the shard has no record at all, none that was left out or skipped either.
  public var hasNoRecords: Bool { records + excludedRecords + skippedRecords == 0 }
}

/// The counts of one class set in one shard: only what is not zero.
public struct ClassSetCounts: Sendable, Equatable {
  /// Counts by role and class; `index` is the class's.
  public var classes: [Count] = []
  /// Counts by role and term, for classes with more than one term; `index` is that of the flat list of terms,
  /// class after class. A class with one term has its counts in `classes` alone.
  public var terms: [Count] = []

  /// Makes counts that are all zero.
  public init() {}

  /// One row: how often, and in how many captions.
  public struct Count: Sendable, Hashable {
    /// The role of the captions.
    public var role: Role
    /// The class's or the term's index, from 0.
    public var index: Int
    /// Mentions in captions of the role.
    public var mentions: Int
    /// Captions of the role with a mention.
    public var captions: Int

    /// Makes a row.
    public init(role: Role, index: Int, mentions: Int, captions: Int) {
      self.role = role
      self.index = index
      self.mentions = mentions
      self.captions = captions
    }
  }
}
