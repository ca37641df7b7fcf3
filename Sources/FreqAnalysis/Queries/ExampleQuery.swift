import Corpus

/// Which mentions are shown as examples: of which classes, from which shards.
public struct ExampleQuery: Sendable {
  /// The class set as `restricted` to the classes that are asked for.
  public let classSet: ClassSet
  /// The classes that are asked for, by index.
  public let classes: Set<Int>
  /// The shards to read, those that are read alike together.
  public let sources: [Source]

  /// What the named shards mean; nil where none is named.
  public let expansion: ShardExpansion?

  /// The files that are read.
  public var files: [String] {
    sources.flatMap(\.shards).compactMap { if case .file(let path) = $0 { path } else { nil } }
  }

  /// Shards that are read alike.
  public struct Source: Sendable {
    /// The reading rule and limits with which these shards are read.
    public var reading: ReadingOptions
    /// The shards that are read.
    public var shards: [ShardName]
    /// By what the content of those that were counted is known.
    var digests: [ShardName: Digest] = [:]
    /// The rows of those that have some, which say where mentions are.
    var rows: [ShardName: StoredRowFile] = [:]
  }

  /// Named shards that are not read, each with the one whose captions it duplicates by its name.
  public private(set) var duplicates: [(shard: ShardName, kept: ShardName)] = []

  /// The digest of the rule set by which mentions are found.
  private let rules: Digest

  /// Where the shards of a corpus are sought, and how they are read.
  public struct Place: Sendable {
    /// The corpora whose shards are read where no shard is named, by name or pattern; empty: all.
    public var corpora: [String]
    /// The stages of those corpora; empty: all.
    public var stages: [String]
    /// The rule set, by which a shard may have been counted.
    public var ruleSet: RuleSet
    /// How named shards are read; those of a corpus as they were counted, unless text fields are named.
    public var reading: ReadingOptions

    /// Whether links in named folders are followed out of them.
    public var followsLinks: Bool
    /// Whether named shards are read although their names say that they duplicate the captions of others.
    public var keepsSiblings: Bool

    /// Makes a place.
    public init(
      corpora: [String], stages: [String], ruleSet: RuleSet, reading: ReadingOptions,
      followsLinks: Bool = false, keepsSiblings: Bool = false
    ) {
      self.corpora = corpora
      self.stages = stages
      self.ruleSet = ruleSet
      self.reading = reading
      self.followsLinks = followsLinks
      self.keepsSiblings = keepsSiblings
    }
  }

  /// Tells classes from shards among a command line's words, and takes a corpus's own shards where none is named.
  ///
  /// A word that names a class is a class; the others are shards.
  ///
  /// - Parameters:
  ///   - words: classes by name, id or alias, then shards.
  ///   - classSet: the class set.
  ///   - overlap: what happens where mentions of different classes overlap.
  ///   - place: where shards are sought, and how they are read.
  ///   - store: the database; nil where there is none.
  /// - Throws: `Failure`, `ShardExpansion.Failure`, `StoreError`.
  public init(
    _ words: [String], classSet: ClassSet, overlap: Overlap, place: Place, in store: CountStore?
  ) throws {
    let join = NameJoin(classSet)
    var chosen: Set<Int> = []
    var places: [String] = []
    for word in words {
      if places.isEmpty, let match = join.match(word, words: true) {
        chosen.formUnion(match.classes)
      } else {
        places.append(word)
      }
    }
    let near = { (word: String?) in
      word.map { NearMiss.names(near: $0, among: classSet.classes.map(\.name)) } ?? []
    }
    guard !chosen.isEmpty else {
      throw Failure.noClass(words: words, classSet: classSet.name, near: near(words.first))
    }
    classes = chosen
    rules = place.ruleSet.digest
    self.classSet = Self.restricted(classSet, to: chosen, overlap: overlap)
    if places.isEmpty {
      expansion = nil
      sources = try Self.storedFiles(of: classSet.name, place, in: store)
      guard !sources.isEmpty else { throw Failure.noShards }
    } else {
      // What is no class is a shard; where there is no such file a class may have been meant.
      if let first = places.first, Self.isPlainName(first), !FilePath.exists(first), !near(first).isEmpty {
        throw Failure.noClassOrShard(first, classSet: classSet.name, near: near(first))
      }
      let named = try ShardExpansion(
        places, followsLinks: place.followsLinks, remote: place.reading.remote)
      expansion = named
      // A mention is one, however often its shard is named.
      var seen: Set<ShardName> = []
      var shards = named.shards.filter { seen.insert($0).inserted }
      if !place.keepsSiblings {
        let siblings = ShardSiblings(shards)
        (shards, duplicates) = (siblings.kept, siblings.duplicates)
      }
      sources = [Source(reading: place.reading, shards: shards)]
    }
  }

