import Corpus
import GRDB

/// How well one model does on one class.
public struct ClassAccuracy: Sendable, Hashable {
  /// The class's index.
  public var index: Int
  /// The share of right answers, 0 to 1.
  public var accuracy: Double
  /// Right answers, where known.
  public var correct: Int?
  /// The number of answers, where it is known.
  public var total: Int?

  /// Makes an accuracy.
  public init(index: Int, accuracy: Double, correct: Int? = nil, total: Int? = nil) {
    self.index = index
    self.accuracy = accuracy
    self.correct = correct
    self.total = total
  }
}

/// A model as the database knows it.
public struct StoredModel: Sendable, Hashable {
  /// The row's number.
  let id: Int64
  /// The name that the user gave.
  public var name: String
  /// The file that the accuracies came from.
  public var source: String
  /// The number of classes on which it was tested.
  public var classCount: Int
  /// The corpora that it was trained on, by name; empty where they are unknown.
  public var trainedOn: [String]
}

/// What adding a model did.
public enum ModelRegistration: Sendable, Equatable {
  /// The accuracies are new.
  case added
  /// It was there with the same accuracies.
  case alreadyThere
  /// It was there with other accuracies, which are replaced.
  case replaced
}

extension CountStore {
  /// Stores a model's accuracies on a class set.
  ///
  /// A model of the same name and accuracies is left as it is; with other accuracies it is refused
  /// (`modelExists`) unless `replace` is true.
  ///
  /// - Parameters:
  ///   - accuracies: At most one for each class; a class without one was not tested.
  ///   - model: The model's name.
  ///   - classSet: The class set.
  ///   - source: The file that they came from.
  ///   - replace: Whether other accuracies are replaced.
  /// - Returns: What was done.
  /// - Throws: `StoreError.modelExists`, `outOfRange`, or what the file refuses.
  @discardableResult
  public func addAccuracies(
    _ accuracies: [ClassAccuracy], model: String, of classSet: StoredClassSet, source: String,
    replace: Bool = false
  ) throws -> ModelRegistration {
    try StoredName.check(model, what: "a model")
    try StoredName.checkText(source, what: "the source of a model")
    return try write { database in
      let layout = try layout(of: classSet.id, in: database)
      let accuracies = try Self.ordered(accuracies, layout: layout)
      let known = try database.integer(
        "SELECT id FROM model WHERE class_set = ? AND name = ?", [classSet.id, model])
      if let known {
        if try database.accuracies(ofModel: known, layout: layout) == accuracies { return .alreadyThere }
        guard replace else { throw StoreError.modelExists(name: model) }
      }
      let training = try known.map { try database.corpora(ofModel: $0) } ?? []
      if let known { try database.run("DELETE FROM model WHERE id = ?", [known]) }
      let number = try database.insert(
        accuracies, model: model, source: source, classSet: classSet.id, layout: layout)
      try database.setCorpora(training, ofModel: number)
      return known == nil ? .added : .replaced
    }
  }

  /// The models that were tested on a class set, in the order in which they were added.
  public func models(of classSet: StoredClassSet) throws -> [StoredModel] {
    try read { try $0.models(of: classSet.id) }
  }

  /// A model's accuracies, in the order of the classes; classes on which it was not tested are left out.
  public func accuracies(of model: StoredModel, in classSet: StoredClassSet) throws -> [ClassAccuracy] {
    try read { try $0.accuracies(ofModel: model.id, layout: layout(of: classSet.id, in: $0)) }
  }

  private static func ordered(_ accuracies: [ClassAccuracy], layout: ClassLayout) throws -> [ClassAccuracy] {
    let sorted = accuracies.sorted { $0.index < $1.index }
    for (position, entry) in sorted.enumerated() {
      let counts = (entry.correct ?? 0, entry.total ?? Database.maximumAnswers)
      guard entry.index >= 0, entry.index < layout.classCount, (0...1).contains(entry.accuracy),
        0 <= counts.0, counts.0 <= counts.1, counts.1 <= Database.maximumAnswers,
        position == 0 || sorted[position - 1].index < entry.index
      else { throw StoreError.outOfRange(what: "the accuracy on class \(entry.index)") }
    }
    return sorted
  }
}

extension Database {
  func models(of classSet: Int64) throws -> [StoredModel] {
    try rows(
      """
      SELECT id, name, source, (SELECT count(*) FROM accuracy WHERE accuracy.model = model.id)
      FROM model WHERE class_set = ? ORDER BY id
      """, [classSet]
    ).map {
      StoredModel(
        id: $0[0], name: $0[1], source: $0[2], classCount: $0[3], trainedOn: try corpora(ofModel: $0[0]))
    }
  }

  func accuracies(ofModel model: Int64, layout: ClassLayout) throws -> [ClassAccuracy] {
    try rows("SELECT class, accuracy, correct, total FROM accuracy WHERE model = ? ORDER BY class", [model])
      .map {
        ClassAccuracy(
          index: try layout.index(ofClass: $0[0]), accuracy: $0[1], correct: try Self.checkAnswers($0[2]),
          total: try Self.checkAnswers($0[3]))
      }
  }

  /// The most answers of a model on one class.
  fileprivate static let maximumAnswers = 1_000_000_000_000

  /// Answers are added over classes, so that their sum has to fit, too.
  private static func checkAnswers(_ count: Int?) throws -> Int? {
    guard (0...maximumAnswers).contains(count ?? 0) else {
      throw StoreError.outOfRange(what: "a number of answers in the database")
    }
    return count
  }

  /// Writes a model with its accuracies; gives the number of its row.
  @discardableResult
  func insert(
    _ accuracies: [ClassAccuracy], model: String, source: String, classSet: Int64, layout: ClassLayout
  ) throws -> Int64 {
    try run("INSERT INTO model (class_set, name, source) VALUES (?, ?, ?)", [classSet, model, source])
    let number = lastInsertedRowID
    for entry in accuracies {
      try run(
        "INSERT INTO accuracy (model, class, accuracy, correct, total) VALUES (?, ?, ?, ?, ?)",
        [number, layout.firstClass + Int64(entry.index), entry.accuracy, entry.correct, entry.total])
    }
    return number
  }
}
