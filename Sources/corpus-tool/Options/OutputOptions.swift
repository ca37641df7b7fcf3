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
      "table for people, csv (RFC 4180) or json for programs; both with full precision.",
      valueName: "format"))
  var format: Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the result to a file, whole or not at all.", valueName: "file"))
  var file: String?

  /// Writes a table in the chosen form; `table` unless a default says otherwise.
  func write(_ table: Table, default fallback: Format = .table) throws {
    switch format ?? fallback {
    case .csv: try write(CSVText(table).text)
    case .json: try write(JSONText(table).text)
    case .table:
      let width = file == nil ? Terminal.width : nil
      let aligned = AlignedText(
        table, width: width, boldHeadings: file == nil && Terminal.allowsStyle)
      try write(aligned.text)
      if !aligned.leftOut.isEmpty {
        Messages.note(
          "left out for want of room: \(aligned.leftOut.joined(separator: ", ")); "
            + "--format csv shows every column")
      }
    }
  }

  /// Writes a text to the file or to standard output.
  func write(_ text: String) throws {
    if let file, file != "-" { try OutputFile.write(text, to: file) } else { try Terminal.writeOutput(text) }
  }
}
