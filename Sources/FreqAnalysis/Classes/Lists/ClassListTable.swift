import Corpus

/// Reads class lists that are tables: by a header that is known, or by what the columns hold.
struct ClassListTable {
  let file: String
  let options: ClassListOptions

  /// Reads a table; nil where the text is none.
  func read(_ bytes: [UInt8]) throws -> ClassList? {
    let separator = Self.separator(of: bytes)
    var reader = CSVRows(bytes, separator: separator)
    if let first = try? reader.next(), let header = known(first.cells),
      let list = try withHeader(header, separator, &reader)
    {
      return list
    }
    if let table = SeparatedRows(bytes) {
      return try ColumnsByContent(table, file: file, options: options).read()
    }
    if let name = options.nameColumn { throw InputError(file: file, .notATable(nameColumn: name)) }
    if separator == 0x09 { throw InputError(file: file, at: .line(1), .tableWithoutHeader) }
    return nil
  }

  /// The separator that the first line speaks for.
  private static func separator(of bytes: [UInt8]) -> UInt8 {
    let line = bytes.drop { $0 == 0x0A || $0 == 0x0D }.prefix { $0 != 0x0A }
    if line.contains(0x09) { return 0x09 }
    let comma = UInt8(ascii: ",")
    return line.contains(UInt8(ascii: ";")) && !line.contains(comma) ? UInt8(ascii: ";") : comma
  }

  /// The first row, trimmed, where it names a column of names.
  private func known(_ cells: [String]) -> [String]? {
    let header = cells.map(InputFile.trimmed)
    if let wanted = options.nameColumn { return Self.position(of: wanted, in: header) == nil ? nil : header }
    if header.count == 1 {
      // What a list of one column may be headed by is too plain a word to mean it elsewhere; `0` is pandas' own.
      let isHeader = ListHead.isHeader(header[0]) || header[0] == "0"
      return ListHead.isOfTable(file) && isHeader ? header : nil
    }
    return header.contains { ColumnsByHeader.names.contains($0.lowercased()) } ? header : nil
  }

  /// The place of a column of that header, whatever its case.
  static func position(of name: String, in header: [String]) -> Int? {
    let wanted = InputFile.trimmed(name).lowercased()
    return header.firstIndex { $0.lowercased() == wanted }
  }

  /// Reads a table by its header; nil where the only columns of names hold numbers or identifiers, as `class` may
  /// beside `label`.
  private func withHeader(
    _ header: [String], _ separator: UInt8, _ reader: inout CSVRows
  ) throws -> ClassList? {
    let rows = try reader.rows(below: header, in: file)
    let chosen = options.nameColumn.flatMap { Self.position(of: $0, in: header) }
    if let chosen, NumberKey.value(header[chosen]) != nil,
      rows.allSatisfy({ NumberKey.value(InputFile.trimmed($0.cells[chosen])) != nil })
    {
      // A number above numbers is a cell; what was asked for is the column of that number.
      return nil
    }
    let columns = try ColumnsByHeader(header, rows, name: chosen, file: file)
    let mayBeOther = chosen == nil && (header.count > 1 || header == ["0"])
    if mayBeOther, !rows.isEmpty, rows.allSatisfy({ Self.isNoName($0.cells[columns.name]) }) { return nil }
    if chosen == nil { try refuseGroups(columns, header, rows) }
    let aliases = columns.aliases.map { column in AliasCells(rows.map { $0.cells[column] }) }
    let entries = rows.enumerated().map { place, row in
      let id = columns.id.map { InputFile.trimmed(row.cells[$0]) }.flatMap { $0.isEmpty ? nil : $0 }
      return ClassSet.Class(
        name: InputFile.trimmed(row.cells[columns.name]), id: id,
        aliases: aliases.flatMap { $0.aliases[place] })
    }
    var list = ClassList(
      form: ClassFile.Form(separator: separator), entries: entries,
      notes: columns.notes + aliases.flatMap(\.notes), isListing: true)
    if header.count == 1 {
      list.notes.append(Note(.columnsByContent(roles: ["name"], header: header)))
    }
    if let index = columns.index { try list.order(by: indices(rows, index), file: file) }
    return list
  }

  /// Refuses a column of names in which over a tenth of the rows repeat one, where another column of texts has more
  /// different ones: `class` of a taxonomy beside `species`, or a table of pictures.
  private func refuseGroups(
    _ columns: ColumnsByHeader, _ header: [String], _ rows: [CSVRows.Row]
  ) throws {
    func different(_ column: Int) -> Int { Set(rows.map { Array($0.cells[column].utf8) }).count }
    let names = different(columns.name)
    guard (rows.count - names) * 10 > rows.count else { return }
    let used = [columns.name, columns.index, columns.id] + columns.aliases
    let others = header.indices.filter { column in
      !used.contains(column) && rows.allSatisfy { NameKey.hasWord($0.cells[column]) }
        && !rows.allSatisfy { Self.isNoName($0.cells[column]) || Double($0.cells[column]) != nil }
        && different(column) > names
    }
    guard !others.isEmpty else { return }
    throw InputError(
      file: file,
      .repeatedNames(
        header[columns.name], different: names, rows: rows.count, others: others.map { header[$0] },
        columns: header))
  }

  private func indices(_ rows: [CSVRows.Row], _ column: Int) throws -> [(index: Int, line: Int)] {
    try rows.map { row in
      let text = InputFile.trimmed(row.cells[column])
      guard let index = Int(text) else {
        throw InputError(file: file, at: .line(row.line), .indexNotNumber(text))
      }
      return (index, row.line)
    }
  }

  private static func isNoName(_ cell: String) -> Bool {
    let text = InputFile.trimmed(cell)
    return NumberKey.value(text) != nil || ClassIdentifier.matches(text)
  }
}

extension ClassFile.Form {
  /// The form of a table with this byte between its cells.
  init(separator: UInt8) {
    self = separator == 0x09 ? .tsv : separator == UInt8(ascii: ";") ? .semicolons : .csv
  }
}
