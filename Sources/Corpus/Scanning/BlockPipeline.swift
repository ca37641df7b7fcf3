import Synchronization

/// Counts the blocks of one shard: the task that reads cuts them, and helpers count them wherever a thread is free.
///
/// Few blocks wait at a time, so memory is bounded: when the queue is full, or nobody helps, the reading task counts the
/// block itself. Counts add, so the result is the same for any number of threads.
struct BlockPipeline {
  private let blocks: ShardBlocks
  private let pool: BufferPool
  private let workers: WorkerPool
  private let permits: ThreadPermits
  private let state: PipelineState

  /// Makes a pipeline; with a writer the blocks' rows go to it, in the order of the blocks.
  init(
    _ blocks: ShardBlocks, plan: MatchPlan, pool: BufferPool, workers: WorkerPool, permits: ThreadPermits,
    rows: sending ShardRowWriter? = nil
  ) {
    self.blocks = blocks
    self.pool = pool
    self.workers = workers
    self.permits = permits
    state = PipelineState(plan, rows)
  }

  /// Counts all blocks.
  ///
  /// - Returns: the counts; the rows are written by then, but for the ends of their files.
  /// - Throws: the fault of the earliest bad record, whichever worker met it; `ShardFault(.interrupted)` when the task is
  ///   cancelled; `RowFileError` where rows cannot be written.
  func run() async throws -> Tally {
    await withDiscardingTaskGroup { group in
      var index = 0
      while !state.hasFailed {
        guard !Task.isCancelled else { return state.fail(ShardFault(.interrupted), at: index) }
        do {
          guard let block = try blocks.next() else { return }
          let job = Job(index: index, block: block)
          index += 1
          switch state.offer(job, permits) {
          case .queued: break
          case .needsHelper:
            group.addTask { [state, workers, pool, permits] in
              while let job = state.nextForHelper() { Self.count(job, state, workers, pool) }
              permits.give()
            }
          case .refused: Self.count(job, state, workers, pool)
          }
        } catch {
          return state.fail(error, at: index)
        }
      }
    }
    return try state.finish()
  }

  /// Ends the files of the rows; empty where none are written.
  func finishRows(_ identity: ShardIdentity) throws -> [RowFile] { try state.finishRows(identity) }

  private static func count(_ job: Job, _ state: PipelineState, _ workers: WorkerPool, _ pool: BufferPool) {
    state.withTally { tally in
      let outcome = workers.with { $0.read(job.block, into: tally) }
      state.finished(job.index, records: outcome.records, rows: outcome.rows, fault: outcome.fault)
    }
    pool.give(job.block.buffer)
  }
}

/// A block and its place in the shard.
private struct Job: Sendable {
  var index: Int
  var block: any RecordBlock
}

/// What the tasks of one pipeline share.
private final class PipelineState: Sendable {
  enum Answer { case queued, needsHelper, refused }

  private struct Content {
    var queue: [Job] = []
    /// The bytes of the blocks in the queue.
    var queuedBytes = 0
    var helpers = 0
    /// The records of all blocks before `nextIndex`, which is the first that is not done.
    var recordsBefore = 0
    var nextIndex = 0
    /// The records and rows of blocks that are done while an earlier one is not.
    var waiting: [Int: (records: Int, rows: MentionRows?)] = [:]
    /// The rows of blocks that are done with all before them, each with how many records were before it.
    var ready: [(rows: MentionRows, recordsBefore: Int)] = []
    /// The earliest block that failed.
    var failure: (index: Int, error: any Error)?

    mutating func append(_ job: Job) {
      queue.append(job)
      queuedBytes += job.block.buffer.count
    }
  }

  /// How many blocks may wait for each helper: enough that none runs dry while the reading task counts a block itself.
  private static let waitingForHelper = 4
  /// No block joins so many bytes for each helper: blocks of large pages are few at a time.
  private static let waitingBytesForHelper = 1 << 20
  private let plan: MatchPlan
  private let content = Mutex(Content())
  /// The tallies that no task holds; all of them, when the tasks are done.
  private let tallies = Pool<Tally>()
  private let writesRows: Bool
  private let rows: Mutex<ShardRowWriter?>

  init(_ plan: MatchPlan, _ rows: sending ShardRowWriter?) {
    self.plan = plan
    writesRows = rows != nil
    self.rows = Mutex(rows)
  }

  var hasFailed: Bool { content.withLock { $0.failure != nil } }

  /// Takes a block into the queue, if somebody will count it.
  func offer(_ job: Job, _ permits: ThreadPermits) -> Answer {
    content.withLock { content in
      if content.queue.count >= content.helpers && permits.takeForHelper() {
        content.helpers += 1
        content.append(job)
        return .needsHelper
      }
      guard content.queue.count < content.helpers * Self.waitingForHelper,
        content.queuedBytes < content.helpers * Self.waitingBytesForHelper
      else { return .refused }
      content.append(job)
      return .queued
    }
  }

  /// The next block for a helper; nil ends the helper.
  func nextForHelper() -> Job? {
    content.withLock { content in
      guard !content.queue.isEmpty else {
        content.helpers -= 1
        return nil
      }
      let job = content.queue.removeFirst()
      content.queuedBytes -= job.block.buffer.count
      return job
    }
  }

  func withTally(_ body: (Tally) -> Void) {
    let tally = tallies.take() ?? Tally(plan)
    body(tally)
    tallies.give(tally)
  }

  func finished(_ index: Int, records: Int, rows: MentionRows?, fault: (any Error)?) {
    if let fault { return fail(fault, at: index) }
    content.withLock { content in
      content.waiting[index] = (records, rows)
      while let done = content.waiting.removeValue(forKey: content.nextIndex) {
        if let rows = done.rows, !rows.rows.isEmpty { content.ready.append((rows, content.recordsBefore)) }
        content.recordsBefore += done.records
        content.nextIndex += 1
      }
    }
    if writesRows { writeRows(at: index) }
  }

  /// Writes the rows that are ready; whoever comes while another writes waits, so that their order stays.
  private func writeRows(at index: Int) {
    rows.withLock { writer in
      guard let writer else { return }
      while true {
        let ready = content.withLock { content in
          defer { content.ready.removeAll() }
          return content.ready
        }
        guard !ready.isEmpty else { return }
        do {
          for (rows, recordsBefore) in ready { try writer.append(rows, recordsBefore: recordsBefore) }
        } catch {
          return fail(error, at: index)
        }
      }
    }
  }

  func finishRows(_ identity: ShardIdentity) throws -> [RowFile] {
    try rows.withLock { try $0?.finish(identity) ?? [] }
  }

  func fail(_ error: any Error, at index: Int) {
    content.withLock { content in
      if let failure = content.failure, failure.index <= index { return }
      content.failure = (index, error)
    }
  }

  /// The sum of all tallies, or the earliest failure with its record counted from the shard's first.
  func finish() throws -> Tally {
    try content.withLock { content in
      guard let failure = content.failure else { return }
      guard let fault = failure.error as? ShardFault else { throw failure.error }
      throw fault.after(records: content.recordsBefore)
    }
    let sum = tallies.take() ?? Tally(plan)
    while let tally = tallies.take() { sum.add(tally) }
    return sum
  }
}
