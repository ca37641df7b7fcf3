/// A table for people: aligned columns, grouped digits, harmless characters, and no wider than the terminal.
///
/// A line that would be too wide loses, in this order: the ends of texts longer than 24 columns; columns marked as
/// details, from the right; the ends of shorter texts, the longest first, down to twelve columns each. What is still
/// too wide stays so.
public struct AlignedText: Sendable {
  private let table: Table
  private let width: Int?
  private let boldHeadings: Bool

  /// Takes a table and the width to fit, in columns; nil: as wide as it is.
  public init(_ table: Table, width: Int? = nil, boldHeadings: Bool = false) {
    self.table = table
    self.width = width
    self.boldHeadings = boldHeadings
  }

  private static let gap = 2
  private static let comfortableText = 24
  private static let narrowestText = 12

  /// The headings and one line a row; a table without rows is its headings.
  public var text: String {
    let cells = table.rows.map { row in zip(row, table.columns).map { Self.shown($0, $1.kind) } }
    let headings = table.columns.map { DisplayText.escaped($0.heading) }
    let natural = table.columns.indices.map { column in
      cells.reduce(DisplayText.width(of: headings[column])) { max($0, DisplayText.width(of: $1[column])) }
    }
    let (shown, widths) = fitted(natural)
    var text = line(headings, shown, widths, bold: boldHeadings)
    for row in cells { text += line(row, shown, widths, bold: false) }
    return text
  }

  /// The columns that `text` leaves out because the width does not suffice.
  public var leftOut: [String] {
    let natural = table.columns.enumerated().map { column, entry in
      table.rows.reduce(DisplayText.width(of: entry.heading)) {
        max($0, DisplayText.width(of: Self.shown($1[column], entry.kind)))
      }
    }
    let shown = fitted(natural).shown
    return table.columns.indices.filter { !shown.contains($0) }.map { table.columns[$0].name }
  }

  private func fitted(_ natural: [Int]) -> (shown: [Int], widths: [Int]) {
    var shown = Array(natural.indices)
    var widths = natural
    guard let width else { return (shown, widths) }
    let isText = { (column: Int) in table.columns[column].kind == .text }
    func total(_ widths: [Int]) -> Int {
      shown.reduce(0) { $0 + widths[$1] } + Self.gap * max(shown.count - 1, 0)
    }
    let comfortable = widths.indices.map { isText($0) ? min(widths[$0], Self.comfortableText) : widths[$0] }
    while total(comfortable) > width, let detail = shown.last(where: { table.columns[$0].isDetail }) {
      shown.removeAll { $0 == detail }
    }
    while total(widths) > width {
      let longest = shown.filter { isText($0) && widths[$0] > Self.narrowestText }.max {
        widths[$0] < widths[$1]
      }
      guard let longest else { break }
      widths[longest] -= 1
    }
    return (shown, widths)
  }

  private func line(_ cells: [String], _ shown: [Int], _ widths: [Int], bold: Bool) -> String {
    var line = ""
    for (position, column) in shown.enumerated() {
      let cell = DisplayText.truncated(cells[column], to: widths[column])
      let padding = String(repeating: " ", count: max(0, widths[column] - DisplayText.width(of: cell)))
      if position > 0 { line += String(repeating: " ", count: Self.gap) }
      let isLast = position == shown.count - 1
      line += table.columns[column].kind == .text ? cell + (isLast ? "" : padding) : padding + cell
    }
    while line.last == " " { line.removeLast() }
    return (bold ? "\u{1B}[1m\(line)\u{1B}[0m" : line) + "\n"
  }

  private static func shown(_ value: Table.Value, _ kind: Table.Column.Kind) -> String {
    switch value {
    case .text(let text): DisplayText.escaped(text)
    case .integer(let number): kind == .ordinal ? String(number) : NumberText.grouped(number)
    case .real(let number): NumberText.short(number)
    case .missing: ""
    }
  }
}
