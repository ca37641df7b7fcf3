import GRDB

/// The schema of the databases: the project's schema.sql, embedded when the program is built.
enum Schema {
  /// The text of schema.sql; databases are made from it.
  static let sql = String(decoding: PackageResources.schema_sql, as: UTF8.self)
  /// The version that `sql` stores in `PRAGMA user_version`.
  static let version = 5
  /// The query of the view `shard_term`, to stand in a statement of the program's own: in a schema that is not
  /// trusted SQLite 3.40 calls the operator `->>` unsafe.
  static let shardTerms: String = {
    guard let head = sql.range(of: "CREATE VIEW shard_term AS\n"),
      let end = sql[head.upperBound...].firstIndex(of: ";")
    else { return "" }
    return "(" + sql[head.upperBound..<end] + ")"
  }()
  /// The line of `sql` from which on a version adds to the one before it.
  static func firstLine(ofVersion version: Int) -> String { "-- Since version \(version) " }
  /// The number that `sql` stores in `PRAGMA application_id`: the bytes `cort`.
  static let applicationID = 0x636F_7274

  /// What a file that SQLite could open holds.
  enum Content: Equatable {
    /// The database holds nothing yet.
    case nothing
    /// A database of this program and this version.
    case ours
    /// A database of this program's, of an earlier version, which can be read as it is.
    case older(Int)
    /// A database of this program's, of a later version.
    case newer(Int)
    /// A database of something else.
    case foreign
  }

  /// Looks at the database's own marks, without changing anything.
  static func content(of database: Database) throws -> Content {
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if application == applicationID, version > Self.version { return .newer(version) }
    if application == applicationID, version == Self.version { return .ours }
    if application == applicationID, version > 0 { return .older(version) }
    let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
    return application == 0 && version == 0 && isEmpty ? .nothing : .foreign
  }

  /// Makes a database of an earlier version one of this version: adds what is new, and writes the counts of terms as
  /// they are written now, which some databases of the first version have as JSON lists.
  static func upgrade(_ database: Database) throws {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if found < 2 { try rewriteTermCounts(database) }
    guard let place = sql.range(of: firstLine(ofVersion: max(found, 1) + 1)) else {
      throw StoreError.outOfRange(what: "the schema's version")
    }
    try database.execute(sql: String(sql[place.lowerBound...]))
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Writes the counts of terms of a database of the first version as the view `shard_term` now reads them.
  private static func rewriteTermCounts(_ database: Database) throws {
    guard let view = sql.range(of: "CREATE VIEW shard_term"),
      let end = sql[view.lowerBound...].firstIndex(of: ";")
    else { throw StoreError.outOfRange(what: "the schema's version") }
    try database.execute(
      sql: """
        UPDATE shard_class SET terms = (
          SELECT group_concat(CASE part.key % 3 WHEN 0 THEN part.value WHEN 1 THEN terms ->> (part.key + 1)
            ELSE (terms ->> (part.key - 1)) - part.value END, ',') FROM json_each(terms) AS part)
        WHERE terms LIKE '[%';
        DROP VIEW shard_term;
        \(sql[view.lowerBound...end])
        """)
  }
}
