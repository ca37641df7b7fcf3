/// Which fields of a file's records hold what: named by the person, or chosen among the known ones for the whole file.
struct PredictionFields {
  /// The fields that hold a prediction wherever they stand.
  static let predictions = PredictionFieldNames.certain
  /// The fields that hold a label wherever they stand.
  static let labels = PredictionFieldNames.labels.filter { $0 != "answer" }
  /// The fields that tell one question from another.
  static let questions = ["question_id", "custom_id", "doc_id"]
  /// What stands beside a question, and not beside an answer.
  private static let besideQuestions = ["question", "options", "answer"]
  /// The fields that say for sure that they hold the prediction, whatever stands beside them.
  private static let sure: Set<String> = ["pred", "prediction"]
  /// Where the APIs that answer with objects put their text.
  private static let insideResponse = [
    "response.body.choices[0].message.content", "response.choices[0].message.content",
    "response.body.choices[0].text",
  ]
  /// All names that are known in the header of a table.
  static let known = Set(predictions + labels + questions + besideQuestions + ["text", "choices"])

  /// What a person named.
  struct Named: Sendable, Hashable {
    var label: RecordPath?
    var prediction: RecordPath?
    var group: RecordPath?

    /// Whether a column is named as it is written.
    func names(_ column: String) -> Bool {
      [label, prediction, group].contains { $0?.description.utf8.elementsEqual(column.utf8) ?? false }
    }

    /// Whether a record has a field that is named.
    func isThere(in record: OrderedJSON) -> Bool {
      [label, prediction, group].contains { $0?.value(in: record) != nil }
    }

    /// Whether nothing is named.
    var isEmpty: Bool { label == nil && prediction == nil && group == nil }
  }

  let prediction: RecordPath
  /// Nil where labels come from elsewhere.
  let label: RecordPath?
  /// The class of a record, where it is not the label.
  let group: RecordPath?
  /// Whether the prediction is `text` because nothing else is there, so that it may be the question.
  let isOnlyText: Bool
  /// Whether a field stands beside that files of answers have: the prompt, or who answered.
  let isBesidePrompt: Bool
  /// Whether an image stands beside.
  let isBesideImage: Bool
  let notes: [Note]

  /// Chooses the fields of a file from its first records.
  ///
  /// Throws `InputError` where there is no prediction, where `text` may be the question, and where it stands beside
  /// another field that may be the answer.
  init(_ sample: [PredictionSource.Record], named: Named, hasLabelFile: Bool, file: String) throws {
    func stands(_ field: String) -> Bool {
      sample.contains { RecordPath(key: field).filled(in: $0.value) != nil }
    }
    var notes: [Note] = []
    let labels = Self.labels.filter(stands)
    let others = Self.predictions.filter(stands)
    let isPredictionElsewhere = named.prediction.map { $0.description != "answer" } ?? !others.isEmpty
    let isAnswerLabel = named.label == nil && labels.isEmpty && stands("answer") && isPredictionElsewhere
    label =
      isAnswerLabel ? RecordPath(key: "answer") : named.label ?? labels.first.map { RecordPath(key: $0) }
    group = named.group
    if named.label == nil, labels.count > 1 {
      notes.append(Note(.chosen(what: "label", taken: labels[0]), Array(labels.dropFirst())))
    }
    let hasLabel =
      label != nil || group != nil || hasLabelFile || stands("question_id") || stands("custom_id")
    let isAnswer = stands("answer") && hasLabel && label?.description != "answer"
    let answers = others + (isAnswer ? ["answer"] : [])
    var isOnlyText = false
    if let path = named.prediction {
      prediction = path
    } else if let field = answers.first {
      let beside = answers.dropFirst() + (stands("text") ? ["text"] : [])
      // `text` is LLaVA's answer in one file and the question in another; only a field's name can tell.
      guard Self.sure.contains(field) || !stands("text") else {
        throw InputError(file: file, .severalPredictions(["text"] + answers))
      }
      prediction = Self.path(of: field, in: sample)
      if !beside.isEmpty { notes.append(Note(.chosen(what: "prediction", taken: field), Array(beside))) }
    } else if stands("text") {
      let beside = Self.besideQuestions.filter(stands)
      guard beside.isEmpty else { throw InputError(file: file, .questions(beside: beside)) }
      prediction = RecordPath(key: "text")
      isOnlyText = true
    } else {
      throw Self.missing(sample, file: file)
    }
    self.isOnlyText = isOnlyText
    isBesidePrompt = ["prompt", "answer_id", "model_id"].contains(where: stands)
    isBesideImage = ["image", "image_path", "image_file", "image_id"].contains(where: stands)
    self.notes = notes
  }

