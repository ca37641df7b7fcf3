import FreqAnalysis

extension OutputTarget {
  /// Writes what a database holds: tables under headings, one object as JSON, one table as CSV.
  func write(_ content: DatabaseContent) throws {
    switch format ?? .table {
    case .csv, .safeCSV, .parquet: try write(content.table)
    case .json: try write(content.json)
    case .table:
      let style = file == nil && Terminal.allowsStyle
      let parts = content.sections.map { section in
        let title = style ? "\u{1B}[1m\(section.title)\u{1B}[0m" : section.title
        guard !section.table.rows.isEmpty else { return "\(title)\nnone\n" }
        return "\(title)\n" + AlignedText(section.table, width: file == nil ? Terminal.width : nil).text
      }
      let titles = content.sections.map { "\($0.title)\n" }
      try write(parts.joined(separator: "\n"), .pieces(start: titles[0], Array(titles.dropFirst())))
    }
  }
}
