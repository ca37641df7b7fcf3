import Corpus
import FreqAnalysis

/// A run over shards as a person sees it: progress, shards that failed, notes, and Ctrl-C.
struct CountingRun {
  private let run: IndexRun

  init(_ run: IndexRun) { self.run = run }

  /// Counts the shards that are not counted yet.
  func count(_ shards: [ShardName], checksContent: Bool = false) async throws -> IndexSummary {
    let plan = try run.plan(shards, checksContent: checksContent)
    let repeated = plan.count(.repeated)
    if repeated > 0 {
      let what = repeated == 1 ? "1 shard was" : "\(NumberText.grouped(repeated)) shards were"
      Messages.note("\(what) named more than once; each counts once")
    }
    Messages.siblings(plan.siblings)
    let unchanged = plan.count(.unchanged)
    if unchanged > 0 {
      Messages.note(
        "already counted and not read again: \(NumberText.grouped(unchanged)) of "
          + "\(NumberText.grouped(shards.count - repeated - plan.siblings.count)) shards")
    }
    let meter = ScanMeter()
    let progress = Progress(meter: meter, totalBytes: plan.bytesToRead, totalShards: plan.toRead.count)
    defer { progress.finish() }
    return try await Interrupt.cancelling { [run] in
      try await run.run(plan, meter: meter) { event in
        switch event {
        case .began(let shard): progress.begin(shard)
        case .counted(let shard, let counts, let changes): progress.end(shard, counts, changes)
        case .failed(let error, let keepsEarlierCounts):
          progress.fail(error, keepsEarlierCounts ? "; its earlier counts are kept" : "")
        }
      }
    }
  }
}
