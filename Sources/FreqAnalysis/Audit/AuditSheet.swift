import Corpus

/// The sheet that a person fills in: one row a mention, with a cell for y or n.
///
/// It is opened in spreadsheets and holds texts of the web, so a cell that a spreadsheet would take for a formula begins
/// with an apostrophe, and the file with a byte order mark, by which spreadsheets know UTF-8. Only the number, the
/// class, the answer and the sample are read back; the database has the rest.
public struct AuditSheet: Sendable {
  /// The rows.
  public let table: Table

  private static let context = 300

  /// Lays a sample out.
  init(
    _ examples: [MentionSample.Example], of audit: StoredAudit, classSet: ClassSet, known: [Bool?]
  ) {
    let terms = classSet.classes.flatMap(\.terms)
    table = Table(
      columns: [
        .init("number", .ordinal), .init("is_this_the_class", .text), .init("class", .text),
        .init("before", .text), .init("mention", .text), .init("after", .text), .init("term", .text),
        .init("role", .text), .init("shard", .text), .init("record", .ordinal), .init("sample", .text),
      ],
      rows: examples.enumerated().map { index, example in
        let answer = index < known.count ? known[index] : nil
        let before = Self.plain(example.before)
        let after = Self.plain(example.after)
        return [
          .integer(index + 1), .text(answer.map { $0 ? "y" : "n" } ?? ""),
          .text(Self.cell(classSet.classes[example.classIndex].name)),
          .text(Self.cell(before.count > Self.context ? "…" + before.suffix(Self.context) : before)),
          .text(Self.cell(Self.plain(example.mention))),
          .text(Self.cell(after.count > Self.context ? after.prefix(Self.context) + "…" : after)),
          .text(Self.cell(example.termIndex < terms.count ? terms[example.termIndex].text : "")),
          .text(example.role.name), .text(Self.cell(example.shard.description)), .integer(example.record),
          .text(audit.name),
        ]
      })
  }

  /// The file's text.
  public var text: String { "\u{FEFF}" + CSVText(table).text }

  private static func plain(_ text: String) -> String {
    DisplayText.escaped(text.replacing(/[\r\n\t]+/, with: " "))
  }

  /// A cell that no spreadsheet takes for a formula.
  private static func cell(_ text: String) -> String {
    SpreadsheetCell.isFormula(text) ? "'" + text : text
  }

  // MARK: Reading

  /// What a person filled in.
  public struct Answers: Sendable, Equatable {
    /// The sample that the sheet is of.
    public var sample: String
    /// For each number that has an answer, whether the mention is the class.
    public var isClass: [Int: Bool]
    /// How many rows have none.
    public var open: Int
  }

  /// Reads a sheet that was filled in, as saved with commas, semicolons or tabs, rows in any order.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - store: The database that has the sample.
  /// - Returns: The sample and the answers.
  /// - Throws: `InputError`, `AuditSheetError`, `AuditError.noSample`, `StoreError`; nothing is half read.
  public static func read(_ path: String, in store: CountStore) throws -> (
    audit: StoredAudit, answers: Answers
  ) {
    let bytes = try InputFile.checked(InputFile.bytes(path), file: path)
    let rows = try SheetRows(bytes, file: path)
    func fault(_ line: Int, _ reason: AuditSheetError.Reason) -> AuditSheetError {
      AuditSheetError(file: path, line: line, reason: reason)
    }
    guard let first = rows.rows.first else {
      throw AuditSheetError(file: path, line: nil, reason: .noAnswers)
    }
    let sample = InputFile.trimmed(first.sample)
    guard let audit = try store.audits().first(where: { $0.name.utf8.elementsEqual(sample.utf8) }) else {
      throw AuditError.noSample(sample)
    }
    let mentions = try store.mentions(of: audit)
    let classes = try store.load(store.classSet(.named(audit.classSet))).classes
    var answers = Answers(sample: sample, isClass: [:], open: 0)
    var lines: [Int: Int] = [:]
    for row in rows.rows {
      guard InputFile.trimmed(row.sample).utf8.elementsEqual(sample.utf8) else {
        throw fault(row.line, .severalSamples(sample, row.sample))
      }
      guard let number = WholeNumber(InputFile.trimmed(row.number))?.value,
        mentions.indices.contains(number - 1)
      else { throw fault(row.line, .noSuchNumber(row.number, count: mentions.count)) }
      let expected = classes[mentions[number - 1].classIndex].name
      guard isSame(row.className, expected) else {
        throw fault(row.line, .otherClass(number: number, found: row.className, expected: expected))
      }
      if let before = lines.updateValue(row.line, forKey: number) {
        throw fault(row.line, .repeatedNumber(number, firstLine: before))
      }
      switch InputFile.trimmed(row.answer).lowercased() {
      case "y", "yes", "true", "1": answers.isClass[number] = true
      case "n", "no", "false", "0": answers.isClass[number] = false
      case "", "?": answers.open += 1
      default: throw fault(row.line, .noAnswer(row.answer))
      }
    }
    guard !answers.isClass.isEmpty else { throw AuditSheetError(file: path, line: nil, reason: .noAnswers) }
    return (audit, answers)
  }

  /// Whether a cell is a class's name, as it was written or as a spreadsheet saved it.
  private static func isSame(_ cell: String, _ name: String) -> Bool {
    func plain(_ text: String) -> [UInt8] {
      Array(InputFile.trimmed(text.replacing(/\r\n?/, with: "\n")).utf8)
    }
    let (found, wanted) = (plain(cell), plain(name))
    return found == wanted || SpreadsheetCell.isFormula(name) && found == [UInt8(ascii: "'")] + wanted
  }
}

/// The rows of a sheet by their columns.
private struct SheetRows {
  struct Row {
    var line: Int
    var number: String
    var answer: String
    var className: String
    var sample: String
  }

  var rows: [Row] = []

  init(_ bytes: [UInt8], file: String) throws {
    let head = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    // The header's names hold no separator, so that the one that occurs in it is the sheet's.
    let separator = [0x09, UInt8(ascii: ";")].first { head.contains($0) } ?? UInt8(ascii: ",")
    var reader = CSVRows(bytes, separator: separator)
    var columns: [String] = []
    do {
      while let row = try reader.next() {
        if columns.isEmpty {
          columns = row.cells.map { InputFile.trimmed($0).lowercased() }
          for (index, name) in columns.enumerated() where !name.isEmpty && columns[..<index].contains(name) {
            throw InputError(file: file, at: .line(row.line), .repeatedColumn(name))
          }
          for name in ["number", "is_this_the_class", "class", "sample"] where !columns.contains(name) {
            throw InputError(file: file, at: .line(row.line), .missingColumn(wanted: [name], seen: columns))
          }
          continue
        }
        // A spreadsheet may save empty rows below the last.
        if row.cells.allSatisfy({ InputFile.trimmed($0).isEmpty }) { continue }
        guard row.cells.count == columns.count else {
          throw InputError(
            file: file, at: .line(row.line), .cellCount(found: row.cells.count, header: columns.count))
        }
        func cell(_ name: String) -> String { columns.firstIndex(of: name).map { row.cells[$0] } ?? "" }
        rows.append(
          Row(
            line: row.line, number: cell("number"), answer: cell("is_this_the_class"),
            className: cell("class"),
            sample: cell("sample")))
      }
    } catch let fault as CSVRows.Fault {
      throw InputError(file: file, at: .line(fault.line), .quoting(unclosed: fault.unclosed))
    }
  }
}
