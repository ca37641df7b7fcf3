import Corpus

/// Some columns of some rows of a file: whole numbers, and the roles.
struct RowColumns {
  /// How many rows there are.
  let rows: Int
  /// The columns in the order in which they were asked for; empty for the role.
  let integers: [[Int64]]
  private let roles: [Role]

  /// The role of a row; asked only where the column `role` was asked for.
  func role(_ row: Int) -> Role { roles[row] }

  /// The largest index of a class, far above that of any class set; no memory is given for a larger one.
  private static let largestIndex = 1 << 24

  /// Hands on the rows of a file, some at a time.
  ///
  /// - Parameters:
  ///   - names: The columns: `role`, and those of whole numbers.
  ///   - file: The file, which must have as many rows as are known of it.
  ///   - body: Takes the rows.
  /// - Throws: `ShardError` where the file cannot be read or is none of rows; what `body` throws.
  static func read(
    _ names: [String], of file: StoredRowFile, _ body: (RowColumns) throws -> Void
  ) throws {
    func refuse(_ detail: String) -> ShardError {
      ShardError(shard: .file(path: file.path), fault: ShardFault(.parquet(detail: detail)))
    }
    let table = try ParquetTable(path: file.path)
    guard table.rows == file.rows else {
      throw refuse("it has \(table.rows) rows; \(file.rows) were written")
    }
    do {
      try table.read(names) { rows, columns in
        var (integers, roles): ([[Int64]], [Role]) = ([], [])
        for (name, column) in zip(names, columns) {
          guard column.isThere == nil else { throw refuse("a value of the column \(name) is missing") }
          switch column.values {
          case .integers(let numbers) where name != "role":
            if name == "class_index", !numbers.allSatisfy({ (0...Int64(largestIndex)).contains($0) }) {
              throw refuse("a class has an impossible index")
            }
            integers.append(numbers)
          case .texts where name == "role":
            roles = try Self.roles(column.values, rows, refuse)
            integers.append([])
          default: throw refuse("the column \(name) is of another type")
          }
        }
        try body(RowColumns(rows: rows, integers: integers, roles: roles))
      }
    } catch let fault as ShardFault {
      throw ShardError(shard: .file(path: file.path), fault: fault)
    }
  }

  private static func roles(
    _ values: ParquetTable.Values, _ rows: Int, _ refuse: (String) -> ShardError
  ) throws -> [Role] {
    let known = Role.allCases.map { ($0, Array($0.name.utf8)) }
    guard case .texts(let bytes, let ends) = values, ends.count == rows else { return [] }
    var roles: [Role] = []
    roles.reserveCapacity(rows)
    // Nearly every row has the role of the one before.
    var (last, start) = (known[0], 0)
    for end in ends {
      let text = bytes[start..<end]
      start = end
      if text.count != last.1.count || !text.elementsEqual(last.1) {
        guard let found = known.first(where: { text.elementsEqual($0.1) }) else {
          throw refuse("a row has an unknown role")
        }
        last = found
      }
      roles.append(last.0)
    }
    return roles
  }
}
