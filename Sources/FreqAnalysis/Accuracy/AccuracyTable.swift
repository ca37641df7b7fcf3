import Corpus

/// A table of per-class accuracies: recognised, its unit decided, its values checked; not yet joined with a class
/// set.
///
/// Forms: a JSON object from class to accuracy, or to an object with `accuracy` and perhaps `n`; a JSON object from
/// model to such an object, or to `{"classwise": {class: accuracy}}`; a classification report of scikit-learn, as JSON
/// or CSV; CSV, TSV or a table with semicolons, and JSON Lines, with `class,accuracy[,n]` or `class,correct,total`.
struct AccuracyTable: Sendable, Equatable {
  /// The forms of a table.
  enum Form: String, Sendable, Hashable {
    /// A JSON object from class to accuracy.
    case classes
    /// A JSON object from class to an object with its accuracy and perhaps its number of images.
    case classObjects
    /// A JSON object from model to accuracies by class, perhaps under `classwise`.
    case models
    /// Rows of class and accuracy, perhaps with the number of images.
    case accuracyRows
    /// Rows of class, correct and total.
    case countRows

    /// The form inside a sentence.
    var description: String {
      switch self {
      case .classes: "a JSON object from class to accuracy"
      case .classObjects: "a JSON object from class to an object with its accuracy"
      case .models: "a JSON object from model to accuracies by class"
      case .accuracyRows: "a table of class and accuracy"
      case .countRows: "a table of class, correct and total"
      }
    }
  }

  /// One model's accuracies by the file's names.
  struct Model: Sendable, Equatable {
    /// The model's name: the file's key, the name asked for, or the file's stem.
    var name: String
    /// The classes' names as the file gives them, all different or told apart by their keys, with their accuracies.
    var rows: [Row]
  }

  /// One class's accuracy by the file's name.
  struct Row: Sendable, Equatable {
    /// The class's name as the file gives it.
    var name: String
    /// The class's index or identifier where the file has a column of these.
    var key: String?
    /// The share of right answers, from 0 to 1.
    var accuracy: Double
    /// How many answers are right; nil where it is not known.
    var correct: Int?
    /// How many answers there are; nil where it is not known, else above 0.
    var total: Int?
  }

  /// The form that was recognised.
  let form: Form
  /// The unit of the file; nil where it gives counts alone.
  let unit: AccuracyUnit?
  /// The models that were asked for, or all, in the file's order.
  let models: [Model]
  /// The names of all models of the file, as it gives them.
  let modelNames: [String]
  /// The column of indices or identifiers; nil where there is none.
  let keyColumn: String?
  /// What a person is to be told.
  let notes: [Note]

  /// Reads a table; throws `InputError`.
  ///
  /// `models` names the one model of a file that does not name it, or chooses among those of a file that does;
  /// empty means the file's stem, or all. `unit` overrides what the data say: percent where some value is above 1.
  init(path: String, models: [String] = [], unit: AccuracyUnit? = nil) throws {
    try self.init(InputFile.bytes(path), file: path, models: models, unit: unit)
  }

  init(_ bytes: [UInt8], file: String, models wanted: [String] = [], unit: AccuracyUnit? = nil) throws {
    try Spreadsheet.refuse(bytes, file: file)
    var reader = AccuracyTableReader(file: file)
    try reader.read(InputFile.checked(bytes, file: file))
    try self.init(reader, models: wanted, unit: unit)
  }

  /// Takes rows that were read before.
  init(_ rows: DelimitedTable, file: String, models: [String], unit: AccuracyUnit?) throws {
    var reader = AccuracyTableReader(file: file)
    try reader.readRows(rows)
    try self.init(reader, models: models, unit: unit)
  }

  private init(_ reader: AccuracyTableReader, models wanted: [String], unit: AccuracyUnit?) throws {
    form = reader.form
    modelNames = reader.models.map(\.name)
    let chosen = try reader.choose(wanted)
    keyColumn = reader.keyColumn
    let needsUnit = reader.models.contains { $0.rows.contains { !$0.accuracy.isEmpty } }
    let decided = unit ?? reader.decidedUnit
    var notes: [Note] = []
    if form == .models {
      notes.append(Note(.modelsForm(models: reader.models.count, added: chosen.count)))
    } else {
      notes.append(Note(.tableForm(form.description, classes: reader.models.first?.rows.count ?? 0)))
    }
    notes.append(contentsOf: reader.notes)
    if needsUnit { notes.append(Note(.unit(decided, decided: unit == nil))) }
    self.unit = needsUnit ? decided : nil
    if unit == nil {
      // A unit that the data say holds for the whole file, so models that were not asked for are checked as well.
      try reader.checkOneUnit(decided)
      for model in reader.models { _ = try model.rows.map { try reader.value(of: $0, in: decided) } }
    }
    models = try chosen.map { model in
      Model(
        name: model.name,
        rows: try model.rows.map { try reader.value(of: $0, in: decided) })
    }
    let unclear = models.flatMap(\.rows).filter { $0.total != nil && $0.correct == nil }.map(
      \.name)
    notes.append(Note(.correctUnknown, unclear))
    self.notes = notes.filter { !$0.isEmptyList }
  }
}