  /// The field itself, or the text inside it where it is an API's answer.
  private static func path(of field: String, in sample: [PredictionSource.Record]) -> RecordPath {
    guard field == "response" else { return RecordPath(key: field) }
    let isObject = sample.contains { record in
      if case .object? = record.value[field] { return true }
      return false
    }
    guard isObject else { return RecordPath(key: field) }
    let paths = insideResponse.compactMap { RecordPath($0) }
    return paths.first { path in sample.contains { path.filled(in: $0.value) != nil } }
      ?? RecordPath(key: field)
  }

  /// Whether the predictions are texts in an API's response.
  var isOfAPI: Bool { prediction.description.hasPrefix("response.") }

  /// Whether a record is of a request that failed: an API gave no response, or an error in its place.
  func isFailure(_ record: OrderedJSON) -> Bool {
    guard isOfAPI, prediction.value(in: record) == nil else { return false }
    let places = [record["error"], record["response"]?["error"], record["response"]?["body"]?["error"]]
    if places.contains(where: { $0 != nil && $0 != .null }) { return true }
    return record["response"] == .null
  }

  /// The error of records without a prediction: a field that is there and null is named.
  private static func missing(_ sample: [PredictionSource.Record], file: String) -> InputError {
    guard let first = sample.first, case .object(let members) = first.value else {
      return InputError(file: file, .empty)
    }
    let fields = predictions + ["text"]
    if let null = fields.first(where: { first.value[$0] == .null }) {
      return InputError(file: file, at: .line(first.line), .fieldNotText(field: null, found: "null"))
    }
    return InputError(file: file, at: .line(first.line), .noPrediction(seen: members.map(\.key)))
  }

  // MARK: Recognition

  /// Whether an object is a record of predictions rather than a table of accuracies.
  static func isRecord(_ value: OrderedJSON) -> Bool {
    func holds(_ field: String, _ kinds: (OrderedJSON) -> Bool) -> Bool { value[field].map(kinds) ?? false }
    let isText: (OrderedJSON) -> Bool = {
      switch $0 {
      case .string, .array: true
      default: false
      }
    }
    let isScalar: (OrderedJSON) -> Bool = {
      switch $0 {
      case .string, .array, .number: true
      default: false
      }
    }
    if (predictions + ["text", "answer", "question_id", "custom_id"]).contains(where: { holds($0, isText) }) {
      return true
    }
    // A label is a text in no table but one of rows, which have an accuracy.
    if labels.contains(where: { holds($0, isText) }), !AccuracyTableReader.isRow(value) { return true }
    return labels.contains { holds($0, isScalar) } && predictions.contains { holds($0, isScalar) }
  }

  /// Whether a table's header is that of predictions: there is a prediction, and a label or a question.
  static func isHeader(_ columns: [String]) -> Bool {
    let names = Set(columns.map { $0.lowercased() })
    // `text` and `answer` may stand in a table of accuracies as well.
    let accuracies = AccuracyTableReader.accuracyColumns + ["correct"]
    let hasText = !names.isDisjoint(with: ["text", "answer"]) && names.isDisjoint(with: accuracies)
    return (hasText || !names.isDisjoint(with: predictions))
      && !names.isDisjoint(with: labels + questions + ["answer"])
  }
}
