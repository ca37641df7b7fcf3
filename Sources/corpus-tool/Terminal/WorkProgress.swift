import FreqAnalysis
import Foundation
import Synchronization

/// How far a long computation has come, in one line on standard error that is drawn again; nothing where that is no
/// terminal, and nothing of what is over in a second.
final class WorkProgress: Sendable {
  /// What the computation tells.
  let meter = WorkMeter()
  private let what: String
  private let started = ContinuousClock.now
  private let state = Mutex((isDrawn: false, isFinished: false))

  /// Shows some work while it runs, and takes the line away.
  static func showing<Result>(_ what: String, _ work: (WorkMeter) throws -> Result) rethrows -> Result {
    let progress = WorkProgress(what)
    defer { progress.finish() }
    return try work(progress.meter)
  }

  private init(_ what: String) {
    self.what = what
    guard Terminal.isTerminal(STDERR_FILENO) else { return }
    let width = Terminal.windowWidth(STDERR_FILENO) ?? 80
    // A thread of its own: the threads that compute leave no room for a task.
    Thread.detachNewThread { [weak self] in
      usleep(1_000_000)
      while self?.draw(width) == true { usleep(200_000) }
    }
  }

  private func draw(_ width: Int) -> Bool {
    state.withLock { state in
      guard !state.isFinished else { return false }
      let text = meter.line(what, after: started.duration(to: .now) / .seconds(1))
      Terminal.writeError("\r\(DisplayText.truncated(text, to: width - 1))\u{1B}[K")
      state.isDrawn = true
      return true
    }
  }

  private func finish() {
    state.withLock { state in
      state.isFinished = true
      if state.isDrawn { Terminal.writeError("\r\u{1B}[K") }
    }
  }
}
