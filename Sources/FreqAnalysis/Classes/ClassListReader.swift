import Corpus

/// Recognises the form of a class list and reads its entries as given; what they are worth is not judged here.
struct ClassListReader {
  /// What a class list holds.
  struct List {
    var form: ClassFile.Form
    var entries: [ClassSet.Class]
    var notes: [Note] = []
  }

  let file: String

  /// Reads valid UTF-8 that is not all white space.
  func read(_ bytes: [UInt8]) throws -> List {
    let first = bytes.first { !InputFile.isSpace($0) }
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") { return try json(bytes) }
    if Self.splitSynset(firstLine(bytes)) != nil { return try synsets(bytes) }
    if let list = try table(bytes) { return list }
    return lines(bytes)
  }

  // MARK: JSON

  private func json(_ bytes: [UInt8]) throws -> List {
    switch try OrderedJSON(bytes, file: file) {
    case .array(let elements):
      var entries: [ClassSet.Class] = []
      for (index, element) in elements.enumerated() {
        guard case .string(let name) = element else {
          throw InputError(file: file, .nameNotText(position: index + 1, found: element.kind))
        }
        entries.append(ClassSet.Class(name: name))
      }
      return List(form: .jsonNames, entries: entries)
    case .object(let members):
      if let list = try indexed(members) { return list }
      var seen: Set<[UInt8]> = []
      let entries = try members.map { member in
        guard seen.insert(Array(member.key.utf8)).inserted else {
          throw InputError(file: file, at: .line(member.line), .repeatedName(member.key))
        }
        return Self.entry(member.key, aliases: try aliases(of: member))
      }
      return List(form: .jsonAliases, entries: entries)
    case let other: throw InputError(file: file, .notAClassList(found: other.kind))
    }
  }

  /// Reads `{"0": ["n01440764", "tench"], …}`; nil where any key is no number or any value no such pair.
  private func indexed(_ members: [OrderedJSON.Member]) throws -> List? {
    var list = List(form: .jsonIndex, entries: [])
    var indices: [(Int, Int)] = []
    for member in members {
      guard let index = Int(member.key), case .array(let pair) = member.value, pair.count == 2,
        case .string(let id) = pair[0], Self.splitSynset(id + " x") != nil, case .string(let name) = pair[1]
      else { return nil }
      indices.append((index, member.line))
      list.entries.append(ClassSet.Class(name: name, id: id))
    }
    try order(&list, by: indices)
    return list.entries.isEmpty ? nil : list
  }

  private func aliases(of member: OrderedJSON.Member) throws -> [String] {
    func refused(_ found: String) -> InputError {
      InputError(file: file, at: .line(member.line), .aliasesNotTexts(name: member.key, found: found))
    }
    switch member.value {
    case .string(let alias): return [alias]
    case .null: return []
    case .array(let elements):
      return try elements.map { element in
        guard case .string(let alias) = element else { throw refused("a list that holds \(element.kind)") }
        return alias
      }
    case let other: throw refused(other.kind)
    }
  }

  private static func entry(_ name: String, id: String? = nil, aliases: [String]) -> ClassSet.Class {
    let further = aliases.filter { !$0.isEmpty }.map { ClassSet.Term($0, kind: .alias) }
    return ClassSet.Class(name: name, id: id, terms: [ClassSet.Term(name)] + further)
  }

  // MARK: Lines

  private func lines(_ bytes: [UInt8]) -> List {
    var entries: [ClassSet.Class] = []
    var blank = 0
    var blankSinceName = 0
    for line in numberedLines(bytes) {
      if line.text.isEmpty {
        blankSinceName += 1
        continue
      }
      blank += blankSinceName
      blankSinceName = 0
      entries.append(ClassSet.Class(name: line.text))
    }
    return List(form: .lines, entries: entries, notes: blank > 0 ? [Note(.blankLines(blank))] : [])
  }

  private func synsets(_ bytes: [UInt8]) throws -> List {
    var entries: [ClassSet.Class] = []
    for line in numberedLines(bytes) where !line.text.isEmpty {
      guard let (id, rest) = Self.splitSynset(line.text) else {
        throw InputError(file: file, at: .line(line.number), .notASynsetLine)
      }
      let names = rest.split(separator: ",").map { InputFile.trimmed(String($0)) }.filter { !$0.isEmpty }
      guard let name = names.first else {
        throw InputError(file: file, at: .line(line.number), .namesWithoutWords([rest]))
      }
      entries.append(Self.entry(name, id: id, aliases: Array(names.dropFirst())))
    }
    return List(form: .synsets, entries: entries)
  }

  /// Splits `n01440764 tench, Tinca tinca` after the identifier: a letter of WordNet's parts of speech, 8 digits.
  static func splitSynset(_ line: String) -> (id: String, rest: String)? {
    let utf8 = Array(line.utf8)
    guard utf8.count > 10, "nvars".utf8.contains(utf8[0]),
      utf8[1...8].allSatisfy({ (0x30...0x39).contains($0) }),
      utf8[9] == 0x20 || utf8[9] == 0x09
    else { return nil }
    return (
      String(decoding: utf8[..<9], as: UTF8.self),
      InputFile.trimmed(String(decoding: utf8[10...], as: UTF8.self))
    )
  }

