import Corpus
import Foundation
import GRDB

extension Digest {
  /// The canonical form as 16 bytes, as the database stores it.
  var blob: Data {
    var data = Data(capacity: 16)
    withUnsafeBytes(of: high.bigEndian) { data.append(contentsOf: $0) }
    withUnsafeBytes(of: low.bigEndian) { data.append(contentsOf: $0) }
    return data
  }

  /// Reads the canonical form; nil where the length is not 16.
  init?(blob: Data) {
    guard blob.count == 16 else { return nil }
    func half(_ bytes: Data) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: half(blob.prefix(8)), low: half(blob.suffix(8)))
  }
}

extension Row {
  /// The digest in a column.
  func digest(_ column: Int) throws -> Digest {
    guard let data: Data = self[column], let digest = Digest(blob: data) else {
      throw StoreError.outOfRange(what: "a digest in the database")
    }
    return digest
  }
}

extension Role {
  /// The role of a number in the database; nil where no role has it.
  init?(stored number: Int64) {
    guard let value = UInt8(exactly: number) else { return nil }
    self.init(rawValue: value)
  }
}

/// Counts as they are read from a database, which may be anybody's: in their range, and added without a trap.
enum StoredCount {
  /// What a count may be. A larger one is nobody's corpus; thousands of these can be added in 64 bits.
  static let range = 0...1_000_000_000_000_000

  /// Lets a count through that is in its range.
  static func check(_ count: Int) throws -> Int {
    guard range.contains(count) else { throw StoreError.outOfRange(what: "a count in the database") }
    return count
  }

  /// Lets a count through that is in its range, or unknown.
  static func check(_ count: Int?) throws -> Int? { try count.map { try check($0) } }

  /// The sum of two counts, which is a count too.
  static func sum(_ left: Int, _ right: Int) throws -> Int {
    let (sum, overflows) = left.addingReportingOverflow(right)
    guard !overflows, range.contains(sum) else {
      throw StoreError.outOfRange(what: "a sum of counts in the database")
    }
    return sum
  }
}

/// Names as the database can hold them.
enum StoredName {
  /// Lets a name through that is not empty and holds no NUL, at which SQLite's texts end.
  static func check(_ name: String, what: String) throws {
    if name.utf8.isEmpty { throw StoreError.emptyName(what: what) }
    try checkText(name, what: "the name of \(what)")
  }

  /// Lets a text through that holds no NUL.
  static func checkText(_ text: String, what: String) throws {
    if text.utf8.contains(0) { throw StoreError.holdsNUL(what: what) }
  }
}

extension Database {
  /// Runs a statement that is kept prepared for the next time.
  func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// The first row of a query that is kept prepared for the next time.
  func row(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
    try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
  }

  /// All rows of a query that is kept prepared for the next time.
  func rows(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
    try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
  }

  /// The first column of the first row as an integer.
  func integer(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int64? {
    try Int64.fetchOne(cachedStatement(sql: sql), arguments: arguments)
  }
}
