import Corpus

/// Puts scan lines into a database: each shard once, however often its line comes.
///
/// Lines go in by batches, each in one transaction. What was put in before an error stays; the same merge again
/// goes on from there.
public struct ScanMerge {
  private let store: CountStore
  private let corpus: String
  private let stage: String?
  private let replace: Bool
  private let rows: String?
  private let sets: [(name: String, digest: Digest)]
  /// The class sets that were not in the database before.
  private let newSets: [String]
  private var batch: [ShardWrite] = []
  private var batchPlaces: [(file: String, line: Int)] = []
  private var batchRows = 0
  private var succeeded: Set<[UInt8]> = []
  private var failures: [(line: ScanLine, target: CountTarget)] = []
  private var seen: Set<[UInt8]> = []
  /// What was done so far.
  public private(set) var report = Report()

  /// What merging scan lines did.
  public struct Report: Sendable, Equatable {
    /// The number of lines that were read.
    public var lines = 0
    /// Shards whose counts were added.
    public var added = 0
    /// Shards that were there already.
    public var known = 0
    /// Shards that replaced others of the same name.
    public var replaced = 0
    /// Shards that no line counts and the corpus does not have, with their errors.
    public var failed: [Failure] = []
    /// Files whose last line is cut short, and was left out.
    public var cutShort: [String] = []
    /// Names that were expected and have no line, in their order.
    public var missing: [String] = []

    /// A shard that could not be read.
    public struct Failure: Sendable, Equatable {
      /// The path or name of the shard.
      public var shard: String
      /// The reason why the shard could not be read, as a sentence.
      public var error: String
    }

    /// Whether something is missing that ought to be there.
    public var isIncomplete: Bool { !failed.isEmpty || !cutShort.isEmpty || !missing.isEmpty }
  }

  /// Registers the class sets and checks the corpus.
  ///
  /// - Parameters:
  ///   - store: The database, opened to write.
  ///   - classSets: The class sets that every line was counted for.
  ///   - corpus: The corpus's name.
  ///   - stage: Its stage; nil: the one it has, or `pretrain` where it is new.
  ///   - replace: Lets a line replace a shard of the same name and other content; else that is refused.
  ///   - rows: The folder in which the files of rows are now; nil: where the lines say.
  /// - Throws: `StoreError`.
  public init(
    into store: CountStore, classSets: [ChosenClassSet], corpus: String, stage: String? = nil,
    replace: Bool = false, rows: String? = nil
  ) throws {
    self.rows = rows.flatMap { FileState.absolutePath(of: .file(path: $0)) }
    self.store = store
    self.corpus = corpus
    self.stage = stage
    self.replace = replace
    try store.check(CountTarget(corpus: corpus, stage: stage, sets: [], readingRule: "", toolVersion: ""))
    let registered = try classSets.map { ($0.classSet.digest, try $0.register(in: store)) }
    sets = registered.map { ($1.stored.name, $0) }
    newSets = registered.filter { $0.1.isNew }.map(\.1.stored.name)
  }

  /// Takes the class sets out again that this merge registered, where an error came before anything was put in.
  ///
  /// Throws `StoreError`.
  public func withdraw() throws { try store.removeUnused(classSets: newSets) }

  /// Puts in the lines of a file, or of all files of a folder.
  ///
  /// - Throws: `ScanFileError` or `StoreError`.
  public mutating func add(_ path: String, followsLinks: Bool = false) throws {
    for file in try ScanFiles.files(at: path, followsLinks: followsLinks) {
      try ScanFiles.lines(of: file) { bytes, number, isEnded in
        let line: ScanLine
        do throws(ScanLineFault) {
          line = try ScanLine(json: bytes)
        } catch {
          if case .json = error, !isEnded {
            report.cutShort.append(file)
            return
          }
          throw ScanFileError(file: file, line: number, reason: .fault(error))
        }
        try add(line, file: file, number: number)
      }
    }
  }

