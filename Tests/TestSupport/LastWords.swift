import Foundation

/// What standard error gets if the tests' process is ended by a signal: a Swift trap says where in the code, and not by which
/// input.
public enum LastWords {
  private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]
  private static let room = 4096

  // SOUND: `memory`, `before` and the handlers are made once, by the first `set`; a handler reads what the tests' thread
  // wrote, at worst half of it, and calls nothing that a handler must not. WHY: a trap leaves no other way.
  nonisolated(unsafe) private static let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
  nonisolated(unsafe) private static let before = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
  nonisolated(unsafe) private static var count = 0
  private static let isWatching: Bool = {
    before.initialize(repeating: sigaction(), count: 65)
    memory.initialize(repeating: 0, count: room)
    for number in signals {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        _ = write(STDERR_FILENO, LastWords.memory, LastWords.count)
        // The instruction is tried again, and whoever was there before is asked.
        _ = sigaction(number, LastWords.before + Int(number), nil)
      }
      _ = sigaction(number, &action, before + Int(number))
    }
    return true
  }()

  /// Sets what is written; nothing where the text is empty.
  public static func set(_ text: String) {
    guard isWatching else { return }
    count = 0
    for (index, byte) in text.utf8.prefix(room).enumerated() { memory[index] = byte }
    count = min(text.utf8.count, room)
  }
}
