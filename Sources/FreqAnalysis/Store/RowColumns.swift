import Corpus

/// Some columns of some rows of a file: whole numbers, and the roles.
struct RowColumns {
  /// How many rows there are.
  let rows: Int
  /// The columns in the order in which they were asked for; empty for the role.
  let integers: [[Int64]]
  /// For each row its role's place among `roleEntries`.
  private let roles: [UInt32]
  private let roleEntries: [Role]

  /// The role of a row; asked only where the column `role` was asked for.
  func role(_ row: Int) -> Role { roleEntries[Int(roles[row])] }

  /// Whether every row has one of some roles, as far as a look at them together says.
  func haveRoles(_ wanted: (Role) -> Bool) -> Bool { roleEntries.allSatisfy(wanted) }

  /// The largest index of a class, far above that of any class set; no memory is given for a larger one.
  private static let largestIndex = 1 << 24

  /// Hands on the rows of a file, some at a time.
  ///
  /// - Parameters:
  ///   - names: The columns: `role`, and those of whole numbers.
  ///   - file: The file, which must have as many rows as are known of it.
  ///   - rules: The rule set by which its mentions were found; nil: any.
  ///   - body: Takes the rows.
  /// - Throws: `ShardError` where the file cannot be read or is none of rows; `RowsOfOtherRules`; what `body` throws.
  static func read(
    _ names: [String], of file: StoredRowFile, rules: Digest?, _ body: (RowColumns) throws -> Void
  ) throws {
    let reader = try RowReader(names, of: file, rules: rules)
    while let group = try reader.next() { try body(group.rows) }
  }

  /// Takes the columns of a row group.
  fileprivate init(
    _ names: [String], _ columns: some Collection<ParquetTable.Column>, rows: Int,
    _ refuse: (String) -> ShardError
  ) throws {
    var integers: [[Int64]] = []
    var (roles, roleEntries): ([UInt32], [Role]) = ([], [])
    for (name, column) in zip(names, columns) {
      guard column.isThere == nil else { throw refuse("a value of the column \(name) is missing") }
      switch column.values {
      case .integers(let numbers) where name != "role":
        if name == "class_index" {
          let bits = numbers.withUnsafeBufferPointer { $0.reduce(0) { $0 | UInt64(bitPattern: $1) } }
          // Only where a bit is beyond those of the largest index may one be larger.
          guard
            bits <= UInt64(Self.largestIndex) || numbers.allSatisfy((0...Int64(Self.largestIndex)).contains)
          else { throw refuse("a class has an impossible index") }
        }
        guard name == "caption_hash" || Self.areCounts(numbers, from: name == "record" ? 1 : 0) else {
          throw refuse("a value of the column \(name) is impossible")
        }
        integers.append(numbers)
      case .texts where name == "role", .entries where name == "role":
        (roles, roleEntries) = try Self.roles(column.values, rows, refuse)
        integers.append([])
      default: throw refuse("the column \(name) is of another type")
      }
    }
    (self.rows, self.integers, self.roles, self.roleEntries) = (rows, integers, roles, roleEntries)
  }

  /// Whether numbers are such as people count or number things by, so that they can be added up.
  private static func areCounts(_ numbers: [Int64], from first: Int64) -> Bool {
    numbers.withUnsafeBufferPointer { numbers in
      let bits = numbers.reduce(0) { $0 | UInt64(bitPattern: $1) }
      guard
        bits <= UInt64(StoredCount.range.upperBound)
          || numbers.allSatisfy({ StoredCount.range.contains(Int($0)) })
      else { return false }
      return first == 0 || numbers.allSatisfy { $0 >= first }
    }
  }

