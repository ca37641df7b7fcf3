import Corpus
import Foundation
import GRDB
import TestSupport
import Testing

@testable import FreqAnalysis

@Suite struct SchemaTests {
  @Test func embeddedTextIsTheFile() throws {
    let file = try String(contentsOf: ProjectPaths.root.appending(path: "schema.sql"), encoding: .utf8)
    #expect(Array(Schema.sql.utf8) == Array(file.utf8))
  }

  @Test func databaseHoldsTheFile() throws {
    let folder = try TemporaryFolder()
    try CountStore(path: folder.path("a.sqlite"), mode: .create).close()
    // Whatever the file defines, word for word, the database has, and nothing else.
    let made = try DatabaseQueue()
    try made.write { try $0.execute(sql: Schema.sql) }
    let query = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid"
    let expected = try made.read { try Row.fetchAll($0, sql: query) }
    let stored = try DatabaseQueue(path: folder.path("a.sqlite")).read { try Row.fetchAll($0, sql: query) }
    #expect(stored == expected)
    #expect(expected.count > 20)
  }

  @Test func everyTableIsStrictAndEveryColumnCommented() throws {
    var statement = ""
    var columns = 0
    for line in Schema.sql.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("CREATE TABLE") || line.hasPrefix("CREATE VIEW") { statement = String(line) }
      if statement.hasPrefix("CREATE TABLE"), line.hasPrefix(")") {
        #expect(line.contains("STRICT"), "\(statement)")
        statement = ""
      }
      if statement.hasPrefix("CREATE VIEW"), line.hasPrefix("FROM") { statement = "" }
      if statement.hasPrefix("CREATE TABLE"), line.hasPrefix("  "),
        let first = line.dropFirst(2).first, first.isLowercase
      {
        columns += 1
        #expect(line.contains("-- "), "\(statement) \(line)")
      }
    }
    #expect(columns > 60)
    for view in Schema.sql.components(separatedBy: "CREATE VIEW").dropFirst() {
      let body = view.components(separatedBy: "\nFROM")[0]
      let named = body.components(separatedBy: " AS ").count - 1
      let comments = body.components(separatedBy: " -- ").count - 1
      #expect(comments == named, "\(body)")
    }
  }

  @Test func marksAndRolesAreTheProgramsOwn() throws {
    let folder = try TemporaryFolder()
    try CountStore(path: folder.path("a.sqlite"), mode: .create).close()
    let reader = OtherReader(path: folder.path("a.sqlite"))
    let found = try reader.rows([
      "PRAGMA application_id", "PRAGMA user_version", "PRAGMA journal_mode",
      "SELECT id, name FROM role ORDER BY id",
    ])
    #expect(found[0] == [[.integer(Schema.applicationID)]])
    #expect(found[1] == [[.integer(Schema.version)]])
    #expect(found[2] == [["wal"]])
    #expect(found[3] == Role.allCases.map { [.integer(Int($0.rawValue)), .text($0.name)] })
  }
}
