import Corpus

/// Reads the forms of an accuracy table to rows whose numbers are still as written.
struct AccuracyTableReader {
  /// One model as the file gives it.
  struct Model {
    var name: String
    var rows: [Row] = []
  }

  /// One row as the file gives it.
  struct Row {
    var name: String
    var place: InputError.Place
    /// The accuracy as written; empty where correct and total are given.
    var accuracy = ""
    var correct: Int?
    var total: Int?
  }

  let file: String
  private(set) var form = AccuracyTable.Form.classes
  private(set) var models: [Model] = []
  private(set) var notes: [Note] = []

  init(file: String) { self.file = file }

  // MARK: JSON

  private static let wanted =
    "a JSON object from class to accuracy or from model to an object with `classwise`, CSV with class,accuracy, or predictions as JSON Lines"

  mutating func readJSON(_ bytes: [UInt8]) throws {
    guard case let value = try OrderedJSON(bytes, file: file), case .object(let members) = value else {
      throw InputError(file: file, .unknownForm(wanted: Self.wanted, found: "a JSON list"))
    }
    guard let first = members.first else { throw InputError(file: file, .noRows) }
    guard case .object = first.value else {
      models = [try model("", members)]
      return
    }
    form = .models
    var seen: Set<[UInt8]> = []
    for member in members {
      guard case .object(let inside)? = member.value["classwise"] else {
        throw InputError(file: file, at: .line(member.line), .noClasswise(model: member.key))
      }
      guard seen.insert(Array(member.key.utf8)).inserted else {
        throw InputError(file: file, at: .line(member.line), .repeatedModel(member.key))
      }
      models.append(try model(member.key, inside))
    }
  }

  private mutating func model(_ name: String, _ members: [OrderedJSON.Member]) throws -> Model {
    var model = Model(name: name)
    var unknown: [String] = []
    var seen: [[UInt8]: Int] = [:]
    for member in members {
      if let line = seen.updateValue(member.line, forKey: Array(member.key.utf8)) {
        throw InputError(file: file, at: .line(member.line), .repeatedClass(member.key, firstLine: line))
      }
      switch member.value {
      case .number(let text):
        model.rows.append(Row(name: member.key, place: .line(member.line), accuracy: text))
      case .null: unknown.append(member.key)
      case let other:
        throw InputError(
          file: file, at: .line(member.line), .valueNotNumber(name: member.key, found: other.kind))
      }
    }
    guard !model.rows.isEmpty else { throw InputError(file: file, .noRows) }
    if !unknown.isEmpty { notes.append(Note(.unknownValues, unknown)) }
    return model
  }

  // MARK: Rows

  private static let classColumns = ["class", "name", "class_name", "classname", "label"]
  private static let totalColumns = ["total", "n", "count", "images", "support"]

  mutating func readRows(_ bytes: [UInt8]) throws {
    let table = try DelimitedTable(bytes, file: file)
    guard let classColumn = try table.column(Self.classColumns, file: file) else {
      throw InputError(file: file, at: .line(1), .missingColumn(wanted: ["class"], seen: table.columns))
    }
    let accuracyColumn = try table.column(["accuracy", "acc"], file: file)
    let correctColumn = try table.column(["correct"], file: file)
    let totalColumn = try table.column(Self.totalColumns, file: file)
    let used: [Int?]
    if let correctColumn, let totalColumn {
      form = .countRows
      used = [classColumn, correctColumn, totalColumn]
    } else if accuracyColumn != nil {
      form = .accuracyRows
      used = [classColumn, accuracyColumn, totalColumn]
    } else {
      throw InputError(
        file: file, at: .line(1), .missingColumn(wanted: ["accuracy", "correct"], seen: table.columns))
    }
    let ignored = table.columns.indices.filter { !used.contains($0) }.map { table.columns[$0] }
    notes.append(Note(.ignoredColumns, ignored))

    var model = Model(name: "")
    var unknown: [String] = []
    var empty: [String] = []
    var seen: [[UInt8]: Int] = [:]
    for cells in table.rows {
      var row = Row(name: cells.cells[classColumn], place: .line(cells.line))
      if let line = seen.updateValue(cells.line, forKey: Array(row.name.utf8)) {
        throw InputError(file: file, at: row.place, .repeatedClass(row.name, firstLine: line))
      }
      row.total = try totalColumn.flatMap { try count(cells.cells[$0], "total", row) }
      if form == .countRows {
        row.correct = try correctColumn.flatMap { try count(cells.cells[$0], "correct", row) }
      } else if let accuracyColumn {
        row.accuracy = InputFile.trimmed(cells.cells[accuracyColumn])
      }
      if row.total == 0, row.correct ?? 0 == 0 {
        empty.append(row.name)
      } else if form == .countRows ? row.correct == nil || row.total == nil : row.accuracy.isEmpty {
        unknown.append(row.name)
      } else {
        model.rows.append(row)
      }
    }
    guard !model.rows.isEmpty else { throw InputError(file: file, .noRows) }
    notes += [Note(.unknownValues, unknown), Note(.noImages, empty)]
    models = [model]
  }

