import GRDB

/// The schema of the databases: the project's schema.sql, embedded when the program is built.
public enum Schema {
  /// The text of schema.sql; databases are made from it.
  public static let sql = String(decoding: PackageResources.schema_sql, as: UTF8.self)
  /// The version that `sql` stores in `PRAGMA user_version`.
  public static let version = 1
  /// The number that `sql` stores in `PRAGMA application_id`: the bytes `cort`.
  public static let applicationID = 0x636F_7274

  /// What a file that SQLite could open holds.
  enum Content: Equatable {
    /// Nothing yet.
    case nothing
    /// A database of this program and this version.
    case ours
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
    let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
    return application == 0 && version == 0 && isEmpty ? .nothing : .foreign
  }
}
