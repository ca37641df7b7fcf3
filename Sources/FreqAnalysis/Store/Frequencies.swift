import Corpus
import GRDB

/// How often each class is mentioned, split as asked.
public struct Frequencies: Sendable {
  /// The class set.
  public var classSet: StoredClassSet
  /// The classes' names, in the order of the list.
  public var classNames: [String]
  /// The sums; one where nothing is split.
  public var groups: [Group]
  /// What a person should know.
  public var notes: [SelectionNote]

  /// One sum over corpora and roles.
  public struct Group: Sendable, Hashable {
    /// What the sum is of: a corpus, a stage, a role; the corpora's names joined by `+` where nothing is split.
    public var label: String
    /// For each class its frequency.
    public var values: [Frequency]
  }
}

/// How often one class is mentioned.
public struct Frequency: Sendable, Hashable {
  /// Mentions; nil: unknown.
  public var mentions: Int?
  /// Captions with a mention; nil: unknown, which is not zero.
  public var captions: Int?
  /// Captions with a mention that differ after folding; nil: unknown, as it is unless it was asked for.
  public var distinct: Int?

  /// Makes a frequency.
  public init(mentions: Int?, captions: Int?) {
    self.mentions = mentions
    self.captions = captions
  }

  /// The frequency of a class that was not found.
  public static let zero = Frequency(mentions: 0, captions: 0)

  /// The number that a measure asks for; nil: unknown.
  public func count(_ measure: Selection.Measure) -> Int? {
    switch measure {
    case .captions: captions
    case .mentions: mentions
    case .distinct: distinct
    }
  }

  /// Adds another frequency: what is unknown in one is unknown in the sum.
  ///
  /// - Throws: `StoreError.outOfRange` where a sum is larger than a count can be.
  mutating func add(_ other: Frequency) throws {
    mentions = try mentions.flatMap { sum in try other.mentions.map { try StoredCount.sum(sum, $0) } }
    captions = try captions.flatMap { sum in try other.captions.map { try StoredCount.sum(sum, $0) } }
  }
}

extension CountStore {
  /// Adds up the frequencies of every class, zeros included, from the corpora's totals.
  ///
  /// - Parameter selection: What was resolved, for the grouping `pooled`, `corpus`, `stage` or `role`.
  /// - Returns: One group for each corpus, stage or role of the selection.
  /// - Throws: `StoreError`, where the file cannot be read; for distinct captions `RowsMissing` and `ShardError`.
  /// - Complexity: O(*n*) in the classes, for each corpus and role; no shard's rows are read, but for distinct captions, which
  ///   are counted in the files of rows.
  public func frequencies(_ selection: ResolvedSelection) throws -> Frequencies {
    var frequencies = try totals(selection)
    guard selection.measure == .distinct else { return frequencies }
    let places = Dictionary(
      frequencies.groups.enumerated().map { (Array($1.label.utf8), $0) },
      uniquingKeysWith: { first, _ in first })
    let distinct = try DistinctCaptions(
      group: { file, role in
        guard selection.roles.contains(role) else { return nil }
        let corpus = selection.pools[file.pool].corpus
        switch selection.grouping {
        case .corpus: return places[Array(corpus.name.utf8)]
        case .stage: return places[Array(corpus.stage.utf8)]
        case .role: return places[Array(role.name.utf8)]
        case .pooled, .shard, .term: return 0
        }
      }, rows: frequencies.groups.map { $0.values.map { $0.captions ?? 0 } }
    ).counts(in: rowSource(selection), memory: selection.memory)
    for (group, counts) in distinct.enumerated() {
      for (index, count) in counts.enumerated() { frequencies.groups[group].values[index].distinct = count }
    }
    return frequencies
  }