  /// A count as a cell gives it; nil where the cell is empty.
  private func count(_ cell: String, _ column: String, _ row: Row) throws -> Int? {
    let text = InputFile.trimmed(cell)
    if text.isEmpty { return nil }
    guard let count = WholeNumber(text)?.value else {
      throw InputError(
        file: file, at: row.place, .countNotWhole(name: row.name, column: column, found: text))
    }
    return count
  }

  // MARK: Values

  /// The models that were asked for by name; without names all, a model without a name named by the file's stem.
  func choose(_ wanted: [String]) throws -> [Model] {
    if form != .models {
      guard wanted.count <= 1 else { throw InputError(file: file, .oneModel(given: wanted.count)) }
      return models.map { Model(name: wanted.first ?? InputFile.stem(file), rows: $0.rows) }
    }
    guard !models.isEmpty else { throw InputError(file: file, .noRows) }
    for name in wanted where !models.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
      throw InputError(file: file, .noSuchModel(name, models: models.map(\.name)))
    }
    return models.filter { model in
      wanted.isEmpty || wanted.contains { $0.utf8.elementsEqual(model.name.utf8) }
    }
  }

  /// How far above a unit's largest value a number may be before it is no rounding.
  private static let rounding = 1e-9

  /// Percent where some value is above 1, else fractions.
  var decidedUnit: AccuracyUnit {
    let values = models.lazy.flatMap(\.rows).compactMap { Double($0.accuracy) }
    return values.contains { $0 > 1 + Self.rounding } ? .percent : .fraction
  }

  /// Refuses a file of which some models are in percent and others seem to be fractions: none of their values is
  /// above 1, and some are above 0.
  func checkOneUnit(_ unit: AccuracyUnit) throws {
    guard unit == .percent, models.count > 1 else { return }
    let largest = models.map { model in model.rows.compactMap { Double($0.accuracy) }.max() ?? 0 }
    func names(_ holds: (Double) -> Bool) -> [String] {
      zip(models, largest).filter { holds($0.1) }.map(\.0.name)
    }
    let fractions = names { $0 > 0 && $0 <= 1 + Self.rounding }
    guard !fractions.isEmpty else { return }
    throw InputError(
      file: file, .mixedUnits(fractions: fractions, percent: names { $0 > 1 + Self.rounding }))
  }

  /// A row's accuracy as a fraction, with correct and total where the row gives or decides them.
  func value(of row: Row, in unit: AccuracyUnit) throws -> AccuracyTable.Row {
    if let correct = row.correct, let total = row.total {
      guard correct <= total, total > 0 else {
        throw InputError(
          file: file, at: row.place, .moreCorrectThanTotal(name: row.name, correct: correct, total: total))
      }
      return AccuracyTable.Row(
        name: row.name, accuracy: Double(correct) / Double(total), correct: correct, total: total)
    }
    guard let number = Double(row.accuracy), !number.isNaN else {
      throw InputError(
        file: file, at: row.place, .valueNotNumber(name: row.name, found: ShownText.name(row.accuracy)))
    }
    guard number >= 0, number <= unit.largest * (1 + Self.rounding) else {
      throw InputError(
        file: file, at: row.place,
        .accuracyOutOfRange(name: row.name, value: row.accuracy, unit: unit.description))
    }
    let accuracy = min(number / unit.largest, 1)
    return AccuracyTable.Row(
      name: row.name, accuracy: accuracy,
      correct: row.total.flatMap { Self.correct(accuracy, of: $0, written: row.accuracy, unit) },
      total: row.total)
  }

  /// How many of `total` are right, where the digits of a rounded accuracy leave one whole number only.
  static func correct(_ accuracy: Double, of total: Int, written: String, _ unit: AccuracyUnit) -> Int? {
    let exact = accuracy * Double(total)
    let nearest = exact.rounded()
    let lastDigit = Self.lastDigit(of: written) / unit.largest * Double(total)
    let slack = lastDigit / 2 + 1e-9 * max(1, exact)
    guard slack < 0.5, abs(exact - nearest) <= slack, nearest >= 0, nearest <= Double(total) else {
      return nil
    }
    return Int(nearest)
  }

  /// What one unit of a decimal number's last written digit is worth: 0.01 for `42.31`, 1e-17 for `1.5e-16`.
  private static func lastDigit(of text: String) -> Double {
    let parts = text.split { $0 == "e" || $0 == "E" }
    let decimals = parts.first?.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
    // An exponent beyond a Double's has no digits left to speak of.
    let exponent = parts.count > 1 ? max(-1000, min(1000, Int(parts[1]) ?? 0)) : 0
    return Double("1e\(exponent - decimals)") ?? 0
  }
}

/// A count as a file writes it: a whole number from 0 to 10^15, perhaps as `12.0` or `1e3`.
struct WholeNumber {
  /// The largest count that is stored.
  static let largest = 1_000_000_000_000_000

  let value: Int

  init?(_ text: String) {
    if let whole = Int(text) {
      guard (0...Self.largest).contains(whole) else { return nil }
      value = whole
      return
    }
    guard let number = Double(text), number >= 0, number <= Double(Self.largest), number == number.rounded()
    else {
      return nil
    }
    value = Int(number)
  }
}
