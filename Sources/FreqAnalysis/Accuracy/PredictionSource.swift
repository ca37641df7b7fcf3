/// The records of a file of predictions, one after another: JSON Lines, a JSON list of objects, or rows of a table.
struct PredictionSource {
  /// One record and the line on which it stands.
  typealias Record = (value: OrderedJSON, line: Int)

  private enum Content {
    case lines(InputLines)
    case records([Record])
    case rows(columns: [String], [CSVRows.Row])
  }

  /// How many records, and of how many bytes, the choice of fields looks at.
  private static let sampleSize = (records: 10_000, bytes: 4 << 20)

  let file: String
  private var content: Content
  private var next = 0
  /// The records that were read ahead; they are given again by `nextRecord`.
  private(set) var sample: [Record] = []

  /// Reads JSON Lines as they come.
  init(_ lines: InputLines) throws {
    file = lines.path
    content = .lines(lines)
    var bytes = 0
    while sample.count < Self.sampleSize.records, bytes < Self.sampleSize.bytes {
      guard let (record, size) = try read() else { break }
      sample.append(record)
      bytes += size
    }
  }

  /// Takes the objects of a JSON list.
  init(_ records: [Record], file: String) {
    self.file = file
    content = .records(records)
    sample = Array(records.prefix(Self.sampleSize.records))
  }

  /// Takes the rows of a table, each as an object of texts; known field names may be written in any case, unless a
  /// person named the column as it is written.
  init(_ table: DelimitedTable, file: String, named: PredictionFields.Named) {
    let columns = table.columns.map { column in
      let isKnown = PredictionFields.known.contains(column.lowercased()) && !named.names(column)
      return isKnown ? column.lowercased() : column
    }
    self.file = file
    content = .rows(columns: columns, table.rows)
    sample = table.rows.prefix(Self.sampleSize.records).map { Self.record(columns, $0) }
  }

  /// A row as an object of texts, made when it is asked for: a table takes enough memory once.
  private static func record(_ columns: [String], _ row: CSVRows.Row) -> Record {
    let members = zip(columns, row.cells).map { column, cell in
      OrderedJSON.Member(key: column, value: .string(cell), line: row.line)
    }
    return (.object(members), row.line)
  }

  /// The next record; nil at the end.
  mutating func nextRecord() throws -> Record? {
    if next < sample.count {
      next += 1
      return sample[next - 1]
    }
    switch content {
    case .lines: return try read()?.0
    case .records(let records):
      guard next < records.count else { return nil }
      next += 1
      return records[next - 1]
    case .rows(let columns, let rows):
      guard next < rows.count else { return nil }
      next += 1
      return Self.record(columns, rows[next - 1])
    }
  }

  private mutating func read() throws -> (Record, size: Int)? {
    guard case .lines(var lines) = content else { return nil }
    // The lines are taken out while they are read, so that their buffer is not copied.
    content = .records([])
    defer { content = .lines(lines) }
    guard let line = try lines.nextFilled() else { return nil }
    // A score beside an answer may be a number that is none.
    let value = try OrderedJSON(line, file: file, firstLine: lines.line, readsNaN: true)
    guard case .object = value else {
      throw InputError(
        file: file, at: .line(lines.line),
        .unknownForm(wanted: "JSON Lines with `label` and `pred`", found: value.kind))
    }
    return ((value, lines.line), line.count)
  }
}
