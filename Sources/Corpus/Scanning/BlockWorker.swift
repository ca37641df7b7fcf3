/// Reads blocks and counts their captions; the scratch memory of one worker.
final class BlockWorker {
  private let matcher: Matcher
  private let meter: ScanMeter?
  /// Makes the rows; nil where none are wanted, and while a batch's sink has it.
  private var rows: MentionRowBuilder?
  private let request: FieldRequest?
  private var tally: Tally
  private lazy var batch = CaptionBatch(keepsPlaces: request != nil) { [unowned self] batch in
    self.count(batch)
  }

  /// Makes a worker; with `rows` it makes rows of mentions, with the fields that are asked for.
  init(_ plan: MatchPlan, meter: ScanMeter?, rows: FieldRequest? = nil) {
    matcher = Matcher(plan)
    self.meter = meter
    self.rows = rows.map { _ in MentionRowBuilder(plan) }
    request = rows
    tally = Tally(plan)
  }

  /// Reads one block and counts it into a tally.
  ///
  /// - Returns: how many records the block had, those left out or skipped among them, its rows where such are made, and the
  ///   fault that ended it.
  func read(
    _ block: any RecordBlock, into tally: Tally
  ) -> (records: Int, rows: MentionRows?, fault: (any Error)?) {
    self.tally = tally
    rows?.startBlock()
    let fault = batch.read(block)
    tally.endBlock()
    if fault == nil {
      tally.records += batch.records
      tally.excludedRecords += batch.excludedRecords
      tally.skippedRecords += batch.skippedRecords
      tally.replacedSurrogates += batch.replacedSurrogates
    }
    guard fault == nil, let found = rows?.rows else { return (batch.position, nil, fault) }
    var made = MentionRows(rows: found, fieldRows: block.fieldRows)
    if let request, let block = block as? any FieldBlock, !made.rows.isEmpty {
      var fields = RecordFields(request)
      do {
        try block.appendFields(request, of: made.records, to: &fields)
      } catch {
        return (batch.position, nil, error)
      }
      made.fields = fields
    }
    return (batch.position, made, nil)
  }

  private func count(_ batch: CaptionBatch) {
    let captions = tally.captions.total
    tally.begin(batch)
    meter?.add(captions: tally.captions.total - captions)
    guard var building = rows.take() else {
      var sink = CountingSink(tally)
      return matcher.match(batch, into: &sink)
    }
    building.begin(batch)
    // Moved, not copied: the sink's is the only one, so that its arrays are changed in place.
    var sink = MentionRowSink(tally, consume building, batch)
    matcher.match(batch, into: &sink)
    sink.rows.end(batch)
    rows = sink.rows
  }
}

/// The workers of a scan, used again from shard to shard.
final class WorkerPool: Sendable {
  private let free = Pool<BlockWorker>()
  private let plan: MatchPlan
  private let meter: ScanMeter?
  private let rows: FieldRequest?

  init(_ plan: MatchPlan, meter: ScanMeter?, rows: FieldRequest? = nil) {
    self.plan = plan
    self.meter = meter
    self.rows = rows
  }

  /// Lends a worker for the time of `body`.
  func with<Result>(_ body: (BlockWorker) -> Result) -> Result {
    let worker = free.take() ?? BlockWorker(plan, meter: meter, rows: rows)
    defer { free.give(worker) }
    return body(worker)
  }
}
