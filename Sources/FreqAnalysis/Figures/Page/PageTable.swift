/// A table of a page as HTML, with everything that it shows escaped.
///
/// A page has thousands of cells, so they are written and not put through a template.
struct PageTable {
  /// A cell: what is shown, and the number for sorting, where it is one.
  struct Cell {
    var shown: String
    var raw: Double?
    /// The model whose part of the page a click on the cell opens.
    var opens: Int?

    /// A text.
    init(_ text: String, opens: Int? = nil) {
      shown = text
      self.opens = opens
    }

    /// A number with its words; empty where there is none.
    init(_ number: Double?, _ words: (Double) -> String) {
      shown = number.map(words) ?? ""
      raw = number
    }
  }

  /// The headings, and whether what stands below is a number.
  var headings: [(name: String, isNumber: Bool)]
  /// The rows, each as long as the headings.
  var rows: [[Cell]]
  /// Whether a click on a heading sorts.
  var isSortable = false
  /// The table's name for those who do not see it.
  var label: String

  /// Makes a table.
  init(_ label: String, headings: [(name: String, isNumber: Bool)], rows: [[Cell]], isSortable: Bool = false)
  {
    self.label = label
    self.headings = headings
    self.rows = rows
    self.isSortable = isSortable
  }

  /// Takes a table of results with all its columns.
  init(_ label: String, _ table: Table) {
    self.init(
      label, headings: table.columns.map { ($0.heading, $0.kind != .text) },
      rows: table.rows.map { row in
        row.map { value in
          switch value {
          case .text(let text): Cell(text)
          case .integer(let number):
            Cell(Double(number)) { _ in NumberText.grouped(number).replacing("-", with: "−") }
          case .real(let number): Cell(number) { NumberText.typeset($0) }
          case .missing: Cell("")
          }
        }
      })
  }

  /// The table in a frame that scrolls.
  ///
  /// - Complexity: O(*n*) in the cells.
  var html: String {
    let name = SVGElement.escaped(label)
    var out = "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"\(name)\">\n<table"
    out += isSortable ? " class=\"sortable\"><thead><tr>" : "><thead><tr>"
    for heading in headings {
      let text = SVGElement.escaped(heading.name)
      out += heading.isNumber ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">"
      out += isSortable ? "<button type=\"button\">\(text)</button></th>" : "\(text)</th>"
    }
    out += "</tr></thead>\n<tbody>\n"
    for row in rows {
      out += "<tr>"
      for (cell, heading) in zip(row, headings) {
        out += heading.isNumber ? "<td" : "<td class=\"t\""
        if isSortable, let raw = cell.raw, raw.isFinite { out += " data-v=\"\(raw)\"" }
        out += ">"
        let text = heading.isNumber ? SVGElement.escaped(cell.shown) : Self.breakable(cell.shown)
        out += cell.opens.map { "<button type=\"button\" data-s=\"\($0)\">\(text)</button>" } ?? text
        out += "</td>"
      }
      out += "</tr>\n"
    }
    return out + "</tbody>\n</table>\n</div>"
  }

  /// A name, escaped, that may be broken after the marks that join its parts, and so is seldom broken in a word.
  private static func breakable(_ text: String) -> String {
    var out = ""
    for character in text {
      out += SVGElement.escaped(String(character))
      if character == "_" || character == "+" || character == "/" { out += "<wbr>" }
    }
    return out
  }
}
