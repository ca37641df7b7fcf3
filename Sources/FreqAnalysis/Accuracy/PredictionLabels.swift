import Corpus

/// The labels of questions, from a file of their own: JSON Lines, or CSV with a header, of question_id and label.
struct LabelFile {
  let path: String
  private var labels: [[UInt8]: String] = [:]

  init(path: String) throws {
    self.path = path
    let bytes = try InputFile.checked(InputFile.bytes(path), file: path)
    if bytes.first(where: { !InputFile.isSpace($0) }) == UInt8(ascii: "{") {
      try readLines(bytes)
    } else {
      try readRows(bytes)
    }
    guard !labels.isEmpty else { throw InputError(file: path, .noRows) }
  }

  subscript(question: String) -> String? { labels[Array(question.utf8)] }

  private mutating func readLines(_ bytes: [UInt8]) throws {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where line.contains(where: { !InputFile.isSpace($0) }) {
      let place = InputError.Place.line(index + 1)
      let record = try OrderedJSON(Array(line), file: path, firstLine: index + 1)
      let question: String
      switch record["question_id"] {
      case .string(let text), .number(let text): question = text
      case nil: throw InputError(file: path, at: place, .labelLineLacks(field: "question_id"))
      case let other?:
        throw InputError(file: path, at: place, .fieldNotText(field: "question_id", found: other.kind))
      }
      guard let value = record["label"] else {
        throw InputError(file: path, at: place, .labelLineLacks(field: "label"))
      }
      guard case .string(let label) = value else {
        throw InputError(file: path, at: place, .fieldNotText(field: "label", found: value.kind))
      }
      try add(question, label, at: place)
    }
  }

  private mutating func readRows(_ bytes: [UInt8]) throws {
    let table = try DelimitedTable(bytes, file: path)
    guard let question = try table.column(["question_id"], file: path),
      let label = try table.column(["label"], file: path)
    else {
      throw InputError(
        file: path, at: .line(1), .missingColumn(wanted: ["question_id", "label"], seen: table.columns))
    }
    for row in table.rows { try add(row.cells[question], row.cells[label], at: .line(row.line)) }
  }

  private mutating func add(_ question: String, _ label: String, at place: InputError.Place) throws {
    guard let first = labels.updateValue(label, forKey: Array(question.utf8)) else { return }
    guard first.utf8.elementsEqual(label.utf8) else {
      throw InputError(
        file: path, at: place, .twoLabels(question: question, first: first, second: label))
    }
  }
}

/// Finds the label of a record, and remembers where labels came from.
struct LabelFinder {
  private let file: String
  private let classSet: ClassSet
  private let labels: LabelFile?
  private let join: NameJoin
  private let mostHyphens: Int
  private var own = 0
  private var fromFile = 0
  private var fromQuestion = 0

  init(file: String, classSet: ClassSet, labels: LabelFile?) {
    self.file = file
    self.classSet = classSet
    self.labels = labels
    join = NameJoin(classSet)
    let texts = classSet.classes.lazy.flatMap { [$0.name] + $0.terms.map(\.text) }
    mostHyphens = texts.map { $0.utf8.count { $0 == UInt8(ascii: "-") } }.max() ?? 0
  }

  /// How many records have a label.
  var found: Int { own + fromFile + fromQuestion }

  /// The label of a record; nil where it has none.
  mutating func label(of record: PredictionRecord) throws -> String? {
    if let label = record.label {
      own += 1
      return label
    }
    guard let question = record.question else { return nil }
    if let labels {
      guard let label = labels[question] else { return nil }
      fromFile += 1
      return label
    }
    guard let label = label(inside: question) else { return nil }
    fromQuestion += 1
    return label
  }

  /// The longest class name that follows `set-split-` and is followed by a hyphen or nothing; a class found by its
  /// identifier or an alias gives its name.
  func label(inside question: String) -> String? {
    let parts = question.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return nil }
    for length in (1...min(mostHyphens + 1, parts.count - 2)).reversed() {
      let candidate = parts[2..<2 + length].joined(separator: "-")
      if let match = join.match(candidate) { return classSet.classes[match.classes[0]].name }
    }
    return nil
  }

  var notes: [Note] {
    var notes: [Note] = []
    if fromFile > 0, let labels { notes.append(Note(.labelSource(labels.path))) }
    if fromQuestion > 0 { notes.append(Note(.labelSource("the class name inside question_id"))) }
    if labels != nil, fromFile == 0 { notes.append(Note(.labelsUnused)) }
    return notes
  }
}