  private func firstLine(_ bytes: [UInt8]) -> String {
    let rest = bytes.drop(while: InputFile.isSpace)
    return String(decoding: rest.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }

  private func numberedLines(_ bytes: [UInt8]) -> [(number: Int, text: String)] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().map { index, line in
      (index + 1, InputFile.trimmed(String(decoding: line, as: UTF8.self)))
    }
  }

  // MARK: Tables

  private static let nameColumns = ["name", "class", "class_name", "classname"]
  private static let indexColumns = ["index", "class_index", "idx"]
  private static let idColumns = ["id", "wnid", "synset", "synset_id"]
  private static let aliasColumns = ["aliases", "alias", "synonyms"]

  /// A table with a header that names its columns, or rows that begin with their indices; nil where the text is
  /// no table.
  private func table(_ bytes: [UInt8]) throws -> List? {
    let separator = DelimitedTable.separator(of: bytes)
    var reader = CSVRows(bytes, separator: separator)
    guard let first = try? reader.next() else { return nil }
    let cells = first.cells.map { InputFile.trimmed($0).lowercased() }
    let isNamedTable = [".csv", ".tsv"].contains { file.lowercased().hasSuffix($0) }
    if cells.contains(where: Self.nameColumns.contains), cells.count > 1 || isNamedTable {
      return try withHeader(bytes)
    }
    if cells.count > 1, let list = withoutHeader(bytes, separator) { return list }
    if separator == 0x09 { throw InputError(file: file, at: .line(1), .tableWithoutHeader) }
    return nil
  }

  private func withHeader(_ bytes: [UInt8]) throws -> List {
    let table = try DelimitedTable(bytes, file: file)
    guard let nameColumn = try table.column(Self.nameColumns, file: file) else {
      throw InputError(file: file, at: .line(1), .missingColumn(wanted: ["name"], seen: table.columns))
    }
    let indexColumn = try table.column(Self.indexColumns, file: file)
    let idColumn = try table.column(Self.idColumns, file: file)
    let aliasColumn = try table.column(Self.aliasColumns, file: file)
    let used = [nameColumn, indexColumn, idColumn, aliasColumn]
    let ignored = table.columns.indices.filter { !used.contains($0) }.map { table.columns[$0] }
    let entries = table.rows.map { row in
      let id = idColumn.map { InputFile.trimmed(row.cells[$0]) }.flatMap { $0.isEmpty ? nil : $0 }
      let aliases = aliasColumn.map { Self.splitAliases(row.cells[$0]) } ?? []
      return Self.entry(InputFile.trimmed(row.cells[nameColumn]), id: id, aliases: aliases)
    }
    var list = List(
      form: table.separator == 0x09 ? .tsv : .csv, entries: entries,
      notes: ignored.isEmpty ? [] : [Note(.ignoredColumns, ignored)])
    if let indexColumn {
      let indices = try table.rows.map { row -> (Int, Int) in
        let text = InputFile.trimmed(row.cells[indexColumn])
        guard let index = Int(text) else {
          throw InputError(file: file, at: .line(row.line), .indexNotNumber(text))
        }
        return (index, row.line)
      }
      try order(&list, by: indices)
    }
    return list
  }

  private func withoutHeader(_ bytes: [UInt8], _ separator: UInt8) -> List? {
    var reader = CSVRows(bytes, separator: separator)
    var list = List(form: separator == 0x09 ? .tsv : .csv, entries: [])
    var indices: [(Int, Int)] = []
    do {
      while let row = try reader.next() {
        guard (2...3).contains(row.cells.count), let index = Int(InputFile.trimmed(row.cells[0])) else {
          return nil
        }
        indices.append((index, row.line))
        let aliases = row.cells.count > 2 ? Self.splitAliases(row.cells[2]) : []
        list.entries.append(Self.entry(InputFile.trimmed(row.cells[1]), aliases: aliases))
      }
      try order(&list, by: indices)
    } catch {
      // Lines that only look like rows are names.
      return nil
    }
    list.notes.append(Note(.noHeader))
    return list
  }

  private static func splitAliases(_ cell: String) -> [String] {
    cell.split(separator: "|").map { InputFile.trimmed(String($0)) }
  }

  /// Puts the classes in the order of their indices, which run from 0 or 1 without a gap.
  private func order(_ list: inout List, by indices: [(index: Int, line: Int)]) throws {
    let sorted = indices.indices.sorted { indices[$0].index < indices[$1].index }
    let base = sorted.first.map { indices[$0].index } == 1 ? 1 : 0
    for (position, entry) in sorted.enumerated() where indices[entry].index != position + base {
      throw InputError(
        file: file, at: .line(indices[entry].line),
        .indexGap(expected: position + base, found: indices[entry].index))
    }
    if sorted != Array(indices.indices) { list.notes.append(Note(.orderedByIndex)) }
    if base == 1 { list.notes.append(Note(.indexFromOne)) }
    list.entries = sorted.map { list.entries[$0] }
  }
}

extension OrderedJSON {
  /// Reads a file's JSON; a fault becomes an error of the file.
  init(_ bytes: [UInt8], file: String, firstLine: Int = 1) throws {
    do {
      try self.init(bytes)
    } catch {
      throw InputError(
        file: file, at: .column(line: error.line + firstLine - 1, column: error.column), .json(error.reason))
    }
  }
}
