import FreqAnalysis

extension OutputTarget {
  /// Writes tables under headings for reading, the first one as CSV, all of them as one JSON object.
  func write(_ sections: [FullReport.Section], _ json: JSONValue) throws {
    switch format ?? .table {
    case .csv, .safeCSV, .parquet: if let first = sections.first { try write(first.table) }
    case .json: try write(json)
    case .table:
      try writeForReading(sections)
      Messages.note("--format json has every column")
    }
  }

  /// Writes tables under headings, with their sentences, in the width of a terminal.
  func writeForReading(_ sections: [FullReport.Section]) throws {
    let style = file == nil && Terminal.allowsStyle
    let width = file == nil ? Terminal.width : nil
    let parts = sections.map { section in
      let title = DisplayText.escaped(section.title)
      let sentences = section.sentences.map { sentence in
        let text = DisplayText.escaped(sentence)
        return (width.map { DisplayText.wrapped(text, to: $0) } ?? [text]).joined(separator: "\n") + "\n"
      }.joined()
      let table = AlignedText(section.table, width: width)
      return (style ? "\u{1B}[1m\(title)\u{1B}[0m" : title) + "\n" + sentences + table.text
    }
    try write(parts.joined(separator: "\n"))
  }
}
