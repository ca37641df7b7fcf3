import Corpus

/// Reads class lists that are tables: by a header that is known, or by what the columns hold.
struct ClassListTable {
  let file: String
  let options: ClassListOptions

  /// The names of columns, the better known first.
  private static let nameColumns = ["name", "class_name", "classname", "class"]
  private static let indexColumns = ["index", "class_index", "idx"]
  private static let idColumns = ["wnid", "synset_id", "id", "synset"]
  private static let aliasColumns = ["aliases", "alias", "synonyms"]

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
    let line = bytes.prefix { $0 != 0x0A }
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
      let isTable = [".csv", ".tsv"].contains { file.lowercased().hasSuffix($0) }
      let names = Self.nameColumns + ["names", "classes", "class_names", "label", "labels", "category", "0"]
      return isTable && names.contains(header[0].lowercased()) ? header : nil
    }
    return header.contains { Self.nameColumns.contains($0.lowercased()) } ? header : nil
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
    let rows = try rows(below: header, &reader)
    var besides: [Note] = []
    let chosen = options.nameColumn.flatMap { Self.position(of: $0, in: header) }
    let nameColumn = try chosen ?? column(Self.nameColumns, in: header, &besides) ?? 0
    let mayBeOther = chosen == nil && (header.count > 1 || header == ["0"])
    if mayBeOther, !rows.isEmpty, rows.allSatisfy({ Self.isNoName($0.cells[nameColumn]) }) { return nil }
    let indexColumn = try column(Self.indexColumns, in: header, &besides, but: nameColumn)
    let idColumn = try column(Self.idColumns, in: header, &besides, but: nameColumn)
    let aliasColumn = try column(Self.aliasColumns, in: header, &besides, but: nameColumn)
    let entries = rows.map { row in
      let id = idColumn.map { InputFile.trimmed(row.cells[$0]) }.flatMap { $0.isEmpty ? nil : $0 }
      let aliases = aliasColumn.map { Self.splitAliases(row.cells[$0]) } ?? []
      return ClassSet.Class(name: InputFile.trimmed(row.cells[nameColumn]), id: id, aliases: aliases)
    }
    var list = ClassList(form: ClassFile.Form(separator: separator), entries: entries, notes: besides)
    let used = [nameColumn, indexColumn, idColumn, aliasColumn]
    let ignored = header.indices.filter { !used.contains($0) }.map { header[$0] }
    if !ignored.isEmpty { list.notes.append(Note(.ignoredColumns, ignored)) }
    if let indexColumn { try list.order(by: indices(rows, indexColumn), file: file) }
    return list
  }

  /// All rows, which have to be as wide as the header.
  private func rows(below header: [String], _ reader: inout CSVRows) throws -> [CSVRows.Row] {
    var rows: [CSVRows.Row] = []
    do {
      while let row = try reader.next() {
        guard row.cells.count == header.count else {
          throw InputError(
            file: file, at: .line(row.line), .cellCount(found: row.cells.count, header: header.count))
        }
        rows.append(row)
      }
    } catch let fault as CSVRows.Fault {
      throw InputError(file: file, at: .line(fault.line), .quoting(unclosed: fault.unclosed))
    }
    return rows
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

  /// The column with the best known of these names; where others have accepted names too, all are told.
  private func column(
    _ names: [String], in header: [String], _ notes: inout [Note], but taken: Int? = nil
  ) throws -> Int? {
    let lower = header.map { $0.lowercased() }
    let found = names.compactMap { name in lower.firstIndex(of: name) }.filter { $0 != taken }
    guard let best = found.first else { return nil }
    if let last = lower.lastIndex(of: lower[best]), last != best {
      throw InputError(file: file, at: .line(1), .repeatedColumn(header[last]))
    }
    if found.count > 1 {
      notes.append(Note(.columnChosen(header[best], besides: found.dropFirst().map { header[$0] })))
    }
    return best
  }

  private static func isNoName(_ cell: String) -> Bool {
    let text = InputFile.trimmed(cell)
    return NumberKey.value(text) != nil || ClassIdentifier.matches(text)
  }

  /// The aliases of a cell, between vertical bars.
  static func splitAliases(_ cell: String) -> [String] {
    cell.split(separator: "|").map { InputFile.trimmed(String($0)) }
  }
}

extension ClassFile.Form {
  /// The form of a table with this byte between its cells.
  init(separator: UInt8) {
    self = separator == 0x09 ? .tsv : separator == UInt8(ascii: ";") ? .semicolons : .csv
  }
}
