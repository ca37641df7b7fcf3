import Corpus

/// What writing a shard did under one rule set.
public struct ShardChange: Sendable, Equatable {
  /// What happened to the shard.
  public var kind: Kind
  /// The digest of the file's former content, whose counts were taken out; nil where there was none, or where
  /// another file still has that content.
  public var removed: Digest?
  /// The files of the shard's former rows that stay since they were not made for this database.
  public var keptRows: [StoredRowFile] = []

  /// What happened to a shard.
  public enum Kind: Sendable, Equatable {
    /// It is new, and counted.
    case added
    /// The file at this path has other content than before, and is counted anew.
    case replacedContent
    /// The shard was read by another reading rule before, and is counted anew.
    case replacedReading(was: String)
    /// The same content was counted already at this path; nothing was added.
    case unchanged
    /// The same content was counted already under other names, which still exist; nothing was added.
    case sameContent(as: [String])
    /// The same content was counted already under other paths, which are no more; nothing was added.
    case moved(from: [String])
    /// What came through standard input or a command was counted already; nothing was added.
    case alreadyCounted
    /// What came through standard input or a command was counted already by another reading rule; since it
    /// replaces nothing, nothing was changed.
    case keptReading(was: String)
  }

  /// Whether the shard's counts were added.
  var isCounted: Bool {
    switch kind {
    case .added, .replacedContent, .replacedReading: true
    case .unchanged, .sameContent, .moved, .alreadyCounted, .keptReading: false
    }
  }
}
