import ArgumentParser
import FreqAnalysis

/// How a result is written, and where: `--format`, `-o`, `--replace`.
struct OutputOptions: ParsableArguments {
  /// The forms of a result.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json, parquet
    case safeCSV = "csv-safe"

    /// The form that a file's name asks for by its ending; nil: none, as for a name without an ending.
    ///
    /// - Throws: `ValidationError` for an ending of which nobody knows the form.
    static func named(by file: String) throws -> Format? {
      guard let ending = OutputOptions.ending(of: file) else { return nil }
      switch ending {
      case ".csv": return .csv
      case ".json": return .json
      case ".parquet": return .parquet
      case ".txt": return nil
      default:
        throw ValidationError(
          "no format has the ending \(ending) (.csv, .json, .parquet or .txt); --format says which to write to \(file)"
        )
      }
    }

    /// How rows that may be many are written in this form; `checkIsData` refuses aligned columns.
    var rowForm: RowForm {
      switch self {
      case .json: .json
      case .parquet: .parquet
      case .safeCSV: .csv(isSafe: true)
      case .csv, .table: .csv(isSafe: false)
      }
    }
  }

  /// What `csv-safe` is, for help.
  static let safeCSVHelp =
    "csv-safe is csv for spreadsheets: a text that begins with =, +, -, @, a tab or a carriage return, and is no number, "
    + "gets an apostrophe before it."

  /// The ending of a file's name, in small letters with its full stop; nil: it has none.
  static func ending(of file: String) -> String? {
    let name = file.utf8.split(separator: UInt8(ascii: "/")).last.map { String($0) ?? "" } ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
    return name[dot...].lowercased()
  }

  /// Whether a name is not a file's but means standard output.
  static func isStandardOutput(_ file: String) -> Bool { ["-", "/dev/stdout"].contains(file) }

  @Option(
    help: ArgumentHelp(
      "table for reading; csv (RFC 4180), json or parquet for programs, with full precision (default: by the ending of "
        + "FILE, else table). " + OutputOptions.safeCSVHelp, valueName: "format"))
  var format: Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write the result to a file, whole or not at all: .csv, .json, .parquet, or .txt for a table. A file there is "
        + "replaced if it is an earlier result that nobody has changed, or is empty.",
      valueName: "file"))
  var file: String?

  @OptionGroup var replacing: ReplaceOptions

  /// Refuses aligned columns for what may be long and is read by programs: a name that ends in .txt asks for them too.
  ///
  /// - Parameter what: What is written, with its verb.
  /// - Throws: `ValidationError`.
  func checkIsData(_ what: String) throws {
    let isText = file.map { !Self.isStandardOutput($0) && Self.ending(of: $0) == ".txt" } ?? false
    if format == .table || format == nil && isText {
      throw ValidationError("\(what) written as csv, csv-safe, json or parquet")
    }
  }

  /// Refuses a file that must not be written, as far as is known before all files that are read are known.
  ///
  /// - Throws: `OutputFileError`.
  func check(_ database: String?, reading inputs: [String]) throws {
    guard let file, !Self.isStandardOutput(file) else { return }
    try OutputFile(file, OutputPolicy(database: database, inputs: inputs, replaces: replacing.replace))
      .check()
  }

  /// Where the result goes; refuses a file that must not be written before any work is done.
  ///
  /// - Parameters:
  ///   - database: The database that the command works on.
  ///   - inputs: Files that it reads; words that name no file do no harm.
  /// - Returns: Where the result is written to.
  /// - Throws: `OutputFileError`; `ValidationError` for an ending without a form, or of another than `--format`.
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
