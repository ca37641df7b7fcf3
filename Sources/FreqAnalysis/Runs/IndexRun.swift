import Corpus

/// One run that counts shards into a database: skips what is done, stores each shard whole, goes on past bad ones.
public struct IndexRun: Sendable {
  /// The database.
  public let store: CountStore
  /// Where the counts go.
  public let target: CountTarget
  /// How shards are read and counted.
  public let scan: ShardScan
  private let sets: [IndexSummary.SetSummary]
  private let classSets: [ClassSet]
  private let matching: Matching
  private let keepsSiblings: Bool
  private let wording: @Sendable (ShardFault) -> String

  /// Registers the class sets and checks where the counts go, before hours of counting.
  ///
  /// - Parameters:
  ///   - store: The database, opened to write.
  ///   - classSets: What is looked for.
  ///   - options: How shards are read and matched.
  ///   - corpus: The corpus's name.
  ///   - stage: Its stage; nil: the one it has, or `pretrain` where it is new.
  /// - Throws: `StoreError`.
  public init(
    store: CountStore, classSets: [ChosenClassSet], options: Options, corpus: String, stage: String? = nil
  ) throws {
    self.store = store
    var registered: [(ClassSet, StoredClassSet)] = []
    for chosen in classSets {
      let stored = try chosen.register(in: store).stored
      // A class set that is named twice, or by its name and by its file, is counted once.
      if !registered.contains(where: { $0.1.id == stored.id }) {
        registered.append((chosen.classSet, stored))
      }
    }
    var target = Self.target(
      registered.map { ($0, $1.name) }, options: options, corpus: corpus, stage: stage)
    try store.check(target)
    let rows: RowOptions?
    (rows, target.rows) = try RowTarget.prepare(options.rows, origin: store.rowOrigin)
    self.target = target
    keepsSiblings = options.keepsSiblings
    wording = options.wording
    scan = ShardScan(
      plan: try MatchPlan(
        classSets: registered.map(\.0), matching: options.matching, overlap: options.overlap),
      reading: options.reading, threads: options.threads, rows: rows)
    self.classSets = registered.map(\.0)
    matching = options.matching
    sets = registered.map { classSet, stored in
      IndexSummary.SetSummary(
        classSet: stored.name, countsMentions: options.matching.countsMentions,
        classes: classSet.classes.count,
        parenthesised: SharedTerms.parenthesised(in: classSet).count { !$0.hasBase }, source: stored.source)
    }
  }

  private static func target(
    _ sets: [(classSet: ClassSet, name: String)], options: Options, corpus: String, stage: String?
  ) -> CountTarget {
    CountTarget(
      corpus: corpus, stage: stage,
      sets: sets.map { classSet, name in
        CountTarget.CountedSet(
          classSet: name,
          rules: RuleSet(classSet: classSet, matching: options.matching, overlap: options.overlap))
      }, readingRule: options.reading.rule.description, toolVersion: options.toolVersion.number)
  }

  /// Says what a run would do with each shard; reads no shard and writes nothing, and the database need not exist.
  ///
  /// Throws `StoreError`.
  public static func dryPlan(
    _ shards: [ShardName], store: CountStore?, classSets: [ChosenClassSet], options: Options, corpus: String,
    stage: String? = nil, checksContent: Bool = false
  ) throws -> IndexPlan {
    var target = target(
      classSets.map { ($0.classSet, $0.classSet.name) }, options: options, corpus: corpus, stage: stage)
    if let store { target.rows = options.rows.map { RowTarget($0, origin: store.rowOrigin) } }
    return try IndexPlan(
      shards, in: store, for: target, checksContent: checksContent, keepsSiblings: options.keepsSiblings)
  }

  /// How shards are read and matched.
  public struct Options: Sendable {
    /// How text becomes tokens.
    public var matching: Matching
    /// What happens where mentions of different classes overlap.
    public var overlap: Overlap
    /// How shards are read.
    public var reading: ReadingOptions
    /// The most threads that are used at a time.
    public var threads: Int
    /// The version of the program that counts.
    public var toolVersion: ProgramVersion
    /// Whether shards count although their names say that they duplicate the captions of others.
    public var keepsSiblings: Bool
    /// Where the rows of mentions are written; nil: none are.
    public var rows: RowOptions?
    /// How a fault is told where it is stored: as a sentence, to which a program may add what its user can do.
    public var wording: @Sendable (ShardFault) -> String = { "\($0)" }

    /// Makes options.
    public init(
      matching: Matching = .word, overlap: Overlap = .all, reading: ReadingOptions = ReadingOptions(),
      threads: Int = 1, toolVersion: ProgramVersion, keepsSiblings: Bool = false
    ) {
      self.matching = matching
      self.overlap = overlap
      self.reading = reading
      self.threads = threads
      self.toolVersion = toolVersion
      self.keepsSiblings = keepsSiblings
    }
  }

