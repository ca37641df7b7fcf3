import Corpus
import Foundation
import GRDB

/// Opens, and where asked makes, the file behind a `CountStore`.
struct DatabaseOpening {
  let path: String
  let mode: CountStore.Mode
  let busyTimeout: Double
  /// The bound on the work with a database that somebody else made; nil: none.
  var limit: StepLimit?

  /// Names such as `:memory:` and `file:x?mode=memory` are files here like any other.
  private var sqlitePath: String { path.hasPrefix("/") ? path : "./" + path }

  func open() throws -> DatabaseQueue {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw StoreError.isFolder(path: path) }
    if !exists {
      guard mode == .create else { throw StoreError.noDatabase(path: path) }
      var folder = stat()
      guard stat(folderPath, &folder) == 0, folder.st_mode & S_IFMT == S_IFDIR else {
        throw StoreError.noFolder(path: path)
      }
    } else if access(path, R_OK) != 0 {
      throw StoreError.notReadable(path: path)
    }
    if mode == .readOnly { return try trying(openForReading) }
    if access(exists ? path : folderPath, W_OK) != 0 || access(folderPath, W_OK) != 0 {
      throw StoreError.notWritable(path: path)
    }
    do {
      return try trying(openForWriting)
    } catch {
      let error = StoreError.translating(error, path: path, busyTimeout: busyTimeout)
      // Only where the disk is full: after another error the file may be another process's, half made.
      if !exists, error as? StoreError == .diskFull(path: path) { removeUnfinished() }
      throw error
    }
  }

  /// Opens again while another process is in the way, for as long as the timeout says.
  ///
  /// SQLite waits by itself, but not where two that wait would wait for one another for ever, as when two processes that
  /// make one database change its journal at once (<https://www.sqlite.org/c3ref/busy_handler.html>).
  private func trying(_ open: () throws -> DatabaseQueue) throws -> DatabaseQueue {
    let end = ContinuousClock.now + .seconds(busyTimeout)
    while true {
      do {
        return try open()
      } catch let error as DatabaseError {
        let isInTheWay = [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL].contains(error.resultCode)
        guard isInTheWay, ContinuousClock.now < end else { throw error }
        usleep(useconds_t.random(in: 5_000...20_000))
      }
    }
  }

  private func openForWriting() throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: sqlitePath, configuration: configuration)
    try queue.writeWithoutTransaction { database in
      // Asked before anything is changed: a file of somebody else's must stay as it is.
      let content = try checkAtOnce(database)
      guard content != .nothing || mode == .create else { throw StoreError.emptyDatabase(path: path) }
      // NORMAL with a write-ahead log: a killed process loses nothing; a power cut may take back the last
      // transactions whole, and shards that it took back are counted again.
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      if try String.fetchOne(database, sql: "PRAGMA journal_mode") != "wal" {
        try database.execute(sql: "PRAGMA journal_mode = WAL")
      }
      guard content != .ours else { return }
      try database.inTransaction(.immediate) {
        // Asked again under the lock: two processes may start at once.
        switch try check(database) {
        case .nothing: try database.execute(sql: Schema.sql)
        case .older: try Schema.upgrade(database)
        default: break
        }
        return .commit
      }
    }
    return queue
  }

  /// A write-ahead log needs a file beside the database even for reading, so the kind of access follows what the
  /// folder allows (<https://www.sqlite.org/wal.html#read_only_databases>).
  private func openForReading() throws -> DatabaseQueue {
    if access(path, W_OK) == 0, access(folderPath, W_OK) == 0 {
      // Opened to write, though nothing is written, so that the log's files go when the last reader does.
      return try checked(DatabaseQueue(path: sqlitePath, configuration: configuration))
    }
    if access(path + "-wal", F_OK) != 0 { return try openImmutable() }
    var configuration = configuration
    configuration.readonly = true
    return try checked(DatabaseQueue(path: sqlitePath, configuration: configuration))
  }

  /// Opens a file that nobody writes: nothing beside it is asked for.
  func openImmutable() throws -> DatabaseQueue {
    var configuration = configuration
    configuration.readonly = true
    return try checked(DatabaseQueue(path: immutableAddress, configuration: configuration))
  }

  private func checked(_ queue: DatabaseQueue) throws -> DatabaseQueue {
    try queue.read { database in
      if try check(database) == .nothing { throw StoreError.emptyDatabase(path: path) }
    }
    return queue
  }

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(busyTimeout)
    configuration.label = "corpus-tool"
    configuration.prepareDatabase { [limit] database in
      try DatabaseDefence.prepare(database)
      limit?.watch(database)
    }
    return configuration
  }

  /// Checks in one transaction: a database that another process makes between two of the questions would be neither
  /// empty nor one of this program's.
  private func checkAtOnce(_ database: Database) throws -> Schema.Content {
    var content = Schema.Content.nothing
    try database.inTransaction(.deferred) {
      content = try check(database)
      return .commit
    }
    return content
  }

  private func check(_ database: Database) throws -> Schema.Content {
    let content = try Schema.content(of: database)
    switch content {
    case .foreign: throw StoreError.otherDatabase(path: path)
    case .newer(let version):
      throw StoreError.newerSchema(path: path, found: version, known: Schema.version)
    case .ours: try checkSchema(database, version: Schema.version)
    case .older(let version): try checkSchema(database, version: version)
    case .nothing: break
    }
    return content
  }

  private func checkSchema(_ database: Database, version: Int) throws {
    if let alteration = try SchemaCheck.alteration(of: database, version: version) {
      throw StoreError.alteredSchema(path: path, detail: alteration)
    }
  }

  /// A file that this process made and could not make a database of must not stay behind.
  private func removeUnfinished() {
    do {
      let queue = try DatabaseQueue(path: sqlitePath, configuration: configuration)
      let content = try queue.read(Schema.content(of:))
      try queue.close()
      if content == .ours { return }
    } catch {
      // What cannot even be opened is no database that another process has finished.
    }
    for suffix in ["-wal", "-shm", "-journal", ""] { unlink(path + suffix) }
  }

  private var folderPath: String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The path as an address that tells SQLite that nobody writes the file, every byte outside the plain ones
  /// escaped (<https://www.sqlite.org/uri.html>).
  private var immutableAddress: String {
    var address = "file:"
    for byte in sqlitePath.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        address += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return address + "?immutable=1"
  }
}
