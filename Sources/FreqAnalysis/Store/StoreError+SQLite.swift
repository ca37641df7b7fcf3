import Foundation
import GRDB

extension StoreError {
  /// Says what SQLite's refusal means to a person; errors that are the store's own pass through.
  static func translating(_ error: any Error, path: String, busyTimeout: Double) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode {
    case .SQLITE_NOTADB: return StoreError.notADatabase(path: path)
    case .SQLITE_FULL: return StoreError.diskFull(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
      return StoreError.locked(path: path, seconds: busyTimeout)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: return StoreError.notWritable(path: path)
    case .SQLITE_CANTOPEN:
      return access(path, R_OK) == 0 ? StoreError.notWritable(path: path) : StoreError.notReadable(path: path)
    case .SQLITE_CORRUPT: return StoreError.damaged(path: path, detail: error.message ?? "no detail")
    case .SQLITE_INTERRUPT: return StoreError.tooMuchWork(path: path)
    // In a strict table a sum that is too large for an integer, which SQLite makes a real number, cannot be stored.
    case .SQLITE_CONSTRAINT where error.extendedResultCode == .SQLITE_CONSTRAINT_DATATYPE:
      return StoreError.outOfRange(what: "a sum of counts")
    case .SQLITE_IOERR where isFull(path): return StoreError.diskFull(path: path)
    default:
      // Only the message: the statement and its values are of no use to a person.
      return StoreError.sqlite(
        path: path, detail: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
  }

  /// The log's index, which is mapped into memory, reports a full disk as an input/output error.
  private static func isFull(_ path: String) -> Bool {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return false }
    return status.f_bavail < 64
  }
}
