import Corpus

/// An accuracy file of any form, joined with a class set: what `accuracy add` stores.
public struct AccuracyFile: Sendable {
  /// How a file is to be read.
  public struct Options: Sendable, Hashable {
    /// Names the one model of a file, or chooses among those of a file of several; empty: the file's stem, or all.
    public var models: [String]
    /// The unit of a table of accuracies; nil decides it from the data.
    public var unit: AccuracyUnit?
    /// How predictions are read and judged; its base of positions holds for tables too.
    public var predictions: PredictionFile.Options

    /// Makes options.
    public init(
      models: [String] = [], unit: AccuracyUnit? = nil,
      predictions: PredictionFile.Options = PredictionFile.Options()
    ) {
      self.models = models
      self.unit = unit
      self.predictions = predictions
    }
  }

  /// The models of the file with their accuracies by class, at least one.
  public let models: [ModelAccuracy]
  /// What a person is to be told: the form, the unit or the rule, and how names found their classes.
  public let notes: [Note]

  /// Reads predictions or a table, which is recognised by content, and joins it with a class set.
  ///
  /// Throws `InputError`; nothing is half read.
  public init(path: String, classSet: ClassSet, options: Options = Options()) throws {
    let content = try Content(path, named: options.predictions.named)
    switch content {
    case .predictions(let source):
      guard options.models.count <= 1 else {
        throw InputError(file: path, .oneModel(given: options.models.count))
      }
      let predictions = try PredictionFile(source, classSet: classSet, options: options.predictions)
      let name = options.models.first ?? InputFile.stem(path)
      models = [ModelAccuracy(model: name, values: predictions.values)]
      notes = predictions.notes
    case .rows(let rows):
      let table = try AccuracyTable(rows, file: path, models: options.models, unit: options.unit)
      (models, notes) = try Self.join(table, file: path, classSet, base: options.predictions.labelBase)
    case .table(let bytes):
      let table = try AccuracyTable(bytes, file: path, models: options.models, unit: options.unit)
      (models, notes) = try Self.join(table, file: path, classSet, base: options.predictions.labelBase)
    }
  }

  /// Refuses objects from class to fields of which none is an accuracy, and which were taken for models therefore.
  private static func refuseOtherFields(_ table: AccuracyTable, _ names: NameJoin, file: String) throws {
    guard table.form == .models, !table.modelNames.isEmpty,
      table.modelNames.count(where: { names.match($0) != nil }) * 2 > table.modelNames.count,
      let fields = table.models.first?.rows.map(\.name)
    else { return }
    throw InputError(
      file: file,
      .noColumn(
        what: "the accuracy", accepted: AccuracyTableReader.accuracyColumns + ["correct with total"],
        seen: fields))
  }

  /// Joins each model's names with the class set; what all models have in common is told once.
  private static func join(
    _ table: AccuracyTable, file: String, _ classSet: ClassSet, base: Int?
  ) throws -> ([ModelAccuracy], [Note]) {
    let names = NameJoin(classSet)
    var models: [ModelAccuracy] = []
    var told: [(notes: [Note], models: [String])] = []
    var isKeyUsed = table.keyColumn == nil
    for model in table.models {
      var rows = NameJoin.Rows(
        names: model.rows.map(\.name), base: base ?? 0, isBaseGiven: base != nil)
      if table.keyColumn != nil,
        let keys = JoinKeys.answers(model.rows.map { $0.key ?? "" }, names: rows.names, in: names, base: base)
      {
        rows.keys = keys
        isKeyUsed = true
      }
      let result: NameJoin.Result
      do {
        result = try names.join(rows, file: file)
      } catch let error {
        try refuseOtherFields(table, names, file: file)
        throw error
      }
      let values = zip(model.rows, result.matches).flatMap { row, match in
        (match?.classes ?? []).map { index in
          ClassAccuracy(index: index, accuracy: row.accuracy, correct: row.correct, total: row.total)
        }
      }.sorted { $0.index < $1.index }
      models.append(ModelAccuracy(model: model.name, values: values))
      if let same = told.firstIndex(where: { $0.notes == result.notes }) {
        told[same].models.append(model.name)
      } else {
        told.append((result.notes, [model.name]))
      }
    }
    let joinNotes = told.flatMap { entry in
      (told.count > 1 ? [Note(.ofModels, entry.models)] : []) + entry.notes
    }
    let unused = isKeyUsed ? [] : [Note(.ignoredColumns, [table.keyColumn ?? ""])]
    return (models, table.notes + unused + joinNotes)
  }
}
