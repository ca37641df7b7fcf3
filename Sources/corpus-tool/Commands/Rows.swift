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
    try output.write(try .rowFiles(try store.rowFiles(shards(store))))
  }

  /// The shards that the options say; of all class sets and rules where they name none.
  private func shards(_ store: CountStore) throws -> [StoredShard] {
    let classSet = try selection.classSet.map { try store.classSet(nameOrFile: $0).name }
    let corpora = try store.corpusNames(selection.corpora)
    // Words that mean nothing are told as in every selection.
    let isOfRules =
      try selection.rules.isEmpty && selection.stages.isEmpty
      ? { _ in true } : store.resolve(selection.selection(in: store)).holds
    return try store.shards().filter { shard in
      (corpora.isEmpty || corpora.contains(shard.corpus))
        && (classSet.map { $0 == shard.classSet } ?? true) && isOfRules(shard)
    }
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

  func validate() throws {
    try output.checkIsData("rows are")
  }

  func run() throws {
    var output = try output.target(store.path, reading: selection.files)
    let store = try store.open(.readOnly)
    output = try output.keeping(store.sources())
    let export = try RowExport(selection.selection(in: store), classes: classes, in: store)
    Messages.notes(export.notes)
    let form = (output.format ?? .csv).rowForm
    var rows = 0
    try output.write { write in rows = try export.write(as: form, write) }
    Messages.note("\(NumberText.counted(rows, "row"))")
  }
}
