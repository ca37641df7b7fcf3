import Corpus
import FreqAnalysis
import Foundation
import Synchronization

/// How far a run over shards has come, on standard error: one line that is drawn again on a terminal, elsewhere a line now
/// and then (`ProgressPace`), or with `--verbose` one a shard.
final class Progress: Sendable {
  private struct State {
    var shard = ""
    var shards = 0
    var failures = 0
    var isDrawn = false
    var isFinished = false
    var pace = ProgressPace()
    /// The shards whose note was told as the first of its kind, and how many more there were.
    var told: [(kind: String, shard: String, more: Int)] = []
  }

  private let meter: ScanMeter
  private let totalBytes: Int
  private let totalShards: Int
  private let started = ContinuousClock.now
  private let state = Mutex(State())
  private let width: Int?

  /// Starts to show a run over shards of some bytes together.
  init(meter: ScanMeter, totalBytes: Int, totalShards: Int) {
    self.meter = meter
    self.totalBytes = totalBytes
    self.totalShards = totalShards
    width = Terminal.isTerminal(STDERR_FILENO) ? Terminal.windowWidth(STDERR_FILENO) ?? 80 : nil
    guard Messages.amount != .errors else { return }
    // A thread of its own: the threads that count leave no room for a task.
    Thread.detachNewThread { [weak self] in
      repeat { usleep(200_000) } while self?.draw() == true
    }
  }

  /// Says which shard is being read.
  func begin(_ shard: ShardName) { state.withLock { $0.shard = shard.description } }

  /// Says what became of a shard, and what is to be told about it.
  func end(_ shard: ShardName, _ counts: ShardCounts, _ changes: [ShardChange]) {
    state.withLock { state in
      state.shards += 1
      if width == nil, Messages.amount == .all {
        let mentions = counts.sets.reduce(0) { $0 + $1.classes.reduce(0) { $0 + $1.mentions } }
        Messages.line(
          "\(shard): \(NumberText.counted(counts.records, "record")), "
            + "\(NumberText.counted(counts.captions.total, "caption")), \(NumberText.counted(mentions, "mention"))"
        )
      }
      if counts.hasNoRecords, Messages.amount == .usual {
        tell("empty", "\(shard) has 0 records", of: shard, &state)
      }
      if let trailing = counts.trailing { tell("trailing", "\(shard): \(trailing)", of: shard, &state) }
      var sentences: [String] = []
      if let sentence = counts.surrogateNote(of: shard.description) {
        sentences.append(sentence)
        tell("surrogates", sentence, of: shard, &state)
      }
      for change in changes {
        guard let sentence = change.sentence(of: shard.description, hasNoRecords: counts.hasNoRecords),
          !sentences.contains(sentence)
        else { continue }
        sentences.append(sentence)
        tell(change.word, sentence, of: shard, &state)
      }
      say(&state)
    }
  }

  /// Tells the first note of a kind; the others are only counted, unless everything is told.
  private func tell(_ kind: String, _ sentence: String, of shard: ShardName, _ state: inout State) {
    if Messages.amount == .usual, let index = state.told.firstIndex(where: { $0.kind == kind }) {
      state.told[index].more += 1
      return
    }
    state.told.append((kind, shard.description, 0))
    erase(&state)
    Messages.note(sentence)
  }

  /// Tells of a shard that failed, above the line that is drawn again.
  func fail(_ error: ShardError, _ more: String = "") {
    state.withLock { state in
      state.shards += 1
      state.failures += 1
      erase(&state)
      // What was meant is sought for the first ones alone: it takes a look at their folder.
      Messages.failure((state.failures <= 3 ? error.sentence : "\(error)") + more)
    }
  }

  /// Takes the line away; nothing is drawn afterwards.
  func finish() {
    state.withLock { state in
      guard !state.isFinished else { return }
      state.isFinished = true
      erase(&state)
      for (_, shard, more) in state.told where more > 0 {
        Messages.note(
          "the same is true of \(NumberText.grouped(more)) more \(more == 1 ? "shard" : "shards") as of \(shard); "
            + "--verbose tells \(more == 1 ? "it" : "all")")
      }
    }
  }

  private func erase(_ state: inout State) {
    if state.isDrawn { Terminal.writeError("\r\u{1B}[K") }
    state.isDrawn = false
  }

  /// Draws the line; false when there is none to draw any more.
  private func draw() -> Bool {
    state.withLock { state in
      guard !state.isFinished else { return false }
      if let width {
        Terminal.writeError("\r\(DisplayText.truncated(text(state), to: width - 1))\u{1B}[K")
        state.isDrawn = true
      } else {
        say(&state)
      }
      return true
    }
  }

  /// Says how far the run is to a reader that is no terminal, where it is time to.
  private func say(_ state: inout State) {
    guard width == nil, Messages.amount == .usual, state.shards < totalShards,
      state.pace.isDue(step: state.shards, time: seconds)
    else { return }
    Messages.line("corpus-tool: \(text(state))")
  }

  private var seconds: Double { started.duration(to: .now) / .seconds(1) }

  private func text(_ state: State) -> String {
    Self.line(
      stored: meter.storedBytes, of: totalBytes, captions: meter.captions, seconds: seconds,
      shards: (state.shards, totalShards), shard: state.shard, remote: meter.remote)
  }

  /// `42 %  1.2 GB of 2.9 GB  310 MB/s  1,234,567 captions  about 5 s left  3/8 part-00003.jsonl.zst`.
  private static func line(
    stored: Int, of total: Int, captions: Int, seconds: Double, shards: (done: Int, all: Int), shard: String,
    remote: RemoteTraffic
  ) -> String {
    let speed = Double(stored) / max(seconds, 0.001)
    var parts: [String] = []
    if total > 0 {
      let done = min(stored, total)
      parts.append("\(done * 100 / total) %")
      parts.append("\(NumberText.bytes(done)) of \(NumberText.bytes(total))")
    } else {
      parts.append(NumberText.bytes(stored))
    }
    parts.append("\(NumberText.bytes(Int(speed)))/s")
    parts.append("\(NumberText.grouped(captions)) captions")
    if remote.requests > 0 {
      parts.append(
        "\(NumberText.bytes(remote.fetchedBytes)) fetched with \(NumberText.counted(remote.requests, "request"))"
      )
    }
    if total > stored, speed > 0 {
      parts.append("about \(NumberText.duration(Double(total - stored) / speed)) left")
    }
    let name = shard.split(separator: "/").last.map(String.init) ?? shard
    parts.append("\(shards.done)/\(shards.all) \(DisplayText.escaped(name))")
    return parts.joined(separator: "  ")
  }
}
