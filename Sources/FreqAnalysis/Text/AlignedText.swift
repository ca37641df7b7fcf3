/// A table for people: aligned columns, grouped digits, harmless characters, and no wider than the terminal.
///
/// A line that would be too wide loses, in this order: the middles of texts longer than 24 columns; columns marked
/// as details, from the right; the middles of shorter texts, the longest first, down to twelve columns each. What is
/// still too wide stays so. Where texts of a column are cut, what all of them begin with goes before their middles, and texts
/// that differ stay different where there is a way.
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
    let starts = table.columns.indices.map { column in
      widths[column] < natural[column] ? Self.commonStart(cells.map { $0[column] }) : 0
    }
    var text = line(headings, shown, widths, bold: boldHeadings)
    let fitting = table.columns.indices.map { column in
      widths[column] < natural[column]
        ? Self.fitting(cells.map { $0[column] }, to: widths[column], afterStart: starts[column])
        : cells.map { $0[column] }
    }
    for row in cells.indices {
      text += line(fitting.map { $0[row] }, shown, widths, bold: false)
    }
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

  /// How many characters all texts of a column begin with alike; none where they are all the same.
  private static func commonStart(_ cells: [String]) -> Int {
    guard let first = cells.first.map(Array.init), cells.contains(where: { $0 != cells[0] }) else { return 0 }
    return cells.reduce(first.count) { count, cell in
      min(count, zip(first, cell).prefix { $0 == $1 }.count)
    }
  }

  /// The texts of a column cut to a width: first what all of them begin with goes, then the middle; what differs stays
  /// different.
  private static func fitting(_ cells: [String], to width: Int, afterStart start: Int) -> [String] {
    let parts = cells.map { cell in
      DisplayText.width(of: cell) > width && start > 3 ? "…" + cell.dropFirst(start) : cell
    }
    return DistinctCuts(
      width: Double(width), ellipsis: 1, room: { Double(DisplayText.width(of: String($0))) },
      usual: { DisplayText.shortened($0, to: width) }
    ).cut(parts)
  }

  private func line(_ cells: [String], _ shown: [Int], _ widths: [Int], bold: Bool) -> String {
    var line = ""
    for (position, column) in shown.enumerated() {
      let cell = DisplayText.shortened(cells[column], to: widths[column])
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
