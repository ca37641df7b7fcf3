import Corpus

extension DelimitedTable {
  /// Reads a table that a person gives: CSV or TSV, or JSON objects of one shape, one a line or in one list.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - wanted: What it should be, for the sentence that says that it is none.
  /// - Throws: `InputError`.
  init(given path: String, as wanted: String) throws {
    let bytes = try InputFile.bytes(path)
    if bytes.starts(with: "PAR1".utf8) {
      throw InputError(
        file: path, .unknownForm(wanted: "\(wanted) as CSV, TSV or JSON Lines", found: "a Parquet file"))
    }
    let text = try InputFile.checked(bytes, file: path)
    let start = text.first { !InputFile.isSpace($0) }
    if start == UInt8(ascii: "{"), let records = try RecordTable.lines(text, file: path, alone: { _ in true })
    {
      self = try RecordTable.table(records, file: path)
    } else if start == UInt8(ascii: "[") {
      guard let records = try RecordTable.list(OrderedJSON(text, file: path), file: path) else {
        throw InputError(
          file: path, .unknownForm(wanted: wanted, found: "a list of something else than objects"))
      }
      self = try RecordTable.table(records, file: path)
    } else {
      try self.init(text, file: path, semicolons: true)
    }
  }
}
