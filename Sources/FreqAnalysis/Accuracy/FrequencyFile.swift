import Corpus

/// Counts that were computed elsewhere, for `frequency add`: recognised and checked.
///
/// Forms: a JSON object from class to captions; CSV, TSV, a table with semicolons, JSON Lines or a JSON list of objects,
/// with `class,captions[,mentions]`; a JSON list of `[name, captions]` pairs, whose names are tokens joined by spaces
/// (`potter 's wheel`).
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
  ///
  /// `labelBase` is the number of the first class where names are positions, 0 or 1; nil: 0.
  public init(
    path: String, classSet: ClassSet, absent: Absent = .unknown, labelBase: Int? = nil
  ) throws {
    try self.init(
      InputFile.bytes(path), file: path, classSet: classSet, absent: absent, labelBase: labelBase)
  }

  init(
    _ content: [UInt8], file: String, classSet: ClassSet, absent: Absent = .unknown, labelBase: Int? = nil
  ) throws {
    try Spreadsheet.refuse(content, file: file)
    let bytes = try InputFile.checked(content, file: file)
    let reader = try FrequencyReader(bytes, file: file)
    guard !reader.rows.isEmpty else { throw InputError(file: file, .noRows) }
    form = reader.form
    sourceDigest = InputFile.digest(of: content)
    let names = NameJoin(classSet)
    var rows = NameJoin.Rows(
      names: reader.rows.map(\.name), words: reader.form == .pairs, base: labelBase ?? 0,
      isBaseGiven: labelBase != nil, addsUp: true)
    var unused: [String] = []
    if let column = reader.keyColumn {
      let keys = reader.rows.map { $0.key ?? "" }
      if let answers = JoinKeys.answers(keys, names: rows.names, in: names, base: labelBase) {
        rows.keys = answers
      } else {
        unused = [column]
      }
    }
    let result = try names.join(rows, file: file)
    let hasMentions = reader.rows.allSatisfy { $0.mentions != nil }
    var frequencies = try Self.added(reader.rows, result.matches, file: file)
    var notes =
      [Note(.tableForm(reader.form.description, classes: reader.rows.count))] + reader.notes
      + [Note(.ignoredColumns, unused)] + result.notes
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

  /// The counts by class; those of names that fold to one class are added up.
  ///
  /// Throws `InputError` where a sum is larger than a count may be.
  private static func added(
    _ rows: [FrequencyReader.Row], _ matches: [NameJoin.Match?], file: String
  ) throws -> [ImportedFrequency] {
    func sum(_ first: Int, _ second: Int, _ column: String, _ name: String) throws -> Int {
      guard first + second <= WholeNumber.largest else {
        throw InputError(
          file: file, .countNotWhole(name: name, column: column, found: String(first + second)))
      }
      return first + second
    }
    var positions: [Int: Int] = [:]
    var frequencies: [ImportedFrequency] = []
    for (row, match) in zip(rows, matches) {
      for index in match?.classes ?? [] {
        guard let position = positions[index] else {
          positions[index] = frequencies.count
          frequencies.append(ImportedFrequency(index: index, captions: row.captions, mentions: row.mentions))
          continue
        }
        let before = frequencies[position]
        frequencies[position].captions = try sum(before.captions, row.captions, "captions", row.name)
        frequencies[position].mentions = try row.mentions.flatMap { mentions in
          try before.mentions.map { try sum($0, mentions, "mentions", row.name) }
        }
      }
    }
    return frequencies
  }
}
