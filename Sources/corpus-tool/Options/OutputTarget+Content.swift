import FreqAnalysis

extension OutputTarget {
  /// Writes what a database holds: tables under headings, one object as JSON, one table as CSV.
  func write(_ content: DatabaseContent) throws {
    switch format ?? .table {
    case .csv, .safeCSV, .parquet: try write(content.table)
    case .json: try write(content.json)
    case .table:
      let style = file == nil && Terminal.allowsStyle
      var leftOut: [String] = []
      let parts = content.sections.map { section in
        let title = style ? "\u{1B}[1m\(section.title)\u{1B}[0m" : section.title
        guard !section.table.rows.isEmpty else { return "\(title)\nnone\n" }
        let aligned = AlignedText(section.table, width: file == nil ? Terminal.width : nil)
        leftOut += aligned.leftOut
        return "\(title)\n" + aligned.text
      }
      try write(parts.joined(separator: "\n"))
      if !leftOut.isEmpty {
        Messages.note(
          "columns hidden to fit the terminal: \(leftOut.joined(separator: ", ")); --format json shows every column"
        )
      }
    }
  }
}
