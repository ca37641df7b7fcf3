import GRDB

/// Whether a database's tables and views are those of schema.sql, so that its own text cannot change what a query means.
///
/// Tables, views and indexes beside them are the owner's and do no harm: nothing asks them. A trigger, or an index on one
/// of our tables, would run with our statements.
struct SchemaCheck {
  /// One entry of `sqlite_schema`.
  private struct Entry {
    var type: String
    var name: String
    var table: String
    /// The statement that made it, without comments and white space; nil for an index that SQLite made by itself.
    var text: String?
  }

  /// What of a database is not as it should be; nil where everything is.
  ///
  /// - Parameters:
  ///   - database: The database.
  ///   - version: Its version; the parts that came later may be missing, and the view that an upgrade makes anew may be
  ///     another, since nothing reads it before.
  /// - Returns: The first such table, view, trigger or index, in words.
  /// - Throws: What SQLite says where the schema cannot be read.
  static func alteration(of database: Database, version: Int) throws -> String? {
    var found: [String: Entry] = [:]
    for entry in try entries(of: database) { found[entry.name] = entry }
    if let trigger = found.values.first(where: { $0.type == "trigger" }) {
      return "the trigger `\(trigger.name)`"
    }
    let own = ownEntries.filter { firstVersion(ofTable: $0.table) <= version }
    for entry in own {
      guard let there = found[entry.name], there.type == entry.type else {
        return "no \(entry.type) `\(entry.name)`"
      }
      if version < 2, entry.name == "shard_term" { continue }
      guard let text = there.text, let wanted = entry.text, text.utf8.elementsEqual(wanted.utf8) else {
        return "another \(entry.type) `\(entry.name)`"
      }
    }
    let tables = Set(own.map(\.table))
    let names = Set(own.map(\.name))
    let strange = found.values.first {
      $0.type == "index" && $0.text != nil && tables.contains($0.table) && !names.contains($0.name)
    }
    return strange.map { "the index `\($0.name)`" }
  }

  /// What schema.sql makes, from its text: to let SQLite make it would take longer than most queries do.
  private static let ownEntries: [Entry] = bare(Schema.sql).split(separator: ";").compactMap { statement in
    let words = statement.split(whereSeparator: { $0 == " " || $0 == "(" }).prefix(5).map(String.init)
    guard words.count == 5, words[0] == "CREATE" else { return nil }
    let isIndex = words[1] == "INDEX" && words[3] == "ON"
    return Entry(
      type: words[1].lowercased(), name: words[2], table: isIndex ? words[4] : words[2],
      text: String(statement))
  }

  /// The version of the schema that has a table first.
  private static func firstVersion(ofTable table: String) -> Int {
    switch table {
    case "audit", "audit_corpus", "audit_mention": 2
    case "shard_note": 3
    case "model_corpus", "corpus_sample", "shard_rows", "class_total": 4
    case "shard_replacement": 5
    default: 1
    }
  }

  private static func entries(of database: Database) throws -> [Entry] {
    try Row.fetchAll(database, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema").map { row in
      Entry(
        type: row[0] ?? "", name: row[1] ?? "", table: row[2] ?? "", text: (row[3] as String?).map(bare))
    }
  }

  /// A statement without its comments, and with white space only where two words would run together.
  static func bare(_ sql: String) -> String {
    var bare: [UInt8] = []
    var rest = Array(sql.utf8)[...]
    var gap = false
    func isWord(_ byte: UInt8?) -> Bool {
      guard let byte else { return false }
      return byte == 0x5F || byte >= 0x80 || (0x30...0x39).contains(byte)
        || (0x41...0x5A).contains(byte & 0xDF)
    }
    while let byte = rest.first {
      if byte == 0x2D, rest.starts(with: "--".utf8) {
        rest = rest.drop { $0 != 0x0A }
        gap = true
      } else if byte == 0x2F, rest.starts(with: "/*".utf8) {
        rest = rest.dropFirst(2)
        while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest.removeFirst() }
        rest = rest.dropFirst(2)
        gap = true
      } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
        rest.removeFirst()
        gap = true
      } else {
        if gap, isWord(bare.last), isWord(byte) { bare.append(0x20) }
        gap = false
        rest.removeFirst()
        bare.append(byte)
        guard byte == 0x27 || byte == 0x22 || byte == 0x60 || byte == 0x5B else { continue }
        // What is quoted stays as it is; a doubled quote ends one and begins the next.
        let end: UInt8 = byte == 0x5B ? 0x5D : byte
        while let inside = rest.popFirst() {
          bare.append(inside)
          if inside == end { break }
        }
      }
    }
    return String(decoding: bare, as: UTF8.self)
  }
}
