import CSQLite
import Foundation
import GRDB

/// What keeps a database file that somebody else made from doing harm (<https://www.sqlite.org/security.html>).
enum DatabaseDefence {
  /// Turns on SQLite's own defences: the file cannot run functions with effects from its schema, nor can its schema be
  /// written as a table.
  static func prepare(_ database: Database) throws {
    guard corpus_sqlite_defend(database.sqliteConnection) == SQLITE_OK else {
      throw StoreError.outOfRange(what: "the version of SQLite, which lacks its defensive mode,")
    }
  }
}
