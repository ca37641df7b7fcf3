/// How names, numbers and lists stand inside a sentence for a person.
enum ShownText {
  /// A name between grave accents, its control characters escaped, cut at 120 columns.
  static func name(_ text: String) -> String { "`" + escaped(text, limit: 120) + "`" }

  /// A text with its control characters escaped, so that it cannot steer a terminal.
  static func escaped(_ text: String, limit: Int? = nil) -> String {
    let shown = DisplayText.escaped(text)
    return limit.map { DisplayText.truncated(shown, to: $0) } ?? shown
  }

  /// A whole number with its thousands set apart: `1,000`.
  static func number(_ value: Int) -> String { NumberText.grouped(value) }

  /// A number and its noun: `1 class`, `1,000 classes`.
  static func count(_ value: Int, _ one: String, _ many: String) -> String {
    "\(number(value)) \(value == 1 ? one : many)"
  }

  /// Names one after another, at most `limit` of them, with the number of those left out.
  static func names(_ names: [String], limit: Int = 5) -> String {
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(limit).map(name).joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(number(names.count - limit)) more" : shown
  }
}
