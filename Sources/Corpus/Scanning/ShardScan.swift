/// Scans shards: reads each once, and counts every class set of the plan in it.
public struct ShardScan: Sendable {
  /// The terms to look for and the rule to match them by.
  public let plan: MatchPlan
  /// How shards are read.
  public let reading: ReadingOptions
  /// The most threads that are used at a time.
  public let threads: Int
  /// Where rows are written; nil: none are.
  public let rows: RowOptions?
  /// The bytes of a block; small enough for the second cache level, large enough that handing it on costs nothing.
  let blockBytes: Int

  /// What one shard gave.
  public struct Outcome: Sendable {
    /// The shard.
    public var shard: ShardName
    /// What it is known by and its counts, or why it could not be read.
    public var result: Result<Counted, ShardError>
  }

  /// A shard that was read to its end.
  public struct Counted: Sendable {
    /// What it is known by.
    public var identity: ShardIdentity
    /// The counts of the shard.
    public var counts: ShardCounts
    /// The files of its rows, one for each class set; empty where none are written. Who lets go of them removes them.
    public var rows: [RowFile]

    /// Makes one.
    public init(identity: ShardIdentity, counts: ShardCounts, rows: [RowFile] = []) {
      self.identity = identity
      self.counts = counts
      self.rows = rows
    }
  }

  /// Makes a scan.
  ///
  /// - Parameters:
  ///   - plan: what is looked for.
  ///   - reading: how shards are read.
  ///   - threads: the most threads that are used at a time; at least 1.
  ///   - blockBytes: the bytes of a block.
  ///   - rows: where rows are written; nil: none are.
  public init(
    plan: MatchPlan, reading: ReadingOptions = ReadingOptions(), threads: Int = 1,
    blockBytes: Int = 256 << 10, rows: RowOptions? = nil
  ) {
    self.plan = plan
    self.rows = rows
    var reading = reading
    if let rows {
      // A row says in which record its caption is.
      reading.keepsOrder = true
      reading.fields = rows.request
    }
    self.reading = reading
    self.threads = max(threads, 1)
    self.blockBytes = blockBytes
  }

  /// Scans some shards, and hands on what each gave as soon as it is done, one at a time.
  ///
  /// - Parameters:
  ///   - shards: the shards; begun in this order, at most `threads` at a time.
  ///   - meter: is moved on while the scan runs.
  ///   - began: is told when a shard begins.
  ///   - handle: takes what a shard gave; what it throws ends the scan.
  /// - Throws: what `handle` throws.
  public func run(
    _ shards: [ShardName], meter: ScanMeter? = nil, began: @escaping @Sendable (ShardName) -> Void = { _ in },
    handle: (Outcome) async throws -> Void
  ) async throws {
    try await run(ShardSupply(shards), meter: meter, began: began, handle: handle)
  }

  /// Scans the shards of a supply, and hands on what each gave as soon as it is done, one at a time.
  ///
  /// A name is asked for while a thread is free for it, and what is done is handed on while the next name is waited for.
  /// A bad shard does not stop the others. When the task is cancelled, shards in hand end with the reason `interrupted`,
  /// shards not begun are not handed on at all.
  ///
  /// - Parameters:
  ///   - supply: gives the shards; begun in its order, at most `threads` at a time.
  ///   - meter: is moved on while the scan runs.
  ///   - began: is told when a shard begins.
  ///   - handle: takes what a shard gave; what it throws ends the scan.
  /// - Throws: what `handle` throws.
  public func run(
    _ supply: ShardSupply, meter: ScanMeter? = nil, began: @escaping @Sendable (ShardName) -> Void = { _ in },
    handle: (Outcome) async throws -> Void
  ) async throws {
    let permits = ThreadPermits(threads)
    let workers = WorkerPool(plan, meter: meter, rows: rows?.request)
    let pool = BufferPool(capacity: blockBytes)
    try await withThrowingTaskGroup(of: Step.self) { group in
      var next: ShardName?
      var running = 0
      var (isAsking, isAtEnd) = (false, false)
      while true {
        permits.setShardsWaiting(supply.waiting() + (next == nil ? 0 : 1))
        if let shard = next, !Task.isCancelled, permits.takeForShard() {
          next = nil
          running += 1
          group.addTask {
            defer { permits.give() }
            began(shard)
            return .done(await scan(shard, pool: pool, workers: workers, permits: permits, meter: meter))
          }
        }
        if next == nil, running < threads, !isAsking, !isAtEnd, !Task.isCancelled {
          isAsking = true
          group.addTask { .next(await supply.next()) }
        }
        guard running > 0 || isAsking, let step = try await group.next() else { return }
        switch step {
        case .next(let result):
          isAsking = false
          switch result {
          case .success(let shard): next = shard
          case .failure(let error): try await handle(Outcome(shard: error.shard, result: .failure(error)))
          case nil: isAtEnd = true
          }
        case .done(let outcome):
          running -= 1
          try await handle(outcome)
        }
      }
    }
  }

  /// What a task of a scan ends with.
  private enum Step {
    case next(Result<ShardName, ShardError>?)
    case done(Outcome)
  }

  private func scan(
    _ shard: ShardName, pool: BufferPool, workers: WorkerPool, permits: ThreadPermits, meter: ScanMeter?
  ) async -> Outcome {
    var readsTwice = false
    while true {
      do {
        let blocks = try ShardBlocks(
          shard, options: reading, blockBytes: blockBytes, pool: pool, meter: meter, readsTwice: readsTwice)
        let pipeline = BlockPipeline(
          blocks, plan: plan, pool: pool, workers: workers, permits: permits,
          rows: try rowWriter())
        let tally = try await pipeline.run()
        var counts = tally.shardCounts()
        counts.trailing = try blocks.finish()
        counts.passedOver = blocks.passedOver
        let identity = try blocks.identity()
        let counted = Counted(
          identity: identity, counts: counts, rows: try pipeline.finishRows(identity))
        return Outcome(shard: shard, result: .success(counted))
      } catch  where !readsTwice && ShardBlocks.needsSecondReading(shard, after: error) {
        readsTwice = true
      } catch {
        return Outcome(shard: shard, result: .failure(ShardError(shard: shard, error)))
      }
    }
  }

  /// Starts the files of a shard's rows; nil where none are written.
  private func rowWriter() throws -> sending ShardRowWriter? {
    guard let rows else { return nil }
    return try ShardRowWriter(plan, rows)
  }
}
