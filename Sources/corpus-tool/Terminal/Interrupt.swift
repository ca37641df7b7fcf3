import Dispatch
import Foundation
import Synchronization

/// Ctrl-C: the first asks the work to end, and ends the process where it does not within a second; the second ends it
/// at once.
enum Interrupt {
  /// How long the work may take to end, in seconds; a read from a pipe on which nothing comes does not end by itself.
  private static let patience = 0.9
  /// One signal may be heard twice: where a thread takes it that does not listen, Dispatch sends it again.
  private static let echo = Duration.milliseconds(100)

  /// Runs work that ends early and returns when its task is cancelled; cancels it on the first interrupt or
  /// termination signal. `how` says how to go on, where the work does not end in time to say so itself.
  static func cancelling<Result: Sendable>(
    telling how: String = ExitStatus.howToGoOn, _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await work() }
    let heard = Heard()
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        let (isFirst, isAgain) = heard.now(echo: echo)
        if isAgain { _exit(ExitStatus.interrupted) }
        guard isFirst else { return }
        task.cancel()
        DispatchQueue.global().asyncAfter(deadline: .now() + patience) {
          // What is not committed is rolled back when the database is opened the next time.
          Messages.interrupted(how)
          _exit(ExitStatus.interrupted)
        }
      }
      source.activate()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    return try await task.value
  }
}

/// When the first signal was heard.
private final class Heard: Sendable {
  private let first = Mutex<ContinuousClock.Instant?>(nil)

  /// Whether a signal that is heard now is the first, or one that follows it and is not its echo.
  func now(echo: Duration) -> (isFirst: Bool, isAgain: Bool) {
    first.withLock { first in
      guard let before = first else {
        first = .now
        return (true, false)
      }
      return (false, .now - before > echo)
    }
  }
}
