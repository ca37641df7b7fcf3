import Foundation

/// What standard error gets if the tests' process is ended by a signal: a Swift trap says where in the code, and not by which
/// input.
public enum LastWords {
  private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]
  /// Bytes of one text.
  private static let room = 1024
  /// How many tests that run side by side may each have a text.
  public static let speakers = 4

  // SOUND: `memory`, `counts`, `before` and the handlers are made once, by the first `set`; a handler reads what the tests'
  // threads wrote, each in a part of its own, at worst half of it, and calls nothing that a handler must not. WHY: a trap
  // leaves no other way.
  nonisolated(unsafe) private static let memory = UnsafeMutablePointer<UInt8>.allocate(
    capacity: room * speakers)
  nonisolated(unsafe) private static let counts = UnsafeMutablePointer<Int>.allocate(capacity: speakers)
  nonisolated(unsafe) private static let before = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
  private static let isWatching: Bool = {
    before.initialize(repeating: sigaction(), count: 65)
    memory.initialize(repeating: 0, count: room * speakers)
    counts.initialize(repeating: 0, count: speakers)
    for number in signals {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        for speaker in 0..<LastWords.speakers {
          _ = write(STDERR_FILENO, LastWords.memory + LastWords.room * speaker, LastWords.counts[speaker])
        }
        // The instruction is tried again, and whoever was there before is asked.
        _ = sigaction(number, LastWords.before + Int(number), nil)
      }
      _ = sigaction(number, &action, before + Int(number))
    }
    return true
  }()

  /// Sets what is written for one speaker, below `speakers`; nothing where the text is empty.
  public static func set(_ text: String, of speaker: Int) {
    precondition((0..<speakers).contains(speaker))
    guard isWatching else { return }
    counts[speaker] = 0
    for (index, byte) in text.utf8.prefix(room).enumerated() { memory[room * speaker + index] = byte }
    counts[speaker] = min(text.utf8.count, room)
  }
}