  /// Whether a word can only be one file: no glob, no range, no path, no list and no command.
  private static func isPlainName(_ word: String) -> Bool {
    !word.utf8.contains { "*?[{/".utf8.contains($0) } && word != "-" && !word.hasPrefix("@")
      && !word.hasPrefix("pipe:")
  }

  /// The class set with terms for some classes alone, where each class is counted on its own; where the longest of all
  /// counts, every class keeps its terms.
  static func restricted(_ classSet: ClassSet, to classes: Set<Int>, overlap: Overlap) -> ClassSet {
    guard overlap == .all else { return classSet }
    var wanted = classSet
    for index in wanted.classes.indices where !classes.contains(index) { wanted.classes[index].terms = [] }
    return wanted
  }

  /// The files of the corpora, each once; how it was counted for the class set by the rule is how it is read.
  private static func storedFiles(of classSet: String, _ place: Place, in store: CountStore?) throws
    -> [Source]
  {
    guard let store else { return [] }
    let names: [String?] = try place.corpora.isEmpty ? [nil] : store.corpusNames(place.corpora)
    let stages = Dictionary(
      try store.corpora().map { (Array($0.name.utf8), $0.stage) }, uniquingKeysWith: { first, _ in first })
    let shards = try names.flatMap { try store.shards(corpus: $0) }.filter { shard in
      place.stages.isEmpty
        || place.stages.contains { $0.utf8.elementsEqual((stages[Array(shard.corpus.utf8)] ?? "").utf8) }
    }
    let fits = { (shard: StoredShard) in
      shard.rules.utf8.elementsEqual(place.ruleSet.ruleName.utf8)
        && shard.classSet.utf8.elementsEqual(classSet.utf8)
    }
    var seen: Set<[UInt8]> = []
    var order: [[String]] = []
    var sources: [[String]: Source] = [:]
    let others: [(shard: StoredShard, file: StoredRowFile?)] = shards.filter { !fits($0) }.map { ($0, nil) }
    let fitting = try store.rowFiles(shards.filter(fits))
    // All servers at once, not one after another.
    let asked = fitting.compactMap { $0.file?.isThere == true ? $0.shard.files.first : nil }
    let states = Dictionary(
      zip(
        asked.map { Array($0.path.utf8) },
        FileState.all(of: asked.map { ShardName(storedPath: $0.path) }, asksServers: true)),
      uniquingKeysWith: { first, _ in first })
    for (shard, rows) in fitting + others {
      guard let file = shard.files.first, seen.insert(Array(file.path.utf8)).inserted else { continue }
      let path = file.path
      var reading = place.reading
      var isAsCounted = false
      // Bad records were skipped then, and have numbers.
      reading.skipsBadRecords = reading.skipsBadRecords || shard.counts.skippedRecords > 0
      if reading.rule == ReadingRule(), let rule = ReadingRule(description: shard.readingRule) {
        reading.rule = rule
        isAsCounted = true
      }
      let key = [reading.rule.description, "\(reading.skipsBadRecords)"]
      if sources[key] == nil {
        order.append(key)
        sources[key] = Source(reading: reading, shards: [])
      }
      let name = ShardName(storedPath: path)
      sources[key]?.shards.append(name)
      sources[key]?.digests[name] = shard.digest
      // Rows say nothing of a file that has changed since, or that is read otherwise.
      if let rows, isAsCounted, rows.isThere, (states[Array(path.utf8)] ?? nil)?.isSurely(file) == true,
        shard.counts.skippedRecords == 0
      {
        sources[key]?.rows[name] = rows
      }
    }
    return order.compactMap { sources[$0] }
  }

  /// Why there is nothing to show.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// No word names a class; names that the first may have been meant for.
    case noClass(words: [String], classSet: String, near: [String])
    /// A word is neither a class nor a file, but near the names of classes.
    case noClassOrShard(String, classSet: String, near: [String])
    /// No shard is named, and the database has no file that could be read again.
    case noShards

    /// The failure as a sentence.
    public var description: String {
      switch self {
      case .noClass(let words, let classSet, let near):
        "the class set `\(classSet)` has no class `\(words.first ?? "")`"
          + (near.isEmpty ? "; corpus-tool classes show \(classSet) lists its classes" : Self.meant(near))
      case .noClassOrShard(let word, let classSet, let near):
        "there is no shard `\(word)`, and the class set `\(classSet)` has no such class\(Self.meant(near))"
      case .noShards: "no shard is named, and the database knows no file of these corpora; name the shards"
      }
    }

