import Corpus

/// A file with a number for each class: CSV or TSV with a header, of which the column of classes and one other are read.
enum CovariateFile {
  static func read(_ path: String, classSet: ClassSet) throws -> (covariate: Covariate, notes: [Note]) {
    let bytes = try InputFile.checked(InputFile.bytes(path), file: path)
    let table = try DelimitedTable(bytes, file: path)
    let names = ["class", "name", "class_name", "classname"]
    guard let nameColumn = try table.column(names, file: path) else {
      throw InputError(file: path, at: .line(1), .missingColumn(wanted: ["class"], seen: table.columns))
    }
    guard let column = table.columns.indices.first(where: { $0 != nameColumn }) else {
      throw InputError(
        file: path, at: .line(1), .missingColumn(wanted: ["a column of numbers"], seen: table.columns))
    }
    var numbers: [Double?] = []
    for row in table.rows {
      let text = InputFile.trimmed(row.cells[column])
      let number = Double(text)
      guard text.isEmpty || number?.isFinite == true else {
        throw InputError(
          file: path, at: .line(row.line), .valueNotNumber(name: row.cells[nameColumn], found: "`\(text)`"))
      }
      numbers.append(number)
    }
    guard !numbers.isEmpty else { throw InputError(file: path, .noRows) }
    let joined = try NameJoin(classSet).join(table.rows.map { $0.cells[nameColumn] }, file: path)
    var values: [Int: Double] = [:]
    for (match, number) in zip(joined.matches, numbers) {
      for index in match?.classes ?? [] { if let number { values[index] = number } }
    }
    return (Covariate(name: table.columns[column], values: values), joined.notes)
  }
}
