/// Knows the workbooks of spreadsheet programs, which hold tables but are no text.
enum Spreadsheet {
  /// Refuses a workbook with a sentence that says what to save instead.
  static func refuse(_ bytes: [UInt8], file: String) throws {
    if isWorkbook(bytes) { throw InputError(file: file, .workbook) }
  }

  /// Whether bytes begin as .xlsx or .ods (a zip archive with the parts of one), or as .xls do.
  private static func isWorkbook(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return true }
    guard bytes.starts(with: [0x50, 0x4B, 3, 4]) else { return false }
    let head = bytes.prefix(1 << 20)
    return ["xl/", "[Content_Types].xml", "opendocument.spreadsheet"].contains { part in
      !head.ranges(of: Array(part.utf8)).isEmpty
    }
  }
}
