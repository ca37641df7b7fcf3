import ArgumentParser
import Corpus
import FreqAnalysis

struct Extract: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the records that mention some classes, with the columns you want.",
    usage: "corpus-tool extract [<class> ...] [--columns <names>] [<options>]",
    discussion: """
      One row per record that mentions one of the classes (--all: each of them). The rows of index --rows say which \
      records these are; the columns are read from the shards, of which only those with such a record are opened. \
      Columns are shard, record, key, classes (those that it mentions, of the ones asked for), caption (of the selected \
      roles), and any field of the records. -o FILE ends in .csv, .jsonl, .json, .parquet, or .txt (the first column \
      alone, a line each).

      EXAMPLE
        corpus-tool extract tench --columns url,caption -o tench.parquet
        corpus-tool extract tench crane --all --limit 100 -o both.jsonl
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions

  @Option(help: ArgumentHelp("The columns, separated by commas.", valueName: "names"))
  var columns = "key,caption"

  @Flag(help: "Only records that mention each of the classes.")
  var all = false

  @Flag(help: "Of records whose captions are equal after folding, only the first.")
  var distinct = false

  @Option(help: ArgumentHelp("At most N records, drawn at random.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Random seed of the draw; a larger --limit keeps what a smaller one has.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The file to write, whole or not at all; - writes CSV to standard output. An existing file is kept unless it is "
        + "empty, or --replace is given.", valueName: "file"))
  var file: String

  @OptionGroup var replacing: ReplaceOptions

  @Argument(help: ArgumentHelp("Classes by name, id or alias; all when left out.", valueName: "class"))
  var classes: [String] = []

  /// The forms, by the ending of the file.
  private static let forms: [(ending: String, form: RowForm)] = [
    (".csv", .csv(isSafe: false)), (".jsonl", .jsonLines), (".json", .json), (".parquet", .parquet),
    (".txt", .lines),
  ]

  private var names: [String] { columns.split(separator: ",").map(String.init) }

  func validate() throws {
    if file != "-", !Self.forms.contains(where: { file.hasSuffix($0.ending) }) {
      throw ValidationError("the file name must end in .csv, .jsonl, .json, .parquet or .txt")
    }
    if names.isEmpty { throw ValidationError("--columns names no column") }
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("--columns names \(twice) twice")
    }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    if all, classes.isEmpty { throw ValidationError("--all needs classes") }
  }

  func run() throws {
    let form = Self.forms.first { file.hasSuffix($0.ending) }?.form ?? .csv(isSafe: false)
    let target =
      file == "-"
      ? nil
      : OutputFile(
        file, OutputPolicy(database: store.path, inputs: selection.files, replaces: replacing.replace))
    try target?.check()
    let store = try store.open(.readOnly)
    var choice = RecordExtract.Choice()
    choice.classes = classes
    choice.needsAll = all
    choice.isDistinct = distinct
    choice.limit = limit
    choice.seed = seed
    let extract = try RecordExtract(
      choice, of: selection.selection(in: store), columns: names, reading: ReadingOptions(), in: store)
    Messages.notes(extract.notes)
    let body: ((([UInt8]) throws -> Void) throws -> Void) = { write in
      try form.write(extract.tableColumns, write) { try extract.forEach($0) }
    }
    if let target { try target.write(.never, body) } else { try body { try Terminal.writeOutput($0) } }
    Messages.note(
      "\(NumberText.counted(extract.count, "record")) from \(NumberText.counted(extract.shards, "shard"))")
  }
}
