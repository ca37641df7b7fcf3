import ArgumentParser
import Corpus

/// Whether the rows of mentions are written, and what is kept in them: `--rows` and `--keep`.
struct RowFlags: ParsableArguments {
  @Option(
    name: .customLong("rows"),
    help: ArgumentHelp(
      "Also write a Parquet file per shard into this folder: one row for each caption and class that it mentions.",
      valueName: "folder"))
  var folder: String?

  @Option(
    name: .customLong("keep"),
    help: ArgumentHelp(
      "A field of the records to keep in the rows, as text: url, or a.b; can be repeated.", valueName: "field"
    ))
  var keep: [KeptField] = []

  func validate() throws {
    if folder == nil, !keep.isEmpty { throw ValidationError("--keep needs --rows") }
    let names = keep.map(\.path.description)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("--keep \(twice) is given twice")
    }
    let columns = keep.map { RowOptions.column(of: $0.path) }
    for (index, column) in columns.enumerated() where columns[..<index].contains(column) {
      throw ValidationError(
        "two of the kept fields would both be the column \(column); keep only one of them")
    }
  }

  /// Where rows are written; nil: none are.
  var options: RowOptions? { folder.map { RowOptions(folder: $0, keep: keep.map(\.path)) } }
}

/// A field whose value is kept.
struct KeptField: ExpressibleByArgument {
  let path: FieldPath

  init?(argument: String) {
    guard let path = FieldPath(argument), !path.steps.contains(.each) else { return nil }
    self.path = path
  }
}
