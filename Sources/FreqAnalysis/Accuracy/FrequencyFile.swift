import Corpus

/// Counts that were computed elsewhere, for `frequency add`: recognised and checked.
///
/// Forms: a JSON object from class to captions; CSV or TSV with a header, `class,captions[,mentions]`; a JSON list
/// of `[name, captions]` pairs, whose names are tokens joined by spaces (`potter 's wheel`).
public struct FrequencyFile: Sendable {
  /// The forms of a file of counts.
  public enum Form: String, Sendable, Hashable {
    /// A JSON object from class to captions.
    case object
    /// Rows of class and captions, perhaps with mentions.
    case rows
    /// A JSON list of pairs of tokens and captions.
    case pairs

    /// The form inside a sentence.
    public var description: String {
      switch self {
      case .object: "a JSON object from class to captions"
      case .rows: "a table of class and captions"
      case .pairs: "a JSON list of pairs of a name's tokens and captions"
      }
    }
  }

  /// What a class is that the file lacks.
  public enum Absent: String, Sendable, Hashable, CaseIterable {
    /// The class was not counted.
    case unknown
    /// It was counted and found in no caption.
    case zero
  }

  /// The form that was recognised.
  public let form: Form
  /// The counts, ascending by class; a class that the file lacks is not among them, unless it is to be zero.
  public let frequencies: [ImportedFrequency]
  /// Whether the file gives mentions for every class that it has.
  public let hasMentions: Bool
  /// The digest of the file's bytes.
  public let sourceDigest: Digest
  /// What a person is to be told: the form, and how names found their classes.
  public let notes: [Note]

  /// Reads counts and joins them with a class set; throws `InputError`.
  public init(path: String, classSet: ClassSet, absent: Absent = .unknown) throws {
    try self.init(InputFile.bytes(path), file: path, classSet: classSet, absent: absent)
  }

  init(_ content: [UInt8], file: String, classSet: ClassSet, absent: Absent = .unknown) throws {
    let bytes = try InputFile.checked(content, file: file)
    let reader = try FrequencyReader(bytes, file: file)
    guard !reader.rows.isEmpty else { throw InputError(file: file, .noRows) }
    form = reader.form
    sourceDigest = InputFile.digest(of: content)
    let result = try NameJoin(classSet).join(
      reader.rows.map(\.name), file: file, words: reader.form == .pairs)
    let hasMentions = reader.rows.allSatisfy { $0.mentions != nil }
    var frequencies = zip(reader.rows, result.matches).flatMap { row, match in
      (match?.classes ?? []).map {
        ImportedFrequency(index: $0, captions: row.captions, mentions: row.mentions)
      }
    }
    var notes =
      [Note(.tableForm(reader.form.description, classes: reader.rows.count))] + reader.notes + result.notes
    if absent == .zero {
      let known = Set(frequencies.map(\.index))
      let lacking = classSet.classes.indices.filter { !known.contains($0) }
      frequencies += lacking.map {
        ImportedFrequency(index: $0, captions: 0, mentions: hasMentions ? 0 : nil)
      }
      notes.append(Note(.absentAsZero(lacking.count)))
    } else {
      notes.append(Note(.unknownValues, reader.unknown))
    }
    self.frequencies = frequencies.sorted { $0.index < $1.index }
    self.hasMentions = hasMentions
    self.notes = notes.filter { !$0.isEmptyList }
  }
}

/// Reads the forms of a file of counts.
private struct FrequencyReader {
  struct Row {
    var name: String
    var captions: Int
    var mentions: Int?
  }

  private(set) var form = FrequencyFile.Form.object
  private(set) var rows: [Row] = []
  private(set) var notes: [Note] = []
  private let file: String
  private var seen: [[UInt8]: Int] = [:]
  /// Names whose value is null or empty.
  private(set) var unknown: [String] = []

  init(_ bytes: [UInt8], file: String) throws {
    self.file = file
    let first = bytes.first { !InputFile.isSpace($0) }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      switch try OrderedJSON(bytes, file: file) {
      case .object(let members):
        for member in members { try add(member.key, member.value, at: .line(member.line)) }
      case .array(let pairs):
        form = .pairs
        for (index, pair) in pairs.enumerated() { try addPair(pair, number: index + 1) }
      default: break
      }
    } else {
      form = .rows
      try readTable(bytes)
    }
  }

  private mutating func addPair(_ pair: OrderedJSON, number: Int) throws {
    guard case .array(let parts) = pair, parts.count == 2, case .string(let name) = parts[0] else {
      throw InputError(
        file: file,
        .unknownForm(
          wanted: "a list of pairs such as [\"tench\", 12]", found: "element \(number), \(pair.kind)"))
    }
    try add(name, parts[1], at: .file)
  }

  private mutating func add(_ name: String, _ value: OrderedJSON, at place: InputError.Place) throws {
    try note(name, at: place)
    switch value {
    case .number(let text):
      rows.append(Row(name: name, captions: try count(text, "captions", name, place)))
    case .null: unknown.append(name)
    case let other:
      throw InputError(file: file, at: place, .valueNotNumber(name: name, found: other.kind))
    }
  }

  private mutating func readTable(_ bytes: [UInt8]) throws {
    let table = try DelimitedTable(bytes, file: file)
    guard let nameColumn = try table.column(["class", "name", "class_name", "classname"], file: file),
      let captionsColumn = try table.column(["captions", "count", "frequency"], file: file)
    else {
      throw InputError(
        file: file, at: .line(1), .missingColumn(wanted: ["class", "captions"], seen: table.columns))
    }
    let mentionsColumn = try table.column(["mentions"], file: file)
    let used = [nameColumn, captionsColumn, mentionsColumn]
    notes.append(
      Note(.ignoredColumns, table.columns.indices.filter { !used.contains($0) }.map { table.columns[$0] }))
    for row in table.rows {
      let name = row.cells[nameColumn]
      let place = InputError.Place.line(row.line)
      try note(name, at: place)
      let captions = InputFile.trimmed(row.cells[captionsColumn])
      guard !captions.isEmpty else {
        unknown.append(name)
        continue
      }
      let mentions = mentionsColumn.map { InputFile.trimmed(row.cells[$0]) } ?? ""
      let row = Row(
        name: name, captions: try count(captions, "captions", name, place),
        mentions: mentions.isEmpty ? nil : try count(mentions, "mentions", name, place))
      if let mentions = row.mentions, mentions < row.captions {
        throw InputError(
          file: file, at: place,
          .fewerMentionsThanCaptions(name: name, mentions: mentions, captions: row.captions))
      }
      rows.append(row)
    }
  }

  private mutating func note(_ name: String, at place: InputError.Place) throws {
    let line: Int? = if case .line(let line) = place { line } else { nil }
    if let first = seen.updateValue(line ?? 0, forKey: Array(name.utf8)) {
      throw InputError(file: file, at: place, .repeatedClass(name, firstLine: first > 0 ? first : nil))
    }
  }

  private func count(
    _ text: String, _ column: String, _ name: String, _ place: InputError.Place
  ) throws -> Int {
    guard let count = WholeNumber(text)?.value else {
      throw InputError(file: file, at: place, .countNotWhole(name: name, column: column, found: text))
    }
    return count
  }
}
