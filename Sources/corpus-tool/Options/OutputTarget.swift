import ArgumentParser
import FreqAnalysis
import Foundation

/// Where a command's result goes and in which form: standard output, or a file that nobody misses.
struct OutputTarget {
  /// The form that was asked for; nil: the command's own.
  let format: OutputOptions.Format?
  /// The file; nil: standard output.
  let file: OutputFile?

  /// Takes what was asked for.
  ///
  /// - Throws: `OutputFileError` where the file must not be written whatever the result is; `ValidationError` where its
  ///   ending and the form do not go together.
  init(format: OutputOptions.Format?, file: String?, policy: OutputPolicy) throws {
    // The system's own name for standard output is a link, and through links nothing is written.
    self.file = file.flatMap { OutputOptions.isStandardOutput($0) ? nil : OutputFile($0, policy) }
    try self.file?.check()
    // With `--format` an ending that says nothing will do, but not one that says something else.
    let path = self.file?.path
    let named =
      format == nil
      ? try path.flatMap(OutputOptions.Format.named) : try? path.flatMap(OutputOptions.Format.named)
    if let format, let named, (format == .safeCSV ? .csv : format) != named {
      let ending = path.flatMap(OutputOptions.ending) ?? ""
      throw ValidationError("a file that ends in \(ending) cannot be written as \(format.rawValue)")
    }
    self.format = format ?? named
    if self.format == .parquet, self.file == nil, Terminal.isTerminal(STDOUT_FILENO) {
      throw ValidationError("parquet is not for a terminal; name a file with -o")
    }
  }

  /// The same target, where files are known only now that may not be written over.
  ///
  /// - Throws: `OutputFileError` where it is one of them.
  func keeping(_ inputs: [String]) throws -> OutputTarget {
    OutputTarget(format: format, file: try file?.keeping(inputs))
  }

  private init(format: OutputOptions.Format?, file: OutputFile?) { (self.format, self.file) = (format, file) }

  /// Standard output.
  static func standardOutput(_ format: OutputOptions.Format?) throws -> OutputTarget {
    try OutputTarget(format: format, file: nil, policy: OutputPolicy())
  }

  /// Writes a table in the chosen form; `table` unless a default says otherwise.
  func write(_ table: Table, default fallback: OutputOptions.Format = .table) throws {
    switch format ?? fallback {
    case .csv: try write(CSVText(table).text)
    case .safeCSV: try write(CSVText(table, isSafe: true).text)
    case .json: try write(JSONText(table).text)
    case .parquet: try write(ParquetText(table).bytes)
    case .table:
      let aligned = AlignedText(
        table, width: file == nil ? Terminal.width : nil, boldHeadings: file == nil && Terminal.allowsStyle)
      try write(aligned.text)
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
    case .csv, .safeCSV, .parquet: try write(summary.table)
    case .json: try write(summary.json)
    }
  }

  /// Writes everything about counts and accuracies: tables under headings, the statistics as CSV, all of it as JSON.
  func write(_ report: FullReport, _ provenance: Provenance) throws {
    switch format ?? .table {
    case .csv, .safeCSV, .parquet: try write(.reports(report.reports))
    case .json: try write(report.json(provenance))
    case .table:
      try writeForReading(report.sections)
      Messages.note("--format json has every column and each class's residual")
    }
  }

  /// Writes a JSON value.
  func write(_ value: JSONValue) throws { try write(JSONText(value).text) }

  /// Writes a text to the file or to standard output.
  ///
  /// - Throws: `OutputFileError`, or `ClosedPipe` where nobody reads standard output.
  func write(_ text: String) throws {
    if let file { try file.write(text) } else { try Terminal.writeOutput(text) }
  }

  /// Writes a content that comes in pieces.
  func write(_ body: (_ write: ([UInt8]) throws -> Void) throws -> Void) throws {
    if let file { try file.write(body) } else { try body { try Terminal.writeOutput($0) } }
  }

  /// Writes bytes as a text is written.
  private func write(_ bytes: [UInt8]) throws {
    if let file { try file.write(bytes) } else { try Terminal.writeOutput(bytes) }
  }
}
