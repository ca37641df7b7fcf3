import Corpus

/// Which of the named shards a run has to read, and why the others not.
public struct IndexPlan: Sendable {
  /// One shard and what the run does with it.
  public struct Step: Sendable, Equatable {
    /// The shard as it was named.
    public var shard: ShardName
    /// Its size in bytes; nil for what has none before it is read.
    public var size: Int?
    /// What the run does.
    public var action: Action
  }

  /// What a run does with a shard.
  public enum Action: Sendable, Equatable {
    /// It is read and counted.
    case read
    /// Its file is as it was when it was counted; it is not read.
    case unchanged
    /// It is the same file as one named before it; it is read once.
    case repeated
    /// Its name says that it duplicates the captions of another shard, which is read in its place.
    case sibling(of: ShardName)

    /// The action's name in machine-readable output.
    public var name: String {
      switch self {
      case .read: "read"
      case .unchanged: "unchanged"
      case .repeated: "repeated"
      case .sibling: "sibling"
      }
    }
  }

  /// The steps, in the order in which the shards were named.
  public internal(set) var steps: [Step] = []

  /// The shards that are read.
  public var toRead: [ShardName] { steps.filter { $0.action == .read }.map(\.shard) }
  /// The shards that are left out for another, each with the one that is read in its place.
  public var siblings: [(shard: ShardName, kept: ShardName)] {
    steps.compactMap { step in
      guard case .sibling(let kept) = step.action else { return nil }
      return (step.shard, kept)
    }
  }
  /// The files among the shards that are read that are not on this machine.
  public var missing: [ShardName] {
    toRead.filter { shard in
      if case .file(let path) = shard { !FilePath.exists(path) } else { false }
    }
  }
  /// The bytes of the files that are read.
  public var bytesToRead: Int { steps.reduce(0) { $0 + ($1.action == .read ? $1.size ?? 0 : 0) } }

  /// The number of shards with an action.
  public func count(_ action: Action) -> Int { steps.reduce(0) { $0 + ($1.action == action ? 1 : 0) } }

  /// Plans a run without reading a shard.
  ///
  /// With `checksContent` a file is read although its path, size and time are as they were; with `keepsSiblings` shards
  /// count although their names say that they duplicate the captions of others. Without a store nothing is counted yet.
  /// Throws `StoreError`.
  public init(
    _ shards: [ShardName], in store: CountStore?, for target: CountTarget, checksContent: Bool,
    keepsSiblings: Bool
  ) throws {
    let files = FileState.all(of: shards, asksServers: store != nil && !checksContent)
    let plans = checksContent ? [] : try store?.plan(files.compactMap { $0 }, for: target) ?? []
    let unchanged = Set(plans.filter { !$0.mustRead }.map { Array($0.file.path.utf8) })
    self.init(shards, files, unchanged: unchanged, keepsSiblings: keepsSiblings)
  }

  /// Plans a run into a database that holds nothing: no database is looked at, and no shard read.
  ///
  /// - Parameters:
  ///   - shards: The shards that are named; one that does not exist is to be read, too, since another machine may have it.
  ///   - keepsSiblings: Whether shards count although their names say that they duplicate the captions of others.
  public init(_ shards: [ShardName], keepsSiblings: Bool) {
    self.init(shards, shards.map { FileState(of: $0) }, unchanged: [], keepsSiblings: keepsSiblings)
  }

  private init(
    _ shards: [ShardName], _ files: [FileState?], unchanged: Set<[UInt8]>, keepsSiblings: Bool
  ) {
    let siblings = keepsSiblings ? [] : ShardSiblings(shards).choices.map(\.sibling)
    var seen: Set<[UInt8]> = []
    for (index, (shard, file)) in zip(shards, files).enumerated() {
      if index < siblings.count, let sibling = siblings[index] {
        steps.append(Step(shard: shard, size: file?.size, action: .sibling(of: sibling)))
        continue
      }
      let key = file.map { Array($0.path.utf8) } ?? Array(shard.description.utf8)
      let isNew = seen.insert(key).inserted
      let action: Action = !isNew ? .repeated : unchanged.contains(key) ? .unchanged : .read
      steps.append(Step(shard: shard, size: file?.size, action: action))
    }
  }
}
