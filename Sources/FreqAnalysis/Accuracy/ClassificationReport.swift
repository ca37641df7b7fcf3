/// The text that scikit-learn's `classification_report` prints: a line for each class, its four numbers at the end, in columns
/// that blanks fill.
struct ClassificationReport {
  /// The header's words.
  private static let header = ["precision", "recall", "f1-score", "support"]

  /// The report as a table, whose first column has no name.
  let table: DelimitedTable

  /// Whether a text begins with the report's header.
  static func recognises(_ bytes: ArraySlice<UInt8>) -> Bool {
    let line = bytes.drop(while: InputFile.isSpace).prefix { $0 != 0x0A }
    return words(String(decoding: line, as: UTF8.self)) == header
  }

  /// Reads a text that `recognises` takes; throws `InputError` where a line does not end with numbers.
  init(_ bytes: [UInt8], file: String) throws {
    var rows: [CSVRows.Row] = []
    var sawHeader = false
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let words = Self.words(String(decoding: line, as: UTF8.self))
      guard !words.isEmpty else { continue }
      guard sawHeader else {
        sawHeader = true
        continue
      }
      let isNumber = words.map { Double($0) != nil }
      // `accuracy` has no precision and no recall, but the one number in place of the F score.
      let count =
        words.first == "accuracy" && isNumber.suffix(3) != [true, true, true] ? 2 : Self.header.count
      guard words.count > count, isNumber.suffix(count).allSatisfy({ $0 }) else {
        throw InputError(
          file: file, at: .line(index + 1),
          .unknownForm(
            wanted: "a class with its precision, recall, F score and support", found: "another line"))
      }
      let numbers = Array(repeating: "", count: Self.header.count - count) + words.suffix(count)
      rows.append(CSVRows.Row(cells: [Self.name(in: line, before: count)] + numbers, line: index + 1))
    }
    table = DelimitedTable(columns: [""] + Self.header, rows: rows)
  }

  /// What stands before the last words of a line: a name may hold blanks, of which none is lost.
  private static func name(in line: ArraySlice<UInt8>, before count: Int) -> String {
    var rest = line
    for _ in 0..<count {
      while let last = rest.last, InputFile.isSpace(last) { rest.removeLast() }
      while let last = rest.last, !InputFile.isSpace(last) { rest.removeLast() }
    }
    return InputFile.trimmed(String(decoding: rest, as: UTF8.self))
  }

  private static func words(_ line: String) -> [String] {
    line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
  }
}
