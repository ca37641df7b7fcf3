import ArgumentParser
import FreqAnalysis

/// The forms of extracted records: as `--format` says, else by the ending of the file.
enum ExtractFormat: String, ExpressibleByArgument, CaseIterable {
  case csv
  case safeCSV = "csv-safe"
  case jsonl, json, parquet, txt

  /// The form that a file's name asks for by its ending; nil where it is none of them.
  static func named(by file: String) -> ExtractFormat? { allCases.first { file.hasSuffix($0.ending) } }

  /// The ending of a file in this form.
  var ending: String { self == .safeCSV ? ".csv" : ".\(rawValue)" }

  /// How rows are written in this form.
  var form: RowForm {
    switch self {
    case .csv: .csv(isSafe: false)
    case .safeCSV: .csv(isSafe: true)
    case .jsonl: .jsonLines
    case .json: .json
    case .parquet: .parquet
    case .txt: .lines
    }
  }
}
