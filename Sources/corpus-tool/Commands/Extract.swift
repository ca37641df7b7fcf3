import ArgumentParser
import Corpus
import Foundation
import FreqAnalysis

struct Extract: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Write the records that mention some classes, with the columns you want.",
    usage: "corpus-tool extract [<class> ...] [<options>] -o <file>",
    discussion: """
      One row per record that mentions any of the classes (--all: each of them). The rows of index --rows say which \
      records these are, and what they keep is taken from them; the rest is read from the shards, of which only those \
      with such a record are opened. Shards without rows are searched, if the database says that they mention a class. \
      Columns are shard, record, key, classes (those that it mentions, of the ones asked for), caption (of the selected \
      roles), and any field of the records. -o FILE ends in .csv, .jsonl, .json, .parquet, or .txt (the first column \
      alone, a line each). --whole writes JSON records as they are, byte for byte, to .json (an array) or .jsonl. \
      FILE.meta.json beside it records what was asked.

      EXAMPLE
        corpus-tool extract tench --columns url,caption -o tench.parquet
        corpus-tool extract tench crane --all --limit 100 -o both.jsonl
        corpus-tool extract tench --where 'similarity>0.3' --whole -o tench.json
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var memory: MemoryOptions

  @Option(help: ArgumentHelp("The columns, separated by commas (default: key,caption).", valueName: "names"))
  var columns: String?

  @Flag(help: "Write each JSON record as it is in its shard, instead of columns.")
  var whole = false

  @Flag(help: "Records that mention one of the classes, which is what is meant without --all.")
  var any = false

  @Flag(help: "Only records that mention each of the classes.")
  var all = false

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only records of which FIELD is a number such as this: FIELD>NUMBER, or with >=, <, <= or =; can be repeated, all of "
        + "which must hold.", valueName: "condition"))
  var conditions: [String] = []

  @Flag(help: "Of records whose captions are equal after folding, only the first.")
  var distinct = false

  @Option(help: ArgumentHelp("At most N records, drawn at random.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Random seed of the draw; a larger --limit keeps what a smaller one has.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    name: .customLong("rows"),
    help: ArgumentHelp(
      "The folder in which the files of rows are now (default: where they were written).", valueName: "folder"
    ))
  var rowFolder: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The file to write, whole or not at all; - writes CSV (with --whole: JSON Lines) to standard output. A file "
        + "there is replaced if it is an earlier result that nobody has changed, or is empty.",
      valueName: "file"))
  var file: String

  @OptionGroup var replacing: ReplaceOptions

  @Option(
    help: ArgumentHelp(
      "How records are written (default: by the ending of FILE). \(OutputOptions.safeCSVHelp)",
      valueName: "format"))
  var format: ExtractFormat?

  @Option(
    help: ArgumentHelp(
      "Number of threads that search a shard without rows (default: the available cores).", valueName: "n"))
  var threads: Int?

  @Argument(help: ArgumentHelp("Classes by name, id or alias; all when left out.", valueName: "class"))
  var classes: [String] = []

  /// The form that is asked for; nil where the file's name says none.
  private var chosen: ExtractFormat? {
    format ?? (file == "-" ? (whole ? .jsonl : .csv) : ExtractFormat.named(by: file))
  }

  private var names: [String] {
    whole ? [] : (columns ?? "key,caption").split(separator: ",").map(String.init)
  }

  func validate() throws {
    guard let chosen else {
      throw ValidationError("the file name must end in .csv, .jsonl, .json, .parquet or .txt")
    }
    if let format, let named = ExtractFormat.named(by: file), named.ending != format.ending {
      throw ValidationError("a file that ends in \(named.ending) cannot be written as \(format.rawValue)")
    }
    if chosen == .parquet, file == "-", Terminal.isTerminal(STDOUT_FILENO) {
      throw ValidationError("parquet is not for a terminal; name a file with -o")
    }
    if whole {
      if columns != nil { throw ValidationError("--whole writes records as they are; omit --columns") }
      guard chosen == .json || chosen == .jsonl else {
        throw ValidationError(
          format == nil
            ? "--whole needs a file name that ends in .json or .jsonl" : "--whole writes json or jsonl")
      }
    } else if names.isEmpty {
      throw ValidationError("--columns names no column")
    }
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("--columns names \(twice) twice")
    }
    if let wrong = conditions.first(where: { FieldCondition($0) == nil }) {
      throw ValidationError("--where takes a condition such as 'similarity>0.3', not `\(wrong)`")
    }
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    if any, all { throw ValidationError("--any and --all exclude each other") }
    if all, classes.isEmpty { throw ValidationError("--all needs classes") }
  }

  func run() throws {
    let policy = OutputPolicy(database: store.path, inputs: selection.files, replaces: replacing.replace)
    var target = file == "-" ? nil : OutputFile(file, policy)
    var meta = file == "-" ? nil : OutputFile(file + ".meta.json", policy)
    try target?.check()
    try meta?.check()
    let store = try store.open(.readOnly)
    let sources = try store.sources(rowsIn: rowFolder)
    (target, meta) = (try target?.keeping(sources), try meta?.keeping(sources))
    let summary = try WorkProgress.showing("extracting") { meter in
      let extract = try RecordExtract(
        choice, of: selection.selection(in: store, memory: memory), columns: names, reading: ReadingOptions(),
        in: store,
        meter: meter, threads: threads ?? AvailableCores.count)
      Messages.notes(extract.notes)
      let isNew = access(file, F_OK) != 0
      let summary = try write(extract, to: target)
      do {
        try writeMeta(extract, summary, store, to: meta)
      } catch {
        // A new result is not left without what says how it was made.
        if isNew, target != nil { unlink(file) }
        throw error
      }
      return summary
    }
    Messages.note(
      "\(NumberText.counted(summary.records, "record")) from \(NumberText.counted(summary.shards, "shard")), of which "
        + "\(NumberText.grouped(summary.opened)) \(summary.opened == 1 ? "was" : "were") opened")
    if summary.withoutNumber > 0 {
      Messages.note(
        "excluded since a field of --where is missing or no number: "
          + NumberText.counted(summary.withoutNumber, "record"))
    }
    for name in summary.absent { Messages.note("no record has the field `\(name)`") }
  }

  private var choice: RecordExtract.Choice {
    var choice = RecordExtract.Choice()
    choice.classes = classes
    choice.needsAll = all
    choice.conditions = conditions.compactMap { FieldCondition($0) }
    choice.isDistinct = distinct
    choice.limit = limit
    choice.seed = seed
    choice.rowFolder = rowFolder
    return choice
  }

  private func write(_ extract: RecordExtract, to target: OutputFile?) throws -> RecordExtract.Summary {
    var summary = RecordExtract.Summary()
    let chosen = chosen ?? .csv
    let body: ((([UInt8]) throws -> Void) throws -> Void) = { write in
      if whole {
        summary = try extract.writeWhole(asArray: chosen == .json, write)
      } else {
        try chosen.form.write(extract.tableColumns, write) { summary = try extract.forEach($0) }
      }
    }
    if let target { try target.write(body) } else { try body { try Terminal.writeOutput($0) } }
    return summary
  }

  private func writeMeta(
    _ extract: RecordExtract, _ summary: RecordExtract.Summary, _ store: CountStore, to file: OutputFile?
  ) throws {
    guard let file else { return }
    let provenance = try Provenance(
      of: extract.selection, in: store, toolVersion: ToolVersion.current, command: CommandLine.arguments
    ).json
    guard case .object(let members) = provenance else { return }
    let value = JSONValue.object(members + [.init("extract", extract.json(summary))])
    try file.write(JSONText(value).text)
  }
}
