import Corpus

/// Mentions of a few phrases in shards, counted without a database or a class list.
public struct PhraseCount: Sendable {
  /// What one phrase has, in the captions of all roles that were asked for.
  public struct Count: Sendable, Hashable {
    /// Mentions.
    public var mentions = 0
    /// Captions with a mention.
    public var captions = 0
  }

  /// The phrases, as they were given.
  public let phrases: [String]
  /// Each phrase as a class of its own.
  public let classSet: ClassSet
  private let scan: ShardScan
  private let roles: Set<Role>

  /// The shards that were read, each with its counts.
  public private(set) var shards: [(shard: ShardName, counts: [Count])] = []
  /// All captions of the roles, with a mention or without.
  public private(set) var captions = 0
  /// The shards that could not be read.
  public private(set) var failures: [ShardError] = []

  /// Makes a count of no shard yet.
  ///
  /// - Parameters:
  ///   - phrases: What is looked for, each on its own.
  ///   - options: How shards are read and matched.
  ///   - roles: The roles whose captions count.
  /// - Throws: `UndefinedRule`.
  public init(_ phrases: [String], options: IndexRun.Options, roles: Set<Role>) throws {
    self.phrases = phrases
    self.roles = roles
    classSet = ClassSet(name: "phrases", classes: phrases.map { ClassSet.Class(name: $0) })
    scan = ShardScan(
      plan: try MatchPlan(classSets: [classSet], matching: options.matching, overlap: options.overlap),
      reading: options.reading, threads: options.threads)
  }

  /// Reads shards and adds their counts; a bad shard does not stop the others.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  public mutating func add(_ names: [ShardName]) async throws {
    var found: [String: [Count]] = [:]
    var (captions, failures): (Int, [ShardError]) = (0, [])
    try await scan.run(names) { outcome in
      switch outcome.result {
      case .success(let counted):
        var counts = Array(repeating: Count(), count: phrases.count)
        for row in counted.counts.sets.first?.classes ?? [] where roles.contains(row.role) {
          counts[row.index].mentions += row.mentions
          counts[row.index].captions += row.captions
        }
        captions += roles.reduce(0) { $0 + counted.counts.captions[$1] }
        found[outcome.shard.description] = counts
      case .failure(let error): failures.append(error)
      }
    }
    try Task.checkCancellation()
    for name in names {
      if let counts = found.removeValue(forKey: name.description) { shards.append((name, counts)) }
    }
    self.captions += captions
    self.failures += failures
  }

  /// The counts as a table: one row a phrase, or, by shard, one row a phrase and shard.
  public func table(byShard: Bool) -> Table {
    var table = Table(
      columns: [.init("phrase", .text)] + (byShard ? [.init("shard", .text)] : [])
        + [.init("mentions", .integer), .init("captions", .integer)])
    for (index, phrase) in phrases.enumerated() {
      if byShard {
        for (shard, counts) in shards {
          table.append([
            .text(phrase), .text(shard.description), .integer(counts[index].mentions),
            .integer(counts[index].captions),
          ])
        }
      } else {
        table.append([
          .text(phrase), .integer(shards.reduce(0) { $0 + $1.counts[index].mentions }),
          .integer(shards.reduce(0) { $0 + $1.counts[index].captions }),
        ])
      }
    }
    return table
  }

  /// Tells phrases from shards among a command line's words: a word is a shard if it exists as a file or folder, or is a glob, a
  /// list or a command.
  public static func split(_ words: [String]) -> (phrases: [String], shards: [String]) {
    var (phrases, shards): ([String], [String]) = ([], [])
    for word in words {
      if isShard(word) { shards.append(word) } else { phrases.append(word) }
    }
    return (phrases, shards)
  }

  private static func isShard(_ word: String) -> Bool {
    word == "-" || word.hasPrefix("@") || word.hasPrefix("pipe:") || word.contains("*") || word.contains("{")
      || word.contains("/") || FilePath.exists(word)
  }
}
