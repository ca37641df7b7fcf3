import Corpus

/// A model's predictions, judged: how many are right of how many, for each class.
///
/// The file is JSON Lines; a record's `pred`, or where it has none its `text`, is the prediction. The label is the
/// record's `label`; where it has none, the one that the labels file gives for its `question_id`; without such a
/// file, the class name inside `question_id` (`set-split-name-…`).
public struct PredictionFile: Sendable {
  /// When a prediction is right. All rules compare lowercased text, scalar by scalar.
  public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// The label is contained in the prediction: the rule of the paper.
    case contains
    /// The prediction is the label, white space at the ends aside.
    case exact
    /// The label is contained in the prediction's first line that is not blank.
    case firstLine = "first-line"

    /// Whether a prediction is right.
    public func accepts(_ prediction: String, label: String) -> Bool {
      let wanted = Array(label.lowercased().utf8)
      let text = prediction.lowercased()
      switch self {
      case .contains: return Self.has(text.utf8, wanted)
      case .exact:
        return InputFile.trimmed(text).utf8.elementsEqual(InputFile.trimmed(label.lowercased()).utf8)
      case .firstLine:
        let lines = text.utf8.split { $0 == 0x0A || $0 == 0x0D }
        return lines.first { !$0.allSatisfy(InputFile.isSpace) }.map { Self.has($0, wanted) } ?? false
      }
    }

    private static func has(_ text: some Collection<UInt8>, _ label: [UInt8]) -> Bool {
      !Array(text).ranges(of: label).isEmpty
    }
  }

  /// Correct and total of each class that has predictions, ascending by class.
  public let values: [ClassAccuracy]
  /// How the labels found their classes; twins each get all predictions of their name.
  public let join: NameJoin.Result
  /// What a person is to be told, what was read first.
  public let notes: [Note]

  /// Reads predictions one line after another; memory does not grow with the file. Throws `InputError`.
  public init(path: String, classSet: ClassSet, rule: Rule = .contains, labels: String? = nil) throws {
    try self.init(InputLines(path), classSet: classSet, rule: rule, labels: labels)
  }

  init(_ lines: InputLines, classSet: ClassSet, rule: Rule, labels: String?) throws {
    var lines = lines
    let path = lines.path
    let labelFile = try labels.map { try LabelFile(path: $0) }
    var tally = PredictionTally(classSet: classSet)
    var finder = LabelFinder(file: path, classSet: classSet, labels: labelFile)
    var example: String?
    var seenRecord = false
    while let line = try lines.nextFilled() {
      seenRecord = true
      let record = try PredictionRecord(line, file: path, line: lines.line)
      guard let label = try finder.label(of: record) else {
        if example == nil { example = record.question }
        tally.addUnlabelled(record.question ?? "line \(lines.line)")
        continue
      }
      guard label.utf8.contains(where: { !InputFile.isSpace($0) }) else {
        throw InputError(file: path, at: .line(lines.line), .emptyLabel)
      }
      tally.add(label: label) { rule.accepts(record.prediction, label: $0) }
    }
    guard seenRecord else { throw InputError(file: path, .empty) }
    guard finder.found > 0 else {
      throw labelFile.map { InputError(file: $0.path, .labelsDoNotFit(example: example)) }
        ?? InputError(file: path, .noLabels(example: example))
    }
    join = try tally.join(file: path)
    values = tally.values
    notes =
      [Note(.predictions(tally.known, correct: tally.right, rule: rule.rawValue))] + finder.notes
      + tally.notes + join.notes
  }
}

/// The fields of one record of predictions.
struct PredictionRecord {
  let file: String
  let line: Int
  let prediction: String
  /// The record's own label.
  let label: String?
  /// The question's identifier, a number as it was written.
  let question: String?

  init(_ bytes: [UInt8], file: String, line: Int) throws {
    self.file = file
    self.line = line
    let value = try OrderedJSON(bytes, file: file, firstLine: line)
    guard case .object(let members) = value else {
      throw InputError(
        file: file, at: .line(line),
        .unknownForm(wanted: "JSON Lines with `label` and `pred`", found: value.kind))
    }
    func text(_ field: String) throws -> String? {
      switch value[field] {
      case .string(let text): return text
      case nil, .null: return nil
      case let other?:
        throw InputError(file: file, at: .line(line), .fieldNotText(field: field, found: other.kind))
      }
    }
    guard let prediction = try text("pred") ?? text("text") else {
      // A null is there, and is no prediction: it is named rather than called missing.
      if let empty = ["pred", "text"].first(where: { value[$0] != nil }) {
        throw InputError(file: file, at: .line(line), .fieldNotText(field: empty, found: "null"))
      }
      throw InputError(file: file, at: .line(line), .noPrediction(seen: members.map(\.key)))
    }
    self.prediction = prediction
    label = try text("label")
    if case .number(let number)? = value["question_id"] {
      question = number
    } else {
      question = try text("question_id")
    }
  }

  /// Whether a line is a record of predictions rather than the first line of a table.
  static func looksLikeOne(_ line: [UInt8]) -> Bool {
    guard let value = try? OrderedJSON(line), case .object = value else { return false }
    return ["pred", "text", "question_id"].contains { field in
      if case .string? = value[field] { return true }
      return false
    }
  }
}
