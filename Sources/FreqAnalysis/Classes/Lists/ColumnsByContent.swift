import Corpus

/// Reads a table without a known header by what its columns hold: identifiers, whole numbers, one text.
struct ColumnsByContent {
  private let table: SeparatedRows
  private let file: String
  private let options: ClassListOptions
  /// The first row, where what stands below it shows that it is a header.
  private let header: [String]?
  private let rows: [CSVRows.Row]
  private let kinds: [Kind]

  /// What the cells of a column are.
  private enum Kind: Equatable {
    case empty, identifiers, wholeNumbers, numbers, texts

    init(_ cells: some Sequence<String>) {
      var all: Set<Kind> = []
      for cell in cells where all.count < 5 {
        if cell.isEmpty {
          all.insert(.empty)
        } else if ClassIdentifier.matches(cell) {
          all.insert(.identifiers)
        } else if NumberKey.value(cell) != nil {
          all.insert(.wholeNumbers)
        } else {
          all.insert(Double(cell) != nil ? .numbers : .texts)
        }
      }
      if all.isEmpty || all == [.empty] {
        self = .empty
      } else if all.contains(.texts) {
        self = .texts
      } else if all.count == 1, let only = all.first {
        self = only
      } else {
        // Numbers and identifiers with gaps, or of several kinds, are values of some sort and no names.
        self = all.contains(.identifiers) ? .texts : .numbers
      }
    }
  }

  init(_ table: SeparatedRows, file: String, options: ClassListOptions) {
    self.table = table
    self.file = file
    self.options = options
    let below = table.rows.dropFirst()
    let kindsBelow = (0..<table.width).map { column in Kind(below.lazy.map { $0.cells[column] }) }
    let first = table.rows[0].cells
    let isHeader = kindsBelow.indices.contains { column in
      Self.heads(first[column], kindsBelow[column], below.lazy.map { $0.cells[column] })
    }
    header = isHeader ? first : nil
    rows = isHeader ? Array(below) : table.rows
    kinds =
      isHeader
      ? kindsBelow : (0..<table.width).map { column in Kind(table.rows.lazy.map { $0.cells[column] }) }
  }

  /// Whether a cell stands above a column as its header, since it is not of the column's kind.
  private static func heads(_ cell: String, _ kind: Kind, _ below: some Sequence<String>) -> Bool {
    switch kind {
    case .identifiers: !cell.isEmpty && !ClassIdentifier.matches(cell)
    // An index has no name in what pandas and R write, and counts from 0 or 1; elsewhere an empty cell is a value
    // that is missing.
    case .wholeNumbers where cell.isEmpty:
      [0, 1].contains { base in below.enumerated().allSatisfy { NumberKey.value($1) == $0 + base } }
    case .wholeNumbers, .numbers: !cell.isEmpty && Double(cell) == nil
    case .empty, .texts: false
    }
  }

  /// Reads the classes; throws where several columns could hold the names.
  func read() throws -> ClassList {
    let texts = kinds.indices.filter { kinds[$0] == .texts }
    let chosen = try options.nameColumn.map(position)
    // The third column of a listing that was written for this tool holds aliases between vertical bars.
    let aliases =
      chosen == nil && texts.count == 2 && rows.contains { $0.cells[texts[1]].contains("|") } ? texts[1] : nil
    if chosen == nil, texts.isEmpty, let column = kinds.firstIndex(of: .identifiers) {
      throw InputError(file: file, .identifiersAlone(rows.map { $0.cells[column] }))
    }
    guard let name = chosen ?? (texts.count == (aliases == nil ? 1 : 2) ? texts[0] : nil) else {
      throw InputError(
        file: file, .columnsUnknown(header ?? table.rows[0].cells, isHeader: header != nil))
    }
    let id = kinds.indices.first { kinds[$0] == .identifiers && $0 != name }
    let number = kinds.indices.first { kinds[$0] == .wholeNumbers && $0 != name }
    let further = aliases.map { column in AliasCells(rows.map { $0.cells[column] }) }
    var list = ClassList(
      form: ClassFile.Form(separator: table.separator),
      entries: rows.enumerated().map { place, row in
        ClassSet.Class(
          name: row.cells[name], id: id.map { row.cells[$0] }, aliases: further?.aliases[place] ?? [])
      }, notes: further?.notes ?? [], isListing: true)
    let usesNumber = try number.map { try order(&list, by: $0, hasIdentifier: id != nil) } ?? false
    let roles = kinds.indices.map { column in
      switch column {
      case name: "name"
      case id: "identifier"
      case aliases: "aliases"
      case number where usesNumber: "index"
      default: "not used"
      }
    }
    list.notes.insert(Note(.columnsByContent(roles: roles, header: header)), at: 0)
    // Nothing but texts, of which the first may as well be a header.
    if chosen != nil, header == nil, kinds.allSatisfy({ $0 == .texts }) {
      list.notes.append(Note(.firstLine(rows[0].cells[name])))
    }
    return list
  }

  /// Takes a column of numbers as indices, or as identifiers where they have gaps and there are no others.
  ///
  /// Returns false where it is neither, since a number comes twice or the header speaks of something else.
  private func order(_ list: inout ClassList, by column: Int, hasIdentifier: Bool) throws -> Bool {
    let numbers = rows.compactMap { NumberKey.value($0.cells[column]) }
    let different = Set(numbers)
    guard numbers.count == rows.count, different.count == numbers.count, let least = numbers.min(),
      let greatest = numbers.max()
    else { return false }
    if least <= 1, greatest - least == numbers.count - 1 {
      try list.order(by: zip(numbers, rows).map { ($0, $1.line) }, file: file)
      return true
    }
    let title = header?[column].lowercased() ?? ""
    guard !hasIdentifier, title.isEmpty || title.contains("id") || title == "label" || title == "index" else {
      return false
    }
    for index in list.entries.indices { list.entries[index].id = rows[index].cells[column] }
    list.order(byNumbers: numbers)
    return true
  }

  /// The place of the column that was asked for, by its header or by its number from 1.
  private func position(_ name: String) throws -> Int {
    if let header, let place = ClassListTable.position(of: name, in: header) { return place }
    if let number = NumberKey.value(InputFile.trimmed(name)), (1...table.width).contains(number) {
      return number - 1
    }
    throw InputError(file: file, .noSuchColumn(name, seen: header ?? table.rows[0].cells))
  }
}
