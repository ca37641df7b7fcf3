import Corpus

/// Scans shards of a list without a database: each becomes one line, whatever becomes of it.
public struct ScanRun: Sendable {
  private let scan: ShardScan
  private let sets: [ScanLine.CountedSet]
  private let toolVersion: String
  private let allowsCommands: Bool

  /// Makes a run.
  ///
  /// - Parameters:
  ///   - classSets: What is looked for.
  ///   - options: How shards are read and matched.
  ///   - allowsCommands: Whether a name may be `pipe:COMMAND`; a list may come from anybody.
  public init(classSets: [ClassSet], options: IndexRun.Options, allowsCommands: Bool) {
    scan = ShardScan(
      plan: MatchPlan(classSets: classSets, matching: options.matching, overlap: options.overlap),
      reading: options.reading, threads: options.threads)
    sets = classSets.map {
      ScanLine.CountedSet(
        name: $0.name, rules: RuleSet(classSet: $0, matching: options.matching, overlap: options.overlap))
    }
    toolVersion = options.toolVersion
    self.allowsCommands = allowsCommands
  }

  /// Scans the shards of a list and hands on one line for each, as soon as it is done.
  ///
  /// A bad shard, and a name that cannot be one, gives a line with its error. When the task is cancelled, shards in
  /// hand give no line.
  ///
  /// - Parameters:
  ///   - list: Names as bytes, one a line; blank lines are passed over.
  ///   - handle: Takes a line; what it throws ends the run.
  /// - Throws: What `handle` throws.
  public func run(_ list: [UInt8], handle: (ScanLine) throws -> Void) async throws {
    var shards: [ShardName] = []
    for bytes in list.split(separator: 0x0A) {
      switch name(bytes) {
      case .success(let shard): shards.append(shard)
      case .failure(let error): try handle(line(of: error.shard, path: nil, .failed("\(error.fault)")))
      }
    }
    try await scan.run(shards) { outcome in
      switch outcome.result {
      case .success(let counted):
        let identity = counted.identity
        let content = ScanLine.Content(
          size: identity.size, modified: identity.modified, digest: identity.digest,
          digestKind: identity.digestKind)
        try handle(line(of: outcome.shard, path: identity.path, .counted(content, counted.counts)))
      case .failure(let error) where error.fault.reason == .interrupted: break
      case .failure(let error):
        let path = IndexPlan.absolutePath(of: outcome.shard)
        try handle(line(of: outcome.shard, path: path, .failed("\(error.fault)")))
      }
    }
  }

  /// The shard that a line of the list names, or why it may not be read.
  private func name(_ bytes: ArraySlice<UInt8>) -> Result<ShardName, ShardError> {
    func refused(_ shard: ShardName, _ what: String) -> Result<ShardName, ShardError> {
      .failure(ShardError(shard: shard, fault: ShardFault(.unsupported(what: what))))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return refused(
        .file(path: String(decoding: bytes, as: UTF8.self)), "a name that is not valid UTF-8")
    }
    guard !bytes.contains(0) else { return refused(.file(path: text), "a name with the character NUL") }
    let shard = ShardName(text)
    switch shard {
    case .standardInput: return refused(shard, "standard input as a shard of the list that it is itself")
    case .pipe where !allowsCommands: return refused(shard, "a command (pipe:) without --allow-pipe")
    case .pipe, .file: return .success(shard)
    }
  }

  private func line(of shard: ShardName, path: String?, _ result: ScanLine.Outcome) -> ScanLine {
    ScanLine(
      toolVersion: toolVersion, shard: shard.description, path: path,
      readingRule: scan.reading.rule.description, sets: sets, result: result)
  }
}