  private mutating func add(_ line: ScanLine, file: String, number: Int) throws {
    report.lines += 1
    seen.insert(Array(line.shard.utf8))
    func refusal(_ reason: ScanFileError.Reason) -> ScanFileError {
      ScanFileError(file: file, line: number, reason: reason)
    }
    for set in line.sets where !sets.contains(where: { $0.digest == set.rules.classSetDigest }) {
      throw refusal(.otherClassSet(shard: line.shard, name: set.name, given: sets.map(\.name)))
    }
    var order: [Int] = []
    for set in sets {
      guard let place = line.sets.firstIndex(where: { $0.rules.classSetDigest == set.digest }) else {
        throw refusal(.lacksClassSet(shard: line.shard, name: set.name))
      }
      order.append(place)
    }
    let target = CountTarget(
      corpus: corpus, stage: stage,
      sets: zip(sets, order).map { .init(classSet: $0.name, rules: line.sets[$1].rules) },
      readingRule: line.readingRule, toolVersion: line.toolVersion)
    switch line.result {
    case .failed: failures.append((line, target))
    case .counted(let content, var counts):
      succeeded.insert(Array(line.identifier.utf8))
      counts.sets = order.map { counts.sets[$0] }
      batchRows += counts.sets.reduce(0) { $0 + $1.classes.count + $1.terms.count }
      batch.append(
        ShardWrite(
          counts: counts,
          identity: ShardIdentity(
            name: ShardName(line.shard), path: line.path, size: content.size, modified: content.modified,
            digest: content.digest, digestKind: content.digestKind), target: target,
          rows: line.rowFiles.isEmpty ? [] : order.map { .there(placed(line.rowFiles[$0])) }))
      batchPlaces.append((file, number))
      if batch.count >= 256 || batchRows >= 500_000 { try flush() }
    }
  }

  /// A file of rows where it is now.
  private func placed(_ file: StoredRowFile) -> StoredRowFile {
    var file = file
    if let rows { file.folder = rows }
    return file
  }

  /// Stores what waits: all of it, or nothing.
  private mutating func flush() throws {
    guard !batch.isEmpty else { return }
    let waiting = (batch, batchPlaces)
    (batch, batchPlaces, batchRows) = ([], [], 0)
    let changes: [[ShardChange]]
    do {
      changes = try store.write(waiting.0, policy: .merging(replace: replace))
    } catch let error as StoreError {
      throw located(error, waiting.0, waiting.1)
    }
    for change in changes {
      switch change.first?.kind {
      case .added: report.added += 1
      case .replacedContent, .replacedReading: report.replaced += 1
      case .unchanged, .sameContent, .moved, .alreadyCounted, .keptReading, nil: report.known += 1
      }
    }
  }

  /// A refusal that is about one shard gets the place of its line.
  private func located(
    _ error: StoreError, _ writes: [ShardWrite], _ places: [(file: String, line: Int)]
  ) -> any Error {
    let name: String
    switch error {
    case .shardConflict(let shard, _), .readingConflict(let shard, _): name = shard
    default: return error
    }
    // Of two lines in one batch the later one is refused.
    let index = writes.lastIndex {
      ($0.identity.path ?? $0.identity.name.description).utf8.elementsEqual(name.utf8)
    }
    guard let index else { return error }
    return ScanFileError(file: places[index].file, line: places[index].line, reason: .store(error))
  }

  /// Stores what waits and the errors of shards that no line counts.
  ///
  /// - Parameter expected: Names as bytes, one a line, as the scan was given them; those without a line are told.
  /// - Returns: What the whole merge did.
  /// - Throws: `ScanFileError` or `StoreError`.
  public mutating func finish(expecting expected: [UInt8]? = nil) throws -> Report {
    try flush()
    var failed: [[UInt8]: Report.Failure] = [:]
    for (line, target) in failures {
      let key = Array(line.identifier.utf8)
      guard case .failed(let error) = line.result, !succeeded.contains(key) else { continue }
      try store.recordFailure(
        of: ShardName(line.shard), path: line.path, error: error, in: target, keepingSuccess: true)
      failed[key] = Report.Failure(shard: line.identifier, error: error)
    }
    if !failed.isEmpty {
      // A shard that the corpus had before is counted, whatever happened to it since.
      let stored = Set(try store.failedShards(corpus: corpus).map { Array($0.name.utf8) })
      report.failed = failed.filter { stored.contains($0.key) }.sorted {
        $0.key.lexicographicallyPrecedes($1.key)
      }.map(\.value)
    }
    for name in expected?.split(separator: 0x0A) ?? [] {
      let text = ScanRun.shard(named: name).description
      if !seen.contains(Array(text.utf8)) { report.missing.append(text) }
    }
    return report
  }
}