  /// What a run tells while it goes.
  public enum Event: Sendable {
    /// A shard is begun; told from any thread.
    case began(ShardName)
    /// A shard was read and its counts are stored, as the changes say for each class set.
    case counted(ShardName, ShardCounts, [ShardChange])
    /// A shard could not be read; nothing of it is counted, but what was counted of its file before may be kept.
    case failed(ShardError, keepsEarlierCounts: Bool)
  }

  /// Says which shards the run has to read, without reading any; throws `StoreError`.
  ///
  /// With `checksContent` a file is read although its path, size and time are as they were.
  public func plan(_ shards: [ShardName], checksContent: Bool = false) throws -> IndexPlan {
    try IndexPlan(
      shards, in: store, for: target, checksContent: checksContent, keepsSiblings: keepsSiblings)
  }

  /// Reads the shards of a plan and stores the counts of each in one transaction.
  ///
  /// A bad shard is recorded as failed and does not stop the others. When the task is cancelled, shards in hand are
  /// dropped whole and the summary says that the run was interrupted; the same run again goes on from there.
  ///
  /// - Parameters:
  ///   - plan: What is to be read.
  ///   - meter: Is moved on while the run goes.
  ///   - report: Is told what happens.
  /// - Returns: What was counted.
  /// - Throws: `StoreError` when the database cannot take the counts, `ShardError` when rows cannot be written; shards stored
  ///   before stay.
  public func run(
    _ plan: IndexPlan, meter: ScanMeter = ScanMeter(), report: @escaping @Sendable (Event) -> Void = { _ in }
  ) async throws -> IndexSummary {
    let start = ContinuousClock.now
    var summary = IndexSummary(corpus: target.corpus, database: store.path)
    summary.sets = sets
    summary.matching = matching
    try store.removeLeftoverRows(of: target)
    summary.unchanged = plan.count(.unchanged)
    try await scan.run(plan.toRead, meter: meter, began: { report(.began($0)) }) { outcome in
      switch outcome.result {
      case .success(let shard):
        let changes = try store.write(shard.counts, of: shard.identity, to: target, rows: shard.rows)
        summary.rows += shard.rows.reduce(0) { $0 + $1.rows }
        summary.rowBytes += shard.rows.reduce(0) { $0 + $1.size }
        summary.keptRows += changes.flatMap(\.keptRows).map(\.path)
        summary.keptFields.add(shard.rows)
        if changes.contains(where: \.isCounted) { summary.counted += 1 } else { summary.known += 1 }
        if summary.firstShard == nil { summary.firstShard = outcome.shard }
        summary.add(shard.counts)
        report(.counted(outcome.shard, shard.counts, changes))
      case .failure(let error) where error.fault.reason == .interrupted:
        summary.isInterrupted = true
      case .failure(let error):
        // Without room for rows no further shard can be counted either.
        if error.fault.isOfRows { throw error }
        summary.failed += 1
        let path = FileState.absolutePath(of: error.shard)
        try store.recordFailure(of: error.shard, path: path, error: wording(error.fault), in: target)
        report(
          .failed(
            error, keepsEarlierCounts: try path.map { try store.hasCounts(of: $0, in: target) } ?? false))
      }
    }
    if Task.isCancelled { summary.isInterrupted = true }
    summary.storedBytes = meter.storedBytes
    let remote = meter.remote
    (summary.fetchedBytes, summary.requests, summary.remoteBytes) = (
      remote.fetchedBytes, remote.requests, remote.fileBytes
    )
    summary.seconds = start.duration(to: .now) / .seconds(1)
    for index in summary.sets.indices {
      let seen = try seen(summary.sets[index].classSet, index)
      summary.sets[index].seen = seen.seen
      if summary.counted > 0 {
        summary.sets[index].warning = seen.warning(
          corpus: target.corpus, classSet: summary.sets[index].classSet)
      }
    }
    return summary
  }

  /// Which classes of a set the corpus mentions under this run's rules, in what a loss sees.
  private func seen(_ classSet: String, _ index: Int) throws -> UnseenClasses {
    let selection = Selection(
      classSet: .named(classSet), corpora: [target.corpus], rules: [target.sets[index].rules.digest.hex])
    let set = classSets[index]
    var mentioned = Array(repeating: false, count: set.classes.count)
    var captions = RoleCounts()
    do {
      let resolved = try store.resolve(selection)
      if let values = try store.frequencies(resolved).groups.first?.values {
        mentioned = values.map { ($0.captions ?? 0) > 0 }
      }
      captions = try store.captions(resolved)
    } catch StoreError.noCounts, StoreError.corpusWithoutCounts, StoreError.noRules, StoreError.noCorpus {
      // Nothing is counted yet.
    }
    return UnseenClasses(set, mentioned: mentioned, captions: captions, matching: matching)
  }
}
