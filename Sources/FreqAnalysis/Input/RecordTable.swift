/// Reads JSON objects of one shape, one a line or in one list, as a table: keys are columns, values are cells.
enum RecordTable {
  /// The most columns of a table, so that objects which each bring keys of their own cannot make it grow.
  private static let columnLimit = 10_000

  /// The objects of JSON Lines; nil where the first line that is not blank is no object by itself, or is the whole
  /// file and `alone` does not take it for a record.
  ///
  /// Throws `InputError` where a later line is no object.
  static func lines(
    _ bytes: [UInt8], file: String, alone: (OrderedJSON) -> Bool
  ) throws -> [(value: OrderedJSON, line: Int)]? {
    var records: [(value: OrderedJSON, line: Int)] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where line.contains(where: { !InputFile.isSpace($0) }) {
      if records.isEmpty {
        guard let first = try? OrderedJSON(Array(line)), case .object = first else { return nil }
        records.append((first, index + 1))
        continue
      }
      let value = try OrderedJSON(Array(line), file: file, firstLine: index + 1)
      guard case .object = value else {
        throw InputError(
          file: file, at: .line(index + 1), .unknownForm(wanted: "an object a line", found: value.kind))
      }
      records.append((value, index + 1))
    }
    guard let first = records.first, records.count > 1 || alone(first.value) else { return nil }
    return records
  }

  /// The objects of a list; nil where its first element is no object.
  ///
  /// Throws `InputError` where a later element is none.
  static func list(_ value: OrderedJSON, file: String) throws -> [(value: OrderedJSON, line: Int)]? {
    guard case .array(let elements) = value, case .object? = elements.first else { return nil }
    return try elements.enumerated().map { index, element in
      guard case .object(let members) = element else {
        throw InputError(
          file: file,
          .unknownForm(wanted: "a list of objects", found: "element \(index + 1), \(element.kind)"))
      }
      return (element, members.first?.line ?? 1)
    }
  }

  /// The table of records: a column for each key, in the order of their first use; what a record lacks, and null,
  /// is an empty cell; a list or an object is a cell that says so.
  static func table(_ records: [(value: OrderedJSON, line: Int)], file: String) throws -> DelimitedTable {
    var columns: [String] = []
    var positions: [[UInt8]: Int] = [:]
    for record in records {
      guard case .object(let members) = record.value else { continue }
      for member in members where positions[Array(member.key.utf8)] == nil {
        guard columns.count < columnLimit else {
          throw InputError(
            file: file, at: .line(record.line),
            .unknownForm(wanted: "objects with the same keys", found: "one of more than \(columnLimit) keys"))
        }
        positions[Array(member.key.utf8)] = columns.count
        columns.append(member.key)
      }
    }
    guard columns.count * records.count <= 16 << 20 else {
      throw InputError(
        file: file,
        .unknownForm(wanted: "objects with the same keys", found: "a file whose objects differ in theirs"))
    }
    let rows = records.map { record in
      var cells = Array(repeating: "", count: columns.count)
      if case .object(let members) = record.value {
        for member in members {
          guard let position = positions[Array(member.key.utf8)] else { continue }
          cells[position] = member.value.cell
        }
      }
      return CSVRows.Row(cells: cells, line: record.line)
    }
    return DelimitedTable(columns: columns, rows: rows)
  }
}

extension OrderedJSON {
  /// The value as the cell of a table.
  fileprivate var cell: String {
    switch self {
    case .null: ""
    case .string(let text), .number(let text): text
    case .bool, .array, .object: kind
    }
  }
}
