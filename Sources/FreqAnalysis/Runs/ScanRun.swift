import Corpus

/// Scans shards of a list without a database: each becomes one line, whatever becomes of it.
public struct ScanRun: Sendable {
  private let scan: ShardScan
  private let sets: [ScanLine.CountedSet]
  private let toolVersion: String
  private let allowsCommands: Bool
  private let wording: @Sendable (ShardFault) -> String
  /// What the names of each set's files of rows end with; empty where none are written.
  private let rowSuffixes: [String]

  /// Makes a run, and the folder of its rows.
  ///
  /// - Parameters:
  ///   - classSets: What is looked for.
  ///   - options: How shards are read and matched.
  ///   - allowsCommands: Whether a name may be `pipe:COMMAND`; a list may come from anybody.
  ///
  /// - Throws: `UndefinedRule`, `OutputFolderError`.
  public init(classSets: [ClassSet], options: IndexRun.Options, allowsCommands: Bool) throws {
    let sets = classSets.map {
      ScanLine.CountedSet(
        name: $0.name, rules: RuleSet(classSet: $0, matching: options.matching, overlap: options.overlap))
    }
    let (rows, target) = try RowTarget.prepare(options.rows, origin: "scan")
    rowSuffixes = sets.compactMap { set in
      target?.suffix(
        of: CountTarget.CountedSet(classSet: set.name, rules: set.rules), corpus: "",
        readingRule: options.reading.rule.description)
    }
    scan = ShardScan(
      plan: try MatchPlan(classSets: classSets, matching: options.matching, overlap: options.overlap),
      reading: options.reading, threads: options.threads, rows: rows)
    self.sets = sets
    toolVersion = options.toolVersion.number
    wording = options.wording
    self.allowsCommands = allowsCommands
  }

  /// Scans the shards of a list and hands on one line for each, as soon as it is done.
  ///
  /// A bad shard, and a name that cannot be one, gives a line with its error. When the task is cancelled, shards in
  /// hand give no line.
  ///
  /// - Parameters:
  ///   - list: Names as bytes, one a line, read as threads get free; blank lines are passed over.
  ///   - tell: Takes what a person is to be told of a shard that is counted.
  ///   - handle: Takes a line; what it throws ends the run.
  /// - Throws: What `handle` throws; `RowFileError` where rows cannot be written.
  public func run(
    _ list: ShardNameList, tell: (String) -> Void = { _ in }, handle: (ScanLine) throws -> Void
  ) async throws {
    if let rows = scan.rows { RowFile.removeUnfinished(in: rows.folder) }
    let allowsCommands = allowsCommands
    let supply = ShardSupply {
      await list.next().map { Self.name($0, allowsCommands: allowsCommands) }
    } waiting: {
      list.waiting
    }
    var empty: (first: String, count: Int)?
    try await scan.run(supply) { outcome in
      switch outcome.result {
      case .success(let counted):
        let identity = counted.identity
        if counted.counts.hasNoRecords {
          empty = (empty?.first ?? outcome.shard.description, (empty?.count ?? 0) + 1)
        }
        if let trailing = counted.counts.trailing { tell("\(outcome.shard): \(trailing)") }
        if let note = counted.counts.surrogateNote(of: outcome.shard.description) { tell(note) }
        let content = ScanLine.Content(
          size: identity.size, modified: identity.modified, digest: identity.digest,
          digestKind: identity.digestKind)
        var line = line(of: outcome.shard, path: identity.path, .counted(content, counted.counts))
        line.rowFiles = try zip(counted.rows, rowSuffixes).map { file, suffix in
          let placement = RowPlacement.made(file, name: RowTarget.name(identity.digest, suffix: suffix))
          try file.publish(as: placement.stored.file)
          return placement.stored
        }
        try handle(line)
      case .failure(let error) where error.fault.isOfRows: throw error
      case .failure(let error) where error.fault.reason == .interrupted: break
      case .failure(let error):
        let path = FileState.absolutePath(of: outcome.shard)
        try handle(line(of: outcome.shard, path: path, .failed(wording(error.fault))))
      }
    }
    if let empty {
      tell(
        empty.count == 1
          ? "\(empty.first) has 0 records"
          : "\(NumberText.grouped(empty.count)) shards have 0 records, such as \(empty.first)")
    }
  }

  /// The shard that a line of the list names, or why it may not be read.
  private static func name(_ bytes: [UInt8], allowsCommands: Bool) -> Result<ShardName, ShardError> {
    func refused(_ shard: ShardName, _ what: String) -> Result<ShardName, ShardError> {
      .failure(ShardError(shard: shard, fault: ShardFault(.unsupported(what: what))))
    }
    let shard = Self.shard(named: bytes)
    if case .pipe = shard, UTF8Validation.firstInvalidByte(in: bytes) != nil {
      return refused(shard, "a command that is not valid UTF-8")
    }
    guard !bytes.contains(0) else { return refused(shard, "a name that contains the character NUL") }
    switch shard {
    case .standardInput:
      return refused(shard, "standard input as a shard, since the list of shards is read from it,")
    case .pipe where !allowsCommands:
      return .failure(ShardError(shard: shard, fault: ShardFault(.commandNotAllowed)))
    // A list that was made from a stranger's folder may hold a file's name that reads as a command.
    case .pipe where FilePath.isEntry(shard.description):
      return .failure(
        ShardError(shard: shard, fault: ShardFault(.ambiguousName(wayOut: "./\(shard.description)"))))
    case .pipe, .file, .remote: return .success(shard)
    }
  }

  /// The shard of a name as it stands in a list; a path that is not valid UTF-8 is written as `FilePath` does.
  static func shard(named bytes: some Collection<UInt8>) -> ShardName {
    if let text = String(validating: bytes, as: UTF8.self) { return ShardName(text) }
    if bytes.starts(with: "pipe:".utf8) { return ShardName(String(decoding: bytes, as: UTF8.self)) }
    return .file(path: FilePath.text(of: bytes))
  }

  private func line(of shard: ShardName, path: String?, _ result: ScanLine.Outcome) -> ScanLine {
    ScanLine(
      toolVersion: toolVersion, shard: shard.description, path: path,
      readingRule: scan.reading.rule.description, sets: sets, result: result)
  }
}
