import Corpus

/// Counts a few phrases in shards, without a class list or a database.
public struct PhraseCount: Sendable {
  /// The phrases, as they were given.
  public let phrases: [String]
  /// What is looked for: one class a phrase.
  public let plan: MatchPlan
  private let options: IndexRun.Options
  private let roles: Set<Role>

  /// Makes a count of phrases in the captions of some roles.
  ///
  /// - Throws: `Failure` where a phrase can never be found, `UndefinedRule`.
  public init(_ phrases: [String], options: IndexRun.Options, roles: Set<Role> = Role.supervised) throws {
    if let empty = phrases.first(where: { !NameKey.hasWord($0) }) { throw Failure.noWords(empty) }
    let classes = phrases.map { ClassSet.Class(name: $0) }
    self.phrases = phrases
    self.options = options
    self.roles = roles
    plan = try MatchPlan(
      classSets: [ClassSet(name: "phrases", classes: classes)], matching: options.matching,
      overlap: options.overlap)
  }

  /// How often a phrase was found.
  public struct Count: Sendable, Equatable {
    /// Captions with a mention.
    public var captions = 0
    /// The mentions of the phrase.
    public var mentions = 0
  }

  /// What one shard gave.
  struct Shard: Sendable {
    var name: ShardName
    var captions: RoleCounts
    var counts: [Count]
  }

  /// What all shards gave.
  public struct Answer: Sendable {
    let phrases: [String]
    let roles: Set<Role>
    /// The shards that were read, in the order in which they were named.
    var shards: [Shard] = []
    /// Why other shards could not be read.
    public internal(set) var failures: [ShardError] = []
    /// Whether the count was interrupted before its end.
    public internal(set) var isInterrupted = false

    /// The counts of all shards together, in the order of the phrases.
    public var counts: [Count] {
      var sums = phrases.map { _ in Count() }
      for shard in shards {
        for (index, count) in shard.counts.enumerated() {
          sums[index].captions += count.captions
          sums[index].mentions += count.mentions
        }
      }
      return sums
    }

    /// The captions that were looked at.
    public var captions: Int {
      shards.reduce(0) { sum, shard in sum + roles.reduce(0) { $0 + shard.captions[$1] } }
    }

    /// What a person should know about the counts.
    public var notes: [SelectionNote] {
      var all = RoleCounts()
      for shard in shards { all.add(shard.captions) }
      let others = Role.allCases.filter { !roles.contains($0) && all[$0] > 0 }
      return others.isEmpty ? [] : [.otherRoles(others.map { .init(role: $0, captions: all[$0]) })]
    }

    /// One row a phrase, with its share of the captions.
    public var table: Table { table(of: [("", captions, counts)], byShard: false) }

    /// One row a shard and phrase.
    public var tableByShard: Table {
      table(
        of: shards.map { shard in
          (shard.name.description, roles.reduce(0) { $0 + shard.captions[$1] }, shard.counts)
        }, byShard: true)
    }

    private func table(of parts: [(name: String, captions: Int, counts: [Count])], byShard: Bool) -> Table {
      var columns: [Table.Column] = byShard ? [.init("shard", .text)] : []
      columns += [
        .init("phrase", .text), .init("captions", .integer), .init("mentions", .integer),
        .init("captions_read", .integer, heading: "of captions"), .init("share", .real, isDetail: true),
      ]
      var table = Table(columns: columns)
      for part in parts {
        for (phrase, count) in zip(phrases, part.counts) {
          let share = part.captions == 0 ? nil : Double(count.captions) / Double(part.captions)
          table.append(
            (byShard ? [.text(part.name)] : []) + [
              .text(phrase), .integer(count.captions), .integer(count.mentions), .integer(part.captions),
              .init(share),
            ])
        }
      }
      return table
    }
  }