  private static func roles(
    _ values: ParquetTable.Values, _ rows: Int, _ refuse: (String) -> ShardError
  ) throws -> ([UInt32], [Role]) {
    let known = Role.allCases.map { ($0, Array($0.name.utf8)) }
    func role(_ text: ArraySlice<UInt8>) throws -> Role {
      guard let role = known.first(where: { text.elementsEqual($0.1) })?.0 else {
        throw refuse("a row has an unknown role")
      }
      return role
    }
    guard case .entries(let indices, let bytes, let ends) = values else {
      let own = try (0..<rows).map { UInt32(try role(values.text($0)).rawValue) }
      return (own, Role.allCases)
    }
    var start = 0
    let entries = try ends.map { end in
      defer { start = end }
      return try role(bytes[start..<end])
    }
    return (indices, entries)
  }
}

/// A file of rows whose mentions were found by other rules than those that were asked for.
struct RowsOfOtherRules: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  let file: String
  /// The class set and the rule that the file names; nil: it names none, and is no file of rows.
  let found: String?

  /// The error as a sentence.
  var description: String {
    guard let found else { return "\(file) is no file of rows" }
    return "\(file) holds rows of other rules than the shard was counted by: of \(found)"
  }

  /// Refuses a table that is of other rules.
  static func check(_ table: ParquetTable, _ file: StoredRowFile, _ rules: Digest?) throws {
    guard let rules, table.notes[RowOptions.Note.ruleSet] != rules.hex else { return }
    let found = table.notes[RowOptions.Note.ruleSet].map { digest in
      "the class set \(ShownText.name(table.notes[RowOptions.Note.classSet] ?? "")) by the rule "
        + "\(ShownText.escaped(table.notes[RowOptions.Note.matching] ?? "", limit: 40)) "
        + "(id \(ShownText.escaped(String(digest.prefix(8)))))"
    }
    throw RowsOfOtherRules(file: file.path, found: found)
  }
}

/// The rows of a file, a row group at a time, as they are asked for. Belongs to one task.
final class RowReader {
  private let names: [String]
  private let file: StoredRowFile
  private let groups: ParquetTable.Groups
  /// The fields that the file keeps.
  let kept: [String]

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - names: The columns: `role`, and those of whole numbers.
  ///   - texts: Columns of text that are wanted besides.
  ///   - file: The file, which must have as many rows as are known of it.
  ///   - rules: The rule set by which its mentions were found; nil: any.
  /// - Throws: `ShardError` where the file cannot be read or is none of rows; `RowsOfOtherRules`.
  init(_ names: [String], texts: [String] = [], of file: StoredRowFile, rules: Digest?) throws {
    self.names = names
    self.file = file
    let table = try file.table()
    try RowsOfOtherRules.check(table, file, rules)
    guard table.rows == file.rows else {
      throw Self.refuse(file, "it has \(table.rows) rows; \(file.rows) were written")
    }
    kept = Self.kept(by: table)
    do {
      groups = try table.open(names + texts)
    } catch let fault as ShardFault {
      throw ShardError(shard: .file(path: file.path), fault: fault)
    }
  }

  /// The fields that a file keeps, by their columns.
  static func kept(by table: ParquetTable) -> [String] {
    let own = RowOptions.fileColumns
    return table.columnNames.filter { name in !own.contains { $0.name.utf8.elementsEqual(name.utf8) } }
  }

  private static func refuse(_ file: StoredRowFile, _ detail: String) -> ShardError {
    ShardError(shard: .file(path: file.path), fault: ShardFault(.parquet(detail: detail)))
  }

  /// Reads the next row group; nil after the last.
  ///
  /// - Throws: `ShardError`.
  func next() throws -> (rows: RowColumns, texts: [RowCells])? {
    do {
      guard let group = try groups.next() else { return nil }
      let rows = try RowColumns(names, group.columns.prefix(names.count), rows: group.rows) {
        Self.refuse(file, $0)
      }
      return (rows, group.columns.dropFirst(names.count).map(RowCells.init))
    } catch let fault as ShardFault {
      throw ShardError(shard: .file(path: file.path), fault: fault)
    }
  }
}
