import Dispatch
import Foundation

/// Ctrl-C: the first asks the work to end, the second ends the process at once.
enum Interrupt {
  /// Runs work that ends early and returns when its task is cancelled; cancels it on the first interrupt or
  /// termination signal.
  static func cancelling<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws
    -> Result
  {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        task.cancel()
        signal(number, SIG_DFL)
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
