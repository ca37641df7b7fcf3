import ArgumentParser
import FreqAnalysis

struct RowsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rows", abstract: "Show or export the rows of mentions that index --rows wrote.",
    subcommands: [RowsList.self, RowsExport.self], defaultSubcommand: RowsList.self)
}

struct RowsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show what the files of rows hold, by corpus or class.",
    usage: "corpus-tool rows list [--by-class] [<options>]",
    discussion: """
      One row per corpus, class set and rule set: its shards, how many of them have rows, and the size of their files. \
      With --by-class the files are read, and their rows and mentions are added up by corpus and class.

      EXAMPLE
        corpus-tool rows list
        corpus-tool rows list --by-class --corpus laion
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Read the files, and add up their rows by corpus and class.")
  var byClass = false

  func run() throws {
    let output = try output.target(store.path, reading: selection.files)
    let store = try store.open(.readOnly)
    if byClass { return try output.write(.rowsByClass(selection.selection(in: store), in: store)) }
    let classSet = try selection.classSet.map { try store.classSet(nameOrFile: $0).name }
    let shards = try store.shards().filter { shard in
      (selection.corpora.isEmpty || selection.corpora.contains(shard.corpus))
        && (classSet.map { $0 == shard.classSet } ?? true)
    }
    try output.write(try .rowFiles(try store.rowFiles(shards)))
  }
}

struct RowsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the rows of some or all classes: CSV, JSON or Parquet.",
    usage: "corpus-tool rows export [<class> ...] [<options>]",
    discussion: """
      One row per caption and class that it mentions: corpus, class, shard, record (from 1), turn, role, key, term, \
      mentions, start (the byte of the first mention), caption_hash, and the fields that were kept. CSV unless \
      --format or the ending of FILE says otherwise.

      EXAMPLE
        corpus-tool rows export tench -o tench.csv
        corpus-tool rows export --corpus laion -o rows.parquet
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: ArgumentHelp("Classes by name, id or alias; all when left out.", valueName: "class"))
  var classes: [String] = []

  func run() throws {
    let output = try output.target(store.path, reading: selection.files)
    guard output.format != .table else {
      throw ValidationError("rows are written as csv, csv-safe, json or parquet")
    }
    let store = try store.open(.readOnly)
    let export = try RowExport(selection.selection(in: store), classes: classes, in: store)
    Messages.notes(export.notes)
    let (form, mark): (RowForm, OutputMark) =
      switch output.format {
      case .json: (.json, .json(export.columnNames))
      case .parquet: (.parquet, .parquet(export.columnNames))
      case .safeCSV: (.csv(isSafe: true), .csv(export.columnNames))
      default: (.csv(isSafe: false), .csv(export.columnNames))
      }
    var rows = 0
    try output.write(mark) { write in rows = try export.write(as: form, write) }
    Messages.note("\(NumberText.counted(rows, "row"))")
  }
}
