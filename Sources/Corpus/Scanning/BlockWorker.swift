/// Reads blocks and counts their captions; the scratch memory of one worker.
final class BlockWorker {
  private let matcher: Matcher
  private let meter: ScanMeter?
  private var tally: Tally
  private lazy var batch = CaptionBatch { [unowned self] batch in self.count(batch) }

  init(_ plan: MatchPlan, meter: ScanMeter?) {
    matcher = Matcher(plan)
    self.meter = meter
    tally = Tally(plan)
  }

  /// Reads one block and counts it into a tally.
  ///
  /// - Returns: how many records the block had, those left out or skipped among them, and the fault that ended it.
  func read(_ block: any RecordBlock, into tally: Tally) -> (records: Int, fault: (any Error)?) {
    self.tally = tally
    let fault = batch.read(block)
    tally.endBlock()
    if fault == nil {
      tally.records += batch.records
      tally.excludedRecords += batch.excludedRecords
      tally.skippedRecords += batch.skippedRecords
      tally.replacedSurrogates += batch.replacedSurrogates
    }
    return (batch.position, fault)
  }

  private func count(_ batch: CaptionBatch) {
    let (captions, textBytes) = (tally.captions.total, tally.textBytes)
    tally.begin(batch)
    meter?.add(captions: tally.captions.total - captions, textBytes: tally.textBytes - textBytes)
    var sink = CountingSink(tally)
    matcher.match(batch, into: &sink)
  }
}

/// The workers of a scan, used again from shard to shard.
final class WorkerPool: Sendable {
  private let free = Pool<BlockWorker>()
  private let plan: MatchPlan
  private let meter: ScanMeter?

  init(_ plan: MatchPlan, meter: ScanMeter?) {
    self.plan = plan
    self.meter = meter
  }

  /// Lends a worker for the time of `body`.
  func with<Result>(_ body: (BlockWorker) -> Result) -> Result {
    let worker = free.take() ?? BlockWorker(plan, meter: meter)
    defer { free.give(worker) }
    return body(worker)
  }
}
