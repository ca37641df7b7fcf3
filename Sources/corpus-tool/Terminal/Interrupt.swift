import Dispatch
import Foundation

/// Ctrl-C: the first asks the work to end, and ends the process where it does not within a second; the second ends it
/// at once.
enum Interrupt {
  /// How long the work may take to end, in seconds; a read from a pipe on which nothing comes does not end by itself.
  private static let patience = 0.9

  /// Runs work that ends early and returns when its task is cancelled; cancels it on the first interrupt or
  /// termination signal. `how` says how to go on, where the work does not end in time to say so itself.
  static func cancelling<Result: Sendable>(
    telling how: String = ExitStatus.howToGoOn, _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        task.cancel()
        signal(number, SIG_DFL)
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