  private func totals(_ selection: ResolvedSelection) throws -> Frequencies {
    try read { database in
      let layout = try layout(of: selection.classSet.id, in: database)
      var sums = FrequencySums(classCount: layout.classCount)
      var notes = selection.notes
      for pool in selection.pools {
        notes += try sums.add(pool, of: selection, layout: layout, in: database)
      }
      let names: [String] = try database.rows(
        "SELECT name FROM class WHERE class_set = ? ORDER BY class_index", [selection.classSet.id]
      ).map { $0[0] }
      return Frequencies(
        classSet: selection.classSet, classNames: names, groups: sums.groups(of: selection), notes: notes)
    }
  }

  /// Resolves a selection and adds up its frequencies.
  public func frequencies(_ selection: Selection, by grouping: Grouping = .pooled) throws -> Frequencies {
    try frequencies(resolve(selection, grouping: grouping))
  }
}

/// Sums under labels, in the order in which the labels came.
private struct FrequencySums {
  let classCount: Int
  private var order: [[UInt8]] = []
  private var sums: [[UInt8]: [Frequency]] = [:]

  init(classCount: Int) { self.classCount = classCount }

  private mutating func withSum(_ label: String, _ body: (inout [Frequency]) throws -> Void) rethrows {
    let key = Array(label.utf8)
    if sums[key] == nil {
      order.append(key)
      sums[key] = Array(repeating: .zero, count: classCount)
    }
    try body(&sums[key, default: []])
  }

  /// Adds one corpus's totals, role by role.
  mutating func add(
    _ pool: ResolvedSelection.Pool, of selection: ResolvedSelection, layout: ClassLayout,
    in database: Database
  ) throws -> [SelectionNote] {
    let isImported = pool.rules.matching == nil
    var unknown = 0
    for role in Role.allCases where selection.roles.contains(role) {
      let known = try database.integer(
        "SELECT 1 FROM corpus_role WHERE rule_set = ? AND corpus = ? AND role = ?",
        [pool.rules.id, pool.corpus.id, role.rawValue])
      if known == nil { continue }
      let absent = isImported ? Frequency(mentions: nil, captions: nil) : .zero
      var values = Array(repeating: absent, count: classCount)
      let rows = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT class, mentions, captions FROM corpus_class WHERE rule_set = ? AND corpus = ? AND role = ?
            """), arguments: [pool.rules.id, pool.corpus.id, role.rawValue])
      while let row = try rows.next() {
        let index = try layout.index(ofClass: row[0])
        values[index] = Frequency(
          mentions: try StoredCount.check(row[1]), captions: try StoredCount.check(row[2]))
      }
      if isImported { unknown = values.count { $0.captions == nil } }
      try withSum(label(of: pool, role: role, in: selection)) { sum in
        for index in sum.indices { try sum[index].add(values[index]) }
      }
    }
    return unknown == 0 ? [] : [.unknownClasses(corpus: pool.corpus.name, count: unknown)]
  }

  private func label(of pool: ResolvedSelection.Pool, role: Role, in selection: ResolvedSelection) -> String {
    switch selection.grouping {
    case .corpus: pool.corpus.name
    case .stage: pool.corpus.stage
    case .role: role.name
    case .pooled, .shard, .term: ""
    }
  }

  /// The groups; a corpus or stage without a caption of the roles has zeros.
  func groups(of selection: ResolvedSelection) -> [Frequencies.Group] {
    let zeros = Array(repeating: Frequency.zero, count: classCount)
    func groups(_ labels: [String]) -> [Frequencies.Group] {
      var seen: Set<[UInt8]> = []
      return labels.filter { seen.insert(Array($0.utf8)).inserted }.map {
        Frequencies.Group(label: $0, values: sums[Array($0.utf8)] ?? zeros)
      }
    }
    switch selection.grouping {
    case .corpus: return groups(selection.pools.map(\.corpus.name))
    case .stage: return groups(selection.pools.map(\.corpus.stage))
    case .role: return groups(Role.allCases.map(\.name).filter { sums[Array($0.utf8)] != nil })
    case .pooled, .shard, .term:
      return [Frequencies.Group(label: selection.corpusLabel, values: sums[[]] ?? zeros)]
    }
  }
}
