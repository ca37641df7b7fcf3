/// Scans shards: reads each once, and counts every class set of the plan in it.
public struct ShardScan: Sendable {
  /// What is looked for.
  public let plan: MatchPlan
  /// How shards are read.
  public let reading: ReadingOptions
  /// The most threads that are used at a time.
  public let threads: Int
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
    /// Its counts.
    public var counts: ShardCounts

    /// Makes one.
    public init(identity: ShardIdentity, counts: ShardCounts) {
      self.identity = identity
      self.counts = counts
    }
  }

  /// Makes a scan.
  ///
  /// - Parameters:
  ///   - plan: what is looked for.
  ///   - reading: how shards are read.
  ///   - threads: the most threads that are used at a time; at least 1.
  ///   - blockBytes: the bytes of a block.
  public init(
    plan: MatchPlan, reading: ReadingOptions = ReadingOptions(), threads: Int = 1, blockBytes: Int = 256 << 10
  ) {
    self.plan = plan
    self.reading = reading
    self.threads = max(threads, 1)
    self.blockBytes = blockBytes
  }

  /// Scans some shards, and hands on what each gave as soon as it is done, one at a time.
  ///
  /// A bad shard does not stop the others. When the task is cancelled, shards in hand end with the reason `interrupted`,
  /// shards not begun are not handed on at all.
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
    let permits = ThreadPermits(threads, shards: shards.count)
    let workers = WorkerPool(plan, meter: meter)
    let pool = BufferPool(capacity: blockBytes)
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      var waiting = shards[...]
      var running = 0
      while true {
        while running < threads, let shard = waiting.first, !Task.isCancelled {
          guard permits.takeForShard() else { break }
          waiting.removeFirst()
          running += 1
          group.addTask {
            defer { permits.give() }
            began(shard)
            return await scan(shard, pool: pool, workers: workers, permits: permits, meter: meter)
          }
        }
        guard running > 0, let outcome = try await group.next() else { return }
        running -= 1
        try await handle(outcome)
      }
    }
  }

  private func scan(
    _ shard: ShardName, pool: BufferPool, workers: WorkerPool, permits: ThreadPermits, meter: ScanMeter?
  ) async -> Outcome {
    do {
      let opened = try OpenShard(
        shard, options: reading, blockBytes: blockBytes, pool: pool, meter: meter)
      let tally = try await BlockPipeline(
        opened.reader, plan: plan, pool: pool, workers: workers, permits: permits
      ).run()
      let counts = tally.shardCounts()
      guard counts.records + counts.excludedRecords + counts.skippedRecords > 0 else {
        throw ShardFault(.noRecords)
      }
      return Outcome(
        shard: shard, result: .success(Counted(identity: try opened.identity(), counts: counts)))
    } catch let fault as ShardFault {
      return Outcome(shard: shard, result: .failure(ShardError(shard: shard, fault: fault)))
    } catch {
      let fault = ShardFault(.system(operation: "\(error)", code: 0))
      return Outcome(shard: shard, result: .failure(ShardError(shard: shard, fault: fault)))
    }
  }
}
