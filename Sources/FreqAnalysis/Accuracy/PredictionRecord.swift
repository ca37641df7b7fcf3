/// The fields of one record of predictions.
struct PredictionRecord {
  let line: Int
  /// The answer as it was given.
  let prediction: String
  /// Whether the answer was the first of several in a list.
  let isFirstOfSeveral: Bool
  /// Whether the prediction is null, as in an API's message without content, which is an empty answer.
  let isWithoutContent: Bool
  /// The record's own label, a number as it was written.
  let label: String?
  /// The class that the record counts for, where it is not the label.
  let group: String?
  /// The question's identifier, a number as it was written.
  let question: String?
  /// The options of a multiple choice, in order; empty where the record has none.
  let options: [String]

  /// Reads a record; throws `InputError` where a field is missing or is no text.
  init(_ record: PredictionSource.Record, _ fields: PredictionFields, file: String) throws {
    line = record.line
    let place = InputError.Place.line(record.line)
    /// The text of a field; nil where it is missing or null.
    func text(_ path: RecordPath) throws -> String? {
      let value = path.filled(in: record.value)
      switch value {
      case .string(let text), .number(let text): return text
      case nil: return nil
      case let other?:
        if case .array(let elements) = other, elements.count == 1, case .string(let text) = elements[0] {
          return text
        }
        throw InputError(file: file, at: place, .fieldNotText(field: path.description, found: other.kind))
      }
    }
    var value = fields.prediction.value(in: record.value)
    var isFirst = false
    while case .array(let elements)? = value, let first = elements.first {
      isFirst = isFirst || elements.count > 1
      value = first
    }
    isWithoutContent = value == .null
    // Chat APIs write a message as a list of parts, of which the first is the text.
    if case .object? = value, case .string(let text)? = value?["text"] { value = .string(text) }
    if case .string(let text)? = value, let elements = ListText.elements(of: text) {
      isFirst = isFirst || elements.count > 1
      value = .string(elements[0])
    }
    isFirstOfSeveral = isFirst
    switch value {
    case .number(let text) where !text.utf8.contains(where: { (0x30...0x39).contains($0) }):
      throw InputError(
        file: file, at: place, .fieldNotText(field: fields.prediction.description, found: text))
    case .string(let text), .number(let text): prediction = text
    // A model that refuses to answer, or has no room left, gives a message without content.
    case .null?: prediction = ""
    case nil:
      throw InputError(
        file: file, at: place,
        .recordLacks(field: fields.prediction.description, seen: Self.keys(record.value)))
    case let other?:
      throw InputError(
        file: file, at: place, .fieldNotText(field: fields.prediction.description, found: other.kind))
    }
    guard prediction.utf8.count <= JudgedAnswer.sizeLimit else {
      throw InputError(file: file, at: place, .answerTooLong(limit: JudgedAnswer.sizeLimit))
    }
    label = try fields.label.flatMap { try text($0) }.map(Self.single)
    if let path = fields.group {
      guard let name = try text(path) else {
        throw InputError(
          file: file, at: place, .recordLacks(field: path.description, seen: Self.keys(record.value)))
      }
      group = Self.single(name)
    } else {
      group = nil
    }
    question = try PredictionFields.questions.lazy.compactMap { try text(RecordPath(key: $0)) }.first
    let own = Self.options(of: record.value)
    // lm-eval and lmms-eval keep the question in `doc`.
    options = own.isEmpty ? record.value["doc"].map(Self.options) ?? [] : own
  }

  /// The question of a record, whatever else it holds; nil where it has none that is a text or a number.
  static func question(of record: OrderedJSON) -> String? {
    PredictionFields.questions.lazy.compactMap { field in
      switch record[field] {
      case .string(let text)?, .number(let text)?: text
      default: nil
      }
    }.first
  }

  /// The one element of a list that is written as text, or the text itself.
  private static func single(_ text: String) -> String {
    guard let elements = ListText.elements(of: text), elements.count == 1 else { return text }
    return elements[0]
  }

  private static func keys(_ record: OrderedJSON) -> [String] {
    guard case .object(let members) = record else { return [] }
    return members.map(\.key)
  }

  // MARK: Options

  /// The options: a list or an object under `options` or `choices`, or the fields A, B, C, ….
  private static func options(of record: OrderedJSON) -> [String] {
    for field in ["options", "choices"] {
      switch record[field] {
      case .array(let elements)?:
        // An API's `choices` are its answers, which are no texts.
        let texts = elements.map(\.optionText)
        if !texts.contains("") { return withoutLetters(texts) }
      case .object(let members)?:
        if case .array(let elements)? = record[field]?["text"] { return elements.map(\.optionText) }
        return lettered { letter in members.first { $0.key.utf8.elementsEqual([letter]) }?.value }
      case .string(let text)?:
        if let elements = ListText.elements(of: text), elements.count > 1 { return withoutLetters(elements) }
      default: break
      }
    }
    return lettered { record[String(Unicode.Scalar($0))] }
  }

  /// The options under A, B, C, …, up to the first letter that is missing; one alone is none.
  private static func lettered(_ value: (UInt8) -> OrderedJSON?) -> [String] {
    var options: [String] = []
    for letter in UInt8(ascii: "A")...UInt8(ascii: "Z") {
      guard let option = value(letter), case let text = option.optionText, !text.isEmpty else { break }
      options.append(text)
    }
    return options.count > 1 ? options : []
  }

  /// Options without `A. `, `(B) ` before them, where each begins with its letter.
  private static func withoutLetters(_ options: [String]) -> [String] {
    let rests = options.enumerated().map { position, option -> String? in
      var rest = option.utf8.drop { InputFile.isSpace($0) || $0 == UInt8(ascii: "(") }
      guard position < AnswerLetter.limit, let first = rest.first,
        first == UInt8(ascii: "A") + UInt8(position)
      else { return nil }
      rest = rest.dropFirst()
      guard let sign = rest.first, [UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: ":")].contains(sign)
      else { return nil }
      return InputFile.trimmed(String(Substring(rest.dropFirst())))
    }
    let texts = rests.compactMap { $0 }
    return texts.count == options.count ? texts : options
  }
}

extension OrderedJSON {
  /// The text of an option; empty where it is none.
  fileprivate var optionText: String {
    switch self {
    case .string(let text), .number(let text): text
    default: ""
    }
  }
}
