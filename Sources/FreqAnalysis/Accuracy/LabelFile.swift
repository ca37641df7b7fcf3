import Corpus

/// The labels of questions, from a file of their own: JSON Lines, or CSV with a header, of question_id and label.
struct LabelFile {
  let path: String
  private var labels: [[UInt8]: String] = [:]

  init(path: String) throws {
    self.path = path
    let content = try InputFile.bytes(path)
    try Spreadsheet.refuse(content, file: path)
    let bytes = try InputFile.checked(content, file: path)
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
      switch value {
      case .string(let label), .number(let label): try add(question, label, at: place)
      default: throw InputError(file: path, at: place, .fieldNotText(field: "label", found: value.kind))
      }
    }
  }

  private mutating func readRows(_ bytes: [UInt8]) throws {
    let table = try DelimitedTable(bytes, file: path, semicolons: true)
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
