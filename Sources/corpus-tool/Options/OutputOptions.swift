import ArgumentParser
import FreqAnalysis

/// How a result is written, and where: `--format`, `-o`.
struct OutputOptions: ParsableArguments {
  /// The three forms of a result.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json
  }

  @Option(
    help: ArgumentHelp(
      "table for reading; csv (RFC 4180) or json for programs, with full precision.",
      valueName: "format"))
  var format: Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the result to a file, whole or not at all.", valueName: "file"))
  var file: String?

  /// Writes a table in the chosen form; `table` unless a default says otherwise.
  func write(_ table: Table, default fallback: Format = .table) throws {
    try Self.write(table, as: format ?? fallback, to: file)
  }

  /// Writes a table to standard output.
  static func print(_ table: Table, as format: Format) throws { try write(table, as: format, to: nil) }

  private static func write(_ table: Table, as format: Format, to file: String?) throws {
    switch format {
    case .csv: try write(CSVText(table).text, to: file)
    case .json: try write(JSONText(table).text, to: file)
    case .table:
      let aligned = AlignedText(
        table, width: file == nil ? Terminal.width : nil, boldHeadings: file == nil && Terminal.allowsStyle)
      try write(aligned.text, to: file)
      if !aligned.leftOut.isEmpty {
        Messages.note(
          "columns hidden to fit the terminal: \(aligned.leftOut.joined(separator: ", ")); "
            + "--format csv shows every column")
      }
    }
  }

  /// Writes what a run counted: lines for a person, the counts by role as CSV, all of it as JSON.
  func write(_ summary: IndexSummary) throws {
    switch format ?? .table {
    case .table: try write(summary.lines.map { $0 + "\n" }.joined())
    case .csv: try write(CSVText(summary.table).text)
    case .json: try write(JSONText(summary.json).text)
    }
  }

  /// Writes everything about counts and accuracies: tables under headings, the statistics as CSV, all of it as JSON.
  func write(_ report: FullReport, _ provenance: Provenance) throws {
    switch format ?? .table {
    case .csv: try write(CSVText(.reports(report.reports)).text)
    case .json: try write(JSONText(report.json(provenance)).text)
    case .table:
      let style = file == nil && Terminal.allowsStyle
      let parts = report.sections.map { section in
        let title = DisplayText.escaped(section.title)
        let sentences = section.sentences.map { DisplayText.escaped($0) + "\n" }.joined()
        let table = AlignedText(section.table, width: file == nil ? Terminal.width : nil)
        return (style ? "\u{1B}[1m\(title)\u{1B}[0m" : title) + "\n" + sentences + table.text
      }
      try write(parts.joined(separator: "\n"))
      Messages.note("--format json has every column and each class's residual")
    }
  }

  /// Writes a text to the file or to standard output.
  func write(_ text: String) throws { try Self.write(text, to: file) }

  private static func write(_ text: String, to file: String?) throws {
    if let file, file != "-" { try OutputFile.write(text, to: file) } else { try Terminal.writeOutput(text) }
  }
}
