/// What is understood of an archive: its members, the samples that they make, and the shards among them; what `inspect` shows.
public struct ArchiveLook: Sendable, Equatable {
  /// The members by the last part of their names, `.jpg`, as far as they were met.
  public private(set) var members: [String: Int] = [:]
  /// The samples, which are records.
  public private(set) var samples = 0
  /// What the members of the first samples share of their names, at most three.
  public private(set) var keys: [String] = []
  /// Whether the last full stop divides some of the names, not the first.
  public internal(set) var dividesAtLast = false
  /// The samples of which a kind of member was read: `.txt`, `.json`.
  public private(set) var texts: [String: Int] = [:]
  /// What is text in the JSON of samples.
  public internal(set) var json: TextChoice?
  /// The shards of their own, with their layouts, the first twenty.
  public private(set) var shards: [Shard] = []
  /// How many shards there are.
  public private(set) var shardCount = 0

  /// A shard in the archive.
  public struct Shard: Sendable, Equatable {
    /// The member's path.
    public var name: String
    /// Its layout's name.
    public var layout: String
  }

  private static let mostKinds = 20
  private static let mostKeys = 3
  private static let mostShards = 20

  init() {}

  mutating func addMember(_ kind: String) {
    members[members[kind] != nil || members.count < Self.mostKinds ? kind : "others", default: 0] += 1
  }

  /// Adds a sample, or, without a key, texts of one that was added before.
  mutating func add(sample key: String?, texts kinds: [String]) {
    if let key {
      samples += 1
      if keys.count < Self.mostKeys { keys.append(key) }
    }
    for kind in kinds where texts[kind] != nil || texts.count < Self.mostKinds {
      texts[kind, default: 0] += 1
    }
  }

  mutating func addShard(_ name: String, layout: String) {
    shardCount += 1
    if shards.count < Self.mostShards { shards.append(Shard(name: name, layout: layout)) }
  }
}
