import Corpus
import Foundation
import GRDB
import Synchronization

/// A database of counts and accuracies: one SQLite file, made from schema.sql.
///
/// Every method is one transaction: it happens whole or not at all, also when the process is killed. Several
/// processes may use one database; a writer waits for another for up to the timeout. Every method throws
/// `StoreError`. The journal is a write-ahead log (<https://www.sqlite.org/wal.html>), which needs a local file
/// system; see `NetworkFileSystem`.
///
/// A class, since it stands for an open file; it may be used from several threads, which take turns.
public final class CountStore: Sendable {
  /// What a database is opened for.
  public enum Mode: Sendable {
    /// To write; a file that does not exist, or is empty, becomes a database.
    case create
    /// To write; the database must exist.
    case readWrite
    /// To read alone; works in a folder that may not be written, too.
    case readOnly
  }

  /// The path as it was given.
  public let path: String
  let queue: DatabaseQueue
  private let mode: Mode
  /// Whether there was no file before it was opened.
  let isNew: Bool
  let busyTimeout: Double
  /// Class sets never change, so what was read of one stays true.
  let layouts = Mutex<[Int64: ClassLayout]>([:])
  /// Whether a file is still there; asked only where content is known under another path.
  let fileExists: @Sendable (String) -> Bool

  /// Opens a database.
  ///
  /// - Parameters:
  ///   - path: The file; relative to the working directory, or absolute.
  ///   - mode: What it is opened for.
  ///   - busyTimeout: How many seconds to wait for another process that writes.
  /// - Throws: `StoreError`: what keeps the file from being used, in one sentence.
  public convenience init(path: String, mode: Mode, busyTimeout: Double = 60) throws {
    try self.init(path: path, mode: mode, busyTimeout: busyTimeout) { FileState.exists($0) }
  }

  /// Opens a database, or one that somebody else made: then the work with it is bounded.
  init(
    path: String, mode: Mode, busyTimeout: Double = 60, limit: StepLimit? = nil,
    fileExists: @escaping @Sendable (String) -> Bool = { FileState.exists($0) }
  ) throws {
    self.path = path
    self.mode = mode
    self.busyTimeout = busyTimeout
    self.fileExists = fileExists
    guard !path.utf8.isEmpty else { throw StoreError.emptyName(what: "the database") }
    guard !path.utf8.contains(0) else { throw StoreError.holdsNUL(what: "the database's path") }
    isNew = mode == .create && access(path, F_OK) != 0
    let opening = DatabaseOpening(path: path, mode: mode, busyTimeout: busyTimeout, limit: limit)
    do {
      queue = try opening.open()
    } catch {
      throw StoreError.translating(error, path: path, busyTimeout: busyTimeout)
    }
  }

  /// Closes the database; the write-ahead log is folded into the file when this was its last user.
  ///
  /// Nothing may be asked of it afterwards. Without this call, it is closed when the last reference goes.
  func close() throws {
    do { try queue.close() } catch { throw translated(error) }
  }

  /// Runs reads that see one state of the database.
  func read<T>(_ body: (Database) throws -> T) throws -> T {
    do { return try queue.read(body) } catch { throw translated(error) }
  }

  /// Runs one transaction, which takes the write lock at its start so that what it reads stays true until it
  /// writes (<https://www.sqlite.org/lang_transaction.html>, `BEGIN IMMEDIATE`).
  func write<T>(_ body: (Database) throws -> T) throws -> T {
    guard mode != .readOnly else { throw StoreError.notWritable(path: path) }
    do {
      return try queue.writeWithoutTransaction { database in
        var result: T?
        try database.inTransaction(.immediate) {
          result = try body(database)
          return .commit
        }
        guard let result else { throw StoreError.sqlite(path: path, detail: "the transaction did not run") }
        return result
      }
    } catch {
      throw translated(error)
    }
  }

  private func translated(_ error: any Error) -> any Error {
    StoreError.translating(error, path: path, busyTimeout: busyTimeout)
  }
}
