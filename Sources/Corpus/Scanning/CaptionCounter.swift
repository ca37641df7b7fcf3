/// Counts captions that a program has in hand, without any shard.
///
/// Captions are gathered and matched together, so the counts are complete only in `counts()`. A counter belongs to one
/// task; counters of one plan may work side by side, and `add` brings their counts together.
public final class CaptionCounter {
  private let tally: Tally
  private let batch: CaptionBatch

  /// Makes a counter of a plan's class sets.
  ///
  /// - Parameters:
  ///   - plan: what is looked for.
  ///   - kernels: the instructions to use; all give the same counts.
  public init(_ plan: MatchPlan, kernels: WordKernels = .best) {
    let tally = Tally(plan)
    let matcher = Matcher(plan, kernels: kernels)
    self.tally = tally
    batch = CaptionBatch { batch in
      tally.begin(batch)
      var sink = CountingSink(tally)
      matcher.match(batch, into: &sink)
    }
    batch.captionsAreRecords = true
  }

  /// Counts one caption, as a record of its own.
  public func count(_ caption: String, role: Role = .caption) {
    var caption = caption
    caption.withUTF8 { count(UnsafeRawBufferPointer($0), role: role) }
  }

  /// Counts one caption of valid UTF-8, as a record of its own.
  public func count(_ caption: UnsafeRawBufferPointer, role: Role = .caption) {
    tally.records += 1
    // What the batch hands on is only counted, and counting throws nothing.
    try? batch.append(caption, role: role)
  }

  /// Counts captions that were laid out before, each as a record of its own.
  public func count(_ captions: PreparedCaptions) {
    tally.records += captions.count
    try? batch.flush()
    try? captions.handOn(to: batch)
  }

  /// The counts of all captions so far.
  public func counts() -> ShardCounts {
    try? batch.flush()
    return tally.shardCounts()
  }
}
