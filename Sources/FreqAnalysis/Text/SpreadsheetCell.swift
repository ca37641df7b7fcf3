/// What a spreadsheet makes of a cell's text when it opens a CSV file.
enum SpreadsheetCell {
  /// Whether a text begins with a character by which a spreadsheet knows a formula, or which it drops before one.
  static func isFormula(_ text: String) -> Bool {
    text.unicodeScalars.first.map { "=+-@\t\r＝＋－＠".unicodeScalars.contains($0) } ?? false
  }

  /// The text, behind an apostrophe where a spreadsheet would take it for a formula and it is no number.
  static func harmless(_ text: String) -> String {
    isFormula(text) && text.wholeMatch(of: /[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?/) == nil
      ? "'" + text : text
  }
}
