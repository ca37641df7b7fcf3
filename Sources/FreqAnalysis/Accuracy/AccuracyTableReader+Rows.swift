extension AccuracyTableReader {
  /// The names that a column of classes may have, the best known first; the first column of a data frame has none.
  static let classColumns = ["class", "name", "class_name", "classname", "label"]
  static let accuracyColumns = ["accuracy", "acc", "recall"]
  static let totalColumns = ["total", "n", "count", "images", "support"]
  /// The names that a column of indices or identifiers may have.
  static let keyColumns = [
    "index", "class_index", "idx", "id", "class_id", "wnid", "synset", "synset_id",
  ]

  /// Reads rows of class and accuracy, or of class, correct and total.
  mutating func readRows(_ table: DelimitedTable) throws {
    let key = try table.choice(Self.keyColumns, file: file)
    guard let name = try table.choice(Self.classColumns, file: file) ?? table.unnamed ?? key else {
      let accepted = Self.classColumns + ["index", "id"]
      let known = Self.accuracyColumns + ["correct"]
      throw InputError(
        file: file, at: .line(1),
        table.columns.contains { known.contains($0.lowercased()) }
          ? .noColumn(what: "the class", accepted: accepted, seen: table.columns)
          : .noTableColumn(what: "the class", accepted: accepted, seen: table.columns))
    }
    let accuracy = try table.choice(Self.accuracyColumns, file: file)
    let correct = try table.choice(["correct"], file: file)
    let total = try table.choice(Self.totalColumns, file: file)
    var used = [name.position, key?.position]
    notes += [name.note("class")].compactMap { $0 }
    if correct != nil, total != nil {
      form = .countRows
      used += [correct?.position, total?.position]
    } else if accuracy != nil {
      form = .accuracyRows
      used += [accuracy?.position, total?.position]
      notes += [accuracy?.note("accuracy")].compactMap { $0 }
    } else {
      throw InputError(
        file: file, at: .line(1),
        .noTableColumn(
          what: "the accuracy", accepted: Self.accuracyColumns + ["correct with total"], seen: table.columns))
    }
    notes += [total?.note("number of images")].compactMap { $0 }
    let ignored = table.columns.indices.filter { !used.contains($0) }.map { table.columns[$0] }
    notes.append(Note(.ignoredColumns, ignored))
    if let key, key.position != name.position { keyColumn = key.name }

    let isReport = table.columns.contains("precision") && table.columns.contains("recall")
    var rows = Rows()
    for cells in table.rows {
      var row = Row(name: cells.cells[name.position], place: .line(cells.line))
      if isReport, Self.averages.contains(row.name) {
        rows.averages.append(row.name)
        continue
      }
      if keyColumn != nil, let key { row.key = cells.cells[key.position] }
      if let line = rows.seen.updateValue(
        cells.line, forKey: [row.name, row.key ?? ""].map { Array($0.utf8) })
      {
        throw InputError(
          file: file, at: row.place,
          row.name.isEmpty
            ? .rowWithoutName(column: name.name) : .repeatedClass(row.name, firstLine: line))
      }
      row.total = try total.flatMap { try count(table.number(in: cells.cells[$0.position]), "total", row) }
      if form == .countRows {
        row.correct = try correct.flatMap {
          try count(table.number(in: cells.cells[$0.position]), "correct", row)
        }
      } else if let accuracy {
        row.accuracy = table.number(in: cells.cells[accuracy.position])
      }
      if row.total == 0, row.correct ?? 0 == 0 {
        rows.empty.append(row.name)
      } else if form == .countRows ? row.correct == nil || row.total == nil : row.accuracy.isEmpty {
        rows.unknown.append(row.name)
      } else {
        rows.model.rows.append(row)
      }
    }
    guard !rows.model.rows.isEmpty else { throw InputError(file: file, .noRows) }
    notes += [
      Note(.averagesLeftOut, rows.averages), Note(.unknownValues, rows.unknown), Note(.noImages, rows.empty),
    ]
    models = [rows.model]
  }

  /// What is gathered row by row.
  private struct Rows {
    var model = Model(name: "")
    var averages: [String] = []
    var unknown: [String] = []
    var empty: [String] = []
    var seen: [[[UInt8]]: Int] = [:]
  }

  /// A count as a cell gives it; nil where the cell is empty.
  func count(_ cell: String, _ column: String, _ row: Row) throws -> Int? {
    let text = InputFile.trimmed(cell)
    if text.isEmpty { return nil }
    guard let count = WholeNumber(text)?.value else {
      throw InputError(
        file: file, at: row.place, .countNotWhole(name: row.name, column: column, found: text))
    }
    return count
  }

  /// Whether an object alone in a file is a row rather than an object from class to accuracy.
  static func isRow(_ value: OrderedJSON) -> Bool {
    guard
      (classColumns + [""]).contains(where: { name in
        if case .string? = value[name] { return true }
        return false
      })
    else { return false }
    return (accuracyColumns + ["correct"]).contains { value[$0] != nil }
  }
}
