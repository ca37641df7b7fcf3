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
    var key: String?
    var place: InputError.Place
    /// The accuracy as written; empty where correct and total are given.
    var accuracy = ""
    var correct: Int?
    var total: Int?
  }

  let file: String
  var form = AccuracyTable.Form.classes
  var models: [Model] = []
  var notes: [Note] = []

  /// The column of indices or identifiers; nil where there is none.
  var keyColumn: String?

  init(file: String) { self.file = file }

  /// Reads a table of any form.
  mutating func read(_ bytes: [UInt8]) throws {
    let first = bytes.first { !InputFile.isSpace($0) }
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
      return try readRows(DelimitedTable(bytes, file: file, semicolons: true))
    }
    if let records = try RecordTable.lines(bytes, file: file, alone: Self.isRow) {
      return try readRows(RecordTable.table(records, file: file))
    }
    let value = try OrderedJSON(bytes, file: file)
    if let records = try RecordTable.list(value, file: file) {
      return try readRows(RecordTable.table(records, file: file))
    }
    try readJSON(value)
  }

  // MARK: Values

  /// The models that were asked for by name; without names all, a model without a name named by the file's stem.
  func choose(_ wanted: [String]) throws -> [Model] {
    if form != .models {
      guard wanted.count <= 1 else { throw InputError(file: file, .oneModel(given: wanted.count)) }
      return models.map { Model(name: wanted.first ?? InputFile.stem(file), rows: $0.rows) }
    }
    guard !models.isEmpty else { throw InputError(file: file, .noRows) }
    let names = models.map(\.name)
    let meant = try wanted.flatMap { word in
      let meant = NamePattern.names(meantBy: word, among: names)
      guard !meant.isEmpty else { throw InputError(file: file, .noSuchModel(word, models: names)) }
      return meant
    }
    return models.filter { model in
      wanted.isEmpty || meant.contains { $0.utf8.elementsEqual(model.name.utf8) }
    }
  }

  /// How far above a unit's largest value a number may be before it is no rounding.
  ///
  /// A mean in single precision, such as 1.0000001, is one.
  private static let rounding = 1e-6

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
        name: row.name, key: row.key, accuracy: Double(correct) / Double(total), correct: correct,
        total: total)
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
      name: row.name, key: row.key, accuracy: accuracy,
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
