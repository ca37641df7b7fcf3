/// Reads the forms of a file of counts.
struct FrequencyReader {
  struct Row {
    var name: String
    var key: String?
    var captions: Int
    var mentions: Int?
  }

  private(set) var form = FrequencyFile.Form.object
  private(set) var rows: [Row] = []
  private(set) var notes: [Note] = []
  private let file: String
  private var seen: [[[UInt8]]: Int] = [:]
  /// Names whose value is null or empty.
  private(set) var unknown: [String] = []
  /// The column of indices or identifiers; nil where there is none.
  private(set) var keyColumn: String?

  /// The names that a column may have, the best known first.
  private static let nameColumns = ["class", "name", "class_name", "classname", "term", "query", "label"]
  private static let captionsColumns = ["captions", "count", "n", "frequency"]

  init(_ bytes: [UInt8], file: String) throws {
    self.file = file
    let first = bytes.first { !InputFile.isSpace($0) }
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
      try readTable(DelimitedTable(bytes, file: file, semicolons: true))
      return
    }
    if let records = try RecordTable.lines(bytes, file: file, alone: Self.isRow) {
      try readTable(RecordTable.table(records, file: file))
      return
    }
    let value = try OrderedJSON(bytes, file: file)
    if let records = try RecordTable.list(value, file: file) {
      try readTable(RecordTable.table(records, file: file))
      return
    }
    if let records = FrameRecords.rows(value, isRecord: Self.isFrameRow) {
      try readTable(RecordTable.table(records, file: file))
      return
    }
    switch value {
    case .object(let members):
      for member in members { try add(member.key, member.value, at: .line(member.line)) }
    case .array(let pairs):
      form = .pairs
      for (index, pair) in pairs.enumerated() { try addPair(pair, number: index + 1) }
    default: break
    }
  }

  /// Whether an object alone in a file is a row rather than an object from class to captions.
  private static func isRow(_ value: OrderedJSON) -> Bool {
    nameColumns.contains { name in
      if case .string? = value[name] { return true }
      return false
    }
  }

  /// Whether a row of a table by columns is one of these, its class under a known name or under none.
  private static func isFrameRow(_ value: OrderedJSON) -> Bool {
    (isRow(value) || value[""] != nil) && captionsColumns.contains { value[$0] != nil }
  }

  private mutating func addPair(_ pair: OrderedJSON, number: Int) throws {
    guard case .array(let parts) = pair, parts.count == 2, case .string(let name) = parts[0] else {
      throw InputError(
        file: file,
        .unknownForm(
          wanted: "a list of pairs such as [\"tench\", 12]", found: "element \(number), \(pair.kind)"))
    }
    try add(name, parts[1], at: .file)
  }

  private mutating func add(_ name: String, _ value: OrderedJSON, at place: InputError.Place) throws {
    try note(name, at: place)
    switch value {
    case .number(let text):
      rows.append(Row(name: name, captions: try count(text, "captions", name, place)))
    case .null: unknown.append(name)
    case let other:
      throw InputError(file: file, at: place, .valueNotNumber(name: name, found: other.kind))
    }
  }

  private mutating func readTable(_ table: DelimitedTable) throws {
    form = .rows
    let key = try table.choice(AccuracyTableReader.keyColumns, file: file)
    guard let name = try table.choice(Self.nameColumns, file: file) ?? table.unnamed ?? key else {
      throw InputError(
        file: file, at: .line(1),
        .noColumn(what: "the class", accepted: Self.nameColumns + ["index", "id"], seen: table.columns))
    }
    guard let captions = try table.choice(Self.captionsColumns, file: file) else {
      throw InputError(
        file: file, at: .line(1),
        .noColumn(what: "the captions", accepted: Self.captionsColumns, seen: table.columns))
    }
    let mentions = try table.choice(["mentions"], file: file)
    let used = [name.position, captions.position, mentions?.position, key?.position]
    notes += [name.note("class"), captions.note("captions")].compactMap { $0 }
    notes.append(
      Note(.ignoredColumns, table.columns.indices.filter { !used.contains($0) }.map { table.columns[$0] }))
    if let key, key.position != name.position { keyColumn = key.name }
    for cells in table.rows {
      let place = InputError.Place.line(cells.line)
      var row = Row(name: cells.cells[name.position], captions: 0)
      if keyColumn != nil, let key { row.key = cells.cells[key.position] }
      do { try note(row.name, key: row.key, at: place) } catch  where row.name.isEmpty {
        throw InputError(file: file, at: place, .rowWithoutName(column: name.name))
      }
      let counted = table.number(in: cells.cells[captions.position])
      guard !counted.isEmpty else {
        unknown.append(row.name)
        continue
      }
      row.captions = try count(counted, captions.name, row.name, place)
      let found = mentions.map { table.number(in: cells.cells[$0.position]) } ?? ""
      row.mentions = found.isEmpty ? nil : try count(found, "mentions", row.name, place)
      if let mentions = row.mentions, mentions < row.captions {
        throw InputError(
          file: file, at: place,
          .fewerMentionsThanCaptions(name: row.name, mentions: mentions, captions: row.captions))
      }
      rows.append(row)
    }
  }

  private mutating func note(_ name: String, key: String? = nil, at place: InputError.Place) throws {
    let line: Int? = if case .line(let line) = place { line } else { nil }
    if let first = seen.updateValue(line ?? 0, forKey: [name, key ?? ""].map { Array($0.utf8) }) {
      throw InputError(file: file, at: place, .repeatedClass(name, firstLine: first > 0 ? first : nil))
    }
  }

  private func count(
    _ text: String, _ column: String, _ name: String, _ place: InputError.Place
  ) throws -> Int {
    guard let count = WholeNumber(text)?.value else {
      throw InputError(file: file, at: place, .countNotWhole(name: name, column: column, found: text))
    }
    return count
  }
}