  /// What a count tells while it goes.
  public enum Event: Sendable {
    /// A shard is begun; told from any thread.
    case began(ShardName)
    /// A shard was read.
    case counted(ShardName, ShardCounts)
    /// A shard could not be read.
    case failed(ShardError)
  }

  /// Reads the shards, each once; a bad one does not stop the others.
  ///
  /// - Complexity: O(*n*) in the bytes of the shards, as indexing them; memory does not grow with them.
  public func count(
    _ shards: [ShardName], meter: ScanMeter = ScanMeter(),
    report: @escaping @Sendable (Event) -> Void = { _ in }
  ) async throws -> Answer {
    var answer = Answer(phrases: phrases, roles: roles)
    var found: [ShardName: Shard] = [:]
    let scan = ShardScan(plan: plan, reading: options.reading, threads: options.threads)
    try await scan.run(shards, meter: meter, began: { report(.began($0)) }) { outcome in
      switch outcome.result {
      case .success(let counted):
        found[outcome.shard] = shard(outcome.shard, counted.counts)
        report(.counted(outcome.shard, counted.counts))
      case .failure(let error) where error.fault.reason == .interrupted: answer.isInterrupted = true
      case .failure(let error):
        answer.failures.append(error)
        report(.failed(error))
      }
    }
    if Task.isCancelled { answer.isInterrupted = true }
    answer.shards = shards.compactMap { found.removeValue(forKey: $0) }
    return answer
  }

  private func shard(_ name: ShardName, _ counts: ShardCounts) -> Shard {
    var shard = Shard(name: name, captions: counts.captions, counts: phrases.map { _ in Count() })
    for count in counts.sets.first?.classes ?? [] where roles.contains(count.role) {
      shard.counts[count.index].captions += count.captions
      shard.counts[count.index].mentions += count.mentions
    }
    return shard
  }

  /// Why there is nothing to count.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// A phrase has no letter and no number.
    case noWords(String)
    /// No word of the command line names a phrase.
    case noPhrase
    /// The only word of the command line names a shard.
    case noPhraseBefore(String)
    /// No word of the command line names a shard; the last word, which was taken for a phrase.
    case noShard(String)

    /// The failure as a sentence.
    public var description: String {
      switch self {
      case .noWords(let phrase):
        "the phrase \(ShownText.name(phrase)) has no letter and no number, so it can never be found"
      case .noPhrase: "no phrase is named"
      case .noPhraseBefore(let shard): "no phrase is named before the shard \(ShownText.name(shard))"
      case .noShard(let word):
        "no shard is named; \(ShownText.name(word)) was taken for a phrase, since no file has that name"
      }
    }
  }
}

extension PhraseCount {
  /// Tells phrases from shards among a command line's words: the first is a phrase, and so are those after it up to the
  /// first that names a file, a folder, a list, a command or standard input, or looks like the name of a data file.
  ///
  /// - Throws: `Failure` where there is no phrase or no shard.
  public static func divided(_ words: [String]) throws -> (phrases: [String], shards: [String]) {
    guard let last = words.last else { throw Failure.noPhrase }
    if words.count == 1, namesShard(last) { throw Failure.noPhraseBefore(last) }
    guard let first = words.dropFirst().firstIndex(where: namesShard) else { throw Failure.noShard(last) }
    return (Array(words[..<first]), Array(words[first...]))
  }

  private static func namesShard(_ word: String) -> Bool {
    if word == "-" || word.hasPrefix("@") || word.hasPrefix("pipe:") || FilePath.exists(word) { return true }
    if RemoteShard.isName(word) { return true }
    // `a/b*` is a glob, and `mising.jsonl` a slip, which the search for shards tells.
    if word.contains("/"), word.contains(where: { "*?[{".contains($0) }) { return true }
    let parts = word.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, !word.contains(" "), let ending = parts.last.map(String.init) else { return false }
    return FileExtension.layouts.contains(ending) || FileExtension.codecs.contains(ending)
  }
}