    private static func meant(_ near: [String]) -> String {
      near.isEmpty ? "" : "; did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"
    }
  }
}

extension ExampleQuery {
  /// Draws a sample of mentions: where shards have rows by these, else by reading the shards; which it is makes no difference.
  ///
  /// - Parameters:
  ///   - sample: The rules of the sample, for a way of reading shards.
  ///   - threads: How many shards are read at a time.
  /// - Returns: The sample, and what it was drawn from.
  /// - Throws: `ShardError` and `RowsOfOtherRules` where a file of rows cannot be read.
  public func draw(
    _ sample: (ReadingOptions) -> MentionSample, threads: Int
  ) async throws -> MentionSample.Drawn {
    var parts: [MentionSample.Drawn] = []
    for source in sources {
      let own = sample(source.reading)
      let shards = source.shards.filter { source.rows[$0] == nil }
      if !shards.isEmpty {
        parts.append(await own.draw(from: shards, digests: source.digests, threads: threads))
      }
      let rows = source.shards.compactMap { shard in
        source.rows[shard].flatMap { rows in source.digests[shard].map { (shard, $0, rows) } }
      }
      if !rows.isEmpty { parts.append(try draw(own, by: rows)) }
    }
    return sample(sources.first?.reading ?? ReadingOptions()).merged(parts)
  }

  /// Draws mentions of shards by their rows: only the records that are in the sample are read.
  private func draw(
    _ sample: MentionSample, by shards: [(name: ShardName, digest: Digest, rows: StoredRowFile)]
  ) throws -> MentionSample.Drawn {
    var counts = Array(repeating: 0, count: classSet.classes.count)
    var kept: [(order: UInt64, shard: Int, record: Int)] = []
    func keepSmallest() {
      // Shards of the same content have the same numbers.
      kept.sort {
        $0.order != $1.order
          ? $0.order < $1.order : shards[$0.shard].name.description < shards[$1.shard].name.description
      }
      kept.removeLast(max(0, kept.count - sample.size))
    }
    for (place, shard) in shards.enumerated() {
      let number = MentionNumber(seed: sample.seed, shard: shard.digest)
      try RowColumns.read(
        ["role", "class_index", "record", "turn", "mentions"], of: shard.rows, rules: rules
      ) { rows in
        for row in 0..<rows.rows where sample.roles.contains(rows.role(row)) {
          let (index, mentions) = (Int(rows.integers[1][row]), Int(rows.integers[4][row]))
          guard classes.contains(index) else { continue }
          guard counts.indices.contains(index), (1...Self.mostMentions).contains(mentions) else {
            throw RowOfNoClass(file: shard.rows.path, index: index)
          }
          counts[index] += mentions
          let (record, turn) = (Int(rows.integers[2][row]), Int(rows.integers[3][row]))
          for mention in 1...mentions {
            let order = number.number(record: record, turn: turn, slot: index, mention: mention)
            kept.append((order, place, record))
            if kept.count / 2 > max(sample.size, 1 << 10) { keepSmallest() }
          }
        }
      }
    }
    keepSmallest()
    var examples: [MentionSample.Example] = []
    var failures: [ShardError] = []
    for (place, own) in Dictionary(grouping: kept, by: \.shard).sorted(by: { $0.key < $1.key }) {
      do {
        examples += try sample.mentions(
          of: shards[place].name, digest: shards[place].digest, records: Set(own.map(\.record)).sorted(),
          orders: Set(own.map(\.order)))
      } catch let error as ShardError {
        failures.append(error)
      }
    }
    return sample.sample(of: examples, counts: counts, failures: failures)
  }

  /// A caption of the largest record has no more mentions.
  private static let mostMentions = 1 << 26
}

extension Table {
  /// Examples: `class,term,shard,record,role,before,mention,after`.
  public static func examples(_ examples: [MentionSample.Example], of classSet: ClassSet) -> Table {
    let terms = classSet.classes.flatMap(\.terms)
    return Table(
      columns: [
        Column("class", .text), Column("term", .text), Column("shard", .text), Column("record", .ordinal),
        Column("role", .text), Column("before", .text), Column("mention", .text), Column("after", .text),
      ],
      rows: examples.map { example in
        [
          .text(classSet.classes[example.classIndex].name),
          .text(example.termIndex < terms.count ? terms[example.termIndex].text : ""),
          .text(example.shard.description), .integer(example.record), .text(example.role.name),
          .text(example.before), .text(example.mention), .text(example.after),
        ]
      })
  }
}
