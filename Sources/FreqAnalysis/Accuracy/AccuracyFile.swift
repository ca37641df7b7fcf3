import Corpus

/// An accuracy file of any form, joined with a class set: what `accuracy add` stores.
public struct AccuracyFile: Sendable {
  /// How a file is to be read.
  public struct Options: Sendable, Hashable {
    /// Names the one model of a file, or chooses among those of a file of several; empty: the file's stem, or all.
    public var models: [String]
    /// The unit of a table of accuracies; nil decides it from the data.
    public var unit: AccuracyUnit?
    /// When a prediction is right.
    public var rule: PredictionFile.Rule
    /// The file of labels for predictions that have none.
    public var labels: String?

    /// Makes options.
    public init(
      models: [String] = [], unit: AccuracyUnit? = nil, rule: PredictionFile.Rule = .contains,
      labels: String? = nil
    ) {
      self.models = models
      self.unit = unit
      self.rule = rule
      self.labels = labels
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
    var lines = try InputLines(path)
    if Self.holdsPredictions(try lines.peek(4 << 20)) {
      guard options.models.count <= 1 else {
        throw InputError(file: path, .oneModel(given: options.models.count))
      }
      let predictions = try PredictionFile(
        lines, classSet: classSet, rule: options.rule, labels: options.labels)
      let name = options.models.first ?? InputFile.stem(path)
      models = [ModelAccuracy(model: name, values: predictions.values)]
      notes = predictions.notes
    } else {
      let table = try AccuracyTable(lines.rest(), file: path, models: options.models, unit: options.unit)
      (models, notes) = try Self.join(table, file: path, classSet)
    }
  }

  /// Whether the file's first line that is not blank is a record of predictions.
  private static func holdsPredictions(_ bytes: [UInt8]) -> Bool {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let lines = bytes.split(separator: 0x0A).lazy.filter { !$0.allSatisfy(InputFile.isSpace) }
    guard let first = lines.first, first.first(where: { !InputFile.isSpace($0) }) == UInt8(ascii: "{") else {
      return false
    }
    if PredictionRecord.looksLikeOne(Array(first)) { return true }
    // Two lines that are each an object are JSON Lines, whatever their fields.
    return lines.prefix(2).count == 2 && lines.prefix(2).allSatisfy { (try? OrderedJSON(Array($0))) != nil }
  }

  /// Joins each model's names with the class set; what all models have in common is told once.
  private static func join(
    _ table: AccuracyTable, file: String, _ classSet: ClassSet
  ) throws -> ([ModelAccuracy], [Note]) {
    let names = NameJoin(classSet)
    var models: [ModelAccuracy] = []
    var told: [(notes: [Note], models: [String])] = []
    for model in table.models {
      let result = try names.join(model.rows.map(\.name), file: file)
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
    return (models, table.notes + joinNotes)
  }
}
