import CSQLite
import Foundation
import GRDB

/// A bound on the work that one connection does: a query over a hostile file could otherwise go on for ever.
///
/// Belongs to one connection, which calls it from one thread at a time.
final class StepLimit: @unchecked Sendable {
  /// SQLite asks after so many of its instructions.
  private static let interval: Int32 = 10_000
  private var left: Int

  /// Makes a limit of so many instructions of SQLite's.
  init(_ steps: Int) { left = steps }

  /// The limit for a file: far more than reading each of its rows some times takes, and a second or two for a small one.
  convenience init(forFile path: String) {
    var bytes = 0
    for suffix in ["", "-wal"] {
      var status = stat()
      if stat(path + suffix, &status) == 0 { bytes += Int(clamping: status.st_size) }
    }
    self.init(100_000_000 + 64 * min(bytes, 1 << 50))
  }

  /// Starts to count a connection's steps; its queries end with `SQLITE_INTERRUPT` when there are too many.
  ///
  /// The connection's configuration keeps the limit, so that it lives as long as the connection does.
  func watch(_ database: Database) {
    // SOUND: the configuration that calls this is kept by the connection, and keeps this object. WHY: SQLite's callback
    // takes a pointer.
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_progress_handler(
      database.sqliteConnection, Self.interval,
      { context in
        guard let context else { return 1 }
        return Unmanaged<StepLimit>.fromOpaque(context).takeUnretainedValue().goesOn() ? 0 : 1
      }, context)
  }

  private func goesOn() -> Bool {
    left -= Int(Self.interval)
    return left > 0
  }
}
