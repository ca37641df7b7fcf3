/// A table of what models were trained on: a row for each model and corpus, under the columns `model` and `corpus`.
public struct TrainingFile: Sendable, Hashable {
  /// The models in the order of their first rows, each with all its corpora.
  public let trainings: [ModelTraining]

  /// Reads a table as CSV or TSV; other columns are not looked at.
  ///
  /// Throws `InputError` where a column is missing or a model or corpus is empty.
  public init(path: String) throws {
    let bytes = try InputFile.checked(InputFile.bytes(path), file: path)
    let table = try DelimitedTable(bytes, file: path, semicolons: true)
    guard let model = try table.column(["model"], file: path),
      let corpus = try table.column(["corpus"], file: path)
    else {
      let lacking = try table.column(["model"], file: path) == nil ? "model" : "corpus"
      throw InputError(file: path, at: .line(1), .missingColumn(wanted: [lacking], seen: table.columns))
    }
    guard !table.rows.isEmpty else { throw InputError(file: path, .headerAlone) }
    var order: [[UInt8]] = []
    var corpora: [[UInt8]: (name: String, corpora: [String])] = [:]
    for row in table.rows {
      let (name, trainedOn) = (InputFile.trimmed(row.cells[model]), InputFile.trimmed(row.cells[corpus]))
      for (cell, column) in [(name, "model"), (trainedOn, "corpus")] where cell.isEmpty {
        throw InputError(file: path, at: .line(row.line), .emptyCell(column: column))
      }
      let key = Array(name.utf8)
      if corpora[key] == nil { order.append(key) }
      corpora[key, default: (name, [])].corpora.append(trainedOn)
    }
    trainings = order.compactMap { corpora[$0] }.map { ModelTraining(model: $0.name, corpora: $0.corpora) }
  }
}
