import ArgumentParser
import FreqAnalysis

/// How a result is written, and where: `--format`, `-o`, `--replace`.
struct OutputOptions: ParsableArguments {
  /// The forms of a result.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json
    case safeCSV = "csv-safe"
  }

  @Option(
    help: ArgumentHelp(
      "table for reading; csv (RFC 4180) or json for programs, with full precision. csv-safe is csv for spreadsheets: "
        + "a text that begins with =, +, -, @, a tab or a carriage return, and is no number, gets an apostrophe "
        + "before it.", valueName: "format"))
  var format: Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write the result to a file, whole or not at all. A file there is replaced where it looks like an earlier "
        + "result of the command (its columns, its keys), or is empty.", valueName: "file"))
  var file: String?

  @OptionGroup var replacing: ReplaceOptions

  /// Where the result goes; refuses a file that must not be written before any work is done.
  ///
  /// - Parameters:
  ///   - database: The database that the command works on.
  ///   - inputs: Files that it reads; words that name no file do no harm.
  /// - Returns: Where the result is written to.
  /// - Throws: `OutputFileError`.
  func target(_ database: String?, reading inputs: [String] = []) throws -> OutputTarget {
    try OutputTarget(
      format: format, file: file,
      policy: OutputPolicy(database: database, inputs: inputs, replaces: replacing.replace))
  }
}

/// Whether a file that is no earlier result is written over: `--replace`.
struct ReplaceOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Write over whatever file is there; never over the database in use, a file that is read, or through a link."
    ))
  var replace = false
}
