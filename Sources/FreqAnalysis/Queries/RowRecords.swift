import Corpus

/// The records of a file of rows that mention some classes, one after another. Belongs to one task.
final class RowRecords {
  /// One record.
  struct Record {
    var number: Int
    var classes: Set<Int>
    /// The hash of its first caption with one of the classes.
    var hash: UInt64
    var key: String?
    /// The values of the columns that were asked for.
    var values: [String?]
  }

  /// What is taken of the rows.
  struct Choice {
    /// The classes, by index; nil: any.
    var classes: Set<Int>?
    /// Whether a record must mention all of them.
    var needsAll = false
    var roles: Set<Role>
    /// The number of classes that there are.
    var classCount: Int
  }

  private let file: StoredRowFile
  private let choice: Choice
  private let reader: RowReader
  private let meter: WorkMeter?
  private var group: (rows: RowColumns, texts: [RowCells])?
  private var row = 0

  /// Opens a file of rows, and asks for some of its kept columns.
  ///
  /// - Throws: `ShardError`, `RowsOfOtherRules`.
  init(
    _ choice: Choice, in file: StoredRowFile, rules: Digest, columns: [String], meter: WorkMeter? = nil
  ) throws {
    self.file = file
    self.choice = choice
    self.meter = meter
    reader = try RowReader(
      ["role", "class_index", "record", "caption_hash"], texts: ["key"] + columns, of: file, rules: rules)
  }

  /// The next record; nil after the last.
  ///
  /// - Throws: `ShardError`, `RowOfNoClass`.
  func next() throws -> Record? {
    while let record = try nextOfAny() {
      if choice.needsAll, let wanted = choice.classes, !wanted.isSubset(of: record.classes) { continue }
      return record
    }
    return nil
  }

  private func nextOfAny() throws -> Record? {
    var open: Record?
    while let (rows, texts) = try current() {
      while row < rows.rows {
        let (index, number) = (Int(rows.integers[1][row]), Int(rows.integers[2][row]))
        guard choice.roles.contains(rows.role(row)), choice.classes?.contains(index) ?? true else {
          row += 1
          continue
        }
        guard index < choice.classCount else { throw RowOfNoClass(file: file.path, index: index) }
        if let found = open, found.number != number { return found }
        if open == nil {
          let values = texts.map { $0.text(row) }
          open = Record(
            number: number, classes: [], hash: UInt64(bitPattern: rows.integers[3][row]),
            key: values.first ?? nil, values: Array(values.dropFirst()))
        }
        open?.classes.insert(index)
        row += 1
      }
    }
    return open
  }

  /// The row group in hand; nil after the last.
  private func current() throws -> (rows: RowColumns, texts: [RowCells])? {
    while group.map({ row >= $0.rows.rows }) ?? true {
      if let group { meter?.add(Double(group.rows.rows)) }
      row = 0
      group = try reader.next()
      if group == nil { return nil }
    }
    return group
  }
}
