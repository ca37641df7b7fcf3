import ArgumentParser
import Corpus
import FreqAnalysis

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show how a shard or another file is read, before a long run.",
    usage: """
      corpus-tool inspect [<options>] <shard> ...
      corpus-tool inspect --classes <name|file> [--accuracy <file>]
               [--frequency <file>] [<options>]
      """,
    discussion: """
      Shows the compression and layout of a shard, the fields of its first records, which of them are read as text \
      and with which role, and what is counted in the first three records. Only the first megabytes are read. It \
      answers "why is my count zero?".

      Without a shard the class list is shown, or what predictions, accuracies or counts computed elsewhere give for \
      its classes: how the file is understood, and the first classes. Nothing is stored.

      EXAMPLE
        corpus-tool inspect laion/00000.parquet
        corpus-tool inspect --text-field human:text --classes names.json a.jsonl
        corpus-tool inspect --classes names.json --accuracy llava.jsonl
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var reading: ReadingFlags
  @OptionGroup var links: ShardLinkOptions
  @OptionGroup var accuracy: AccuracyOptions
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp(
      "Show which of these classes the first captions mention; can be repeated.", valueName: "name|file"))
  var classSets: [String] = []

  @Option(
    help: ArgumentHelp(
      "How their names are matched: word, paper, treebank, metaclip or bag.", valueName: "rule"))
  var matching: Matching = .word

  @Option(
    name: .customLong("accuracy"),
    help: ArgumentHelp("Show how predictions or accuracies are read.", valueName: "file"))
  var accuracies: [String] = []

  @Option(
    name: .customLong("frequency"),
    help: ArgumentHelp("Show how counts computed elsewhere are read.", valueName: "file"))
  var frequencies: [String] = []

  @Argument(help: ArgumentHelp("Shards to inspect.", valueName: "shard"))
  var shards: [String] = []

  func validate() throws {
    if shards.isEmpty, classSets.isEmpty {
      throw ValidationError("name a shard, or a class list with --classes")
    }
    if !(accuracies + frequencies).isEmpty, classSets.count != 1 || !shards.isEmpty {
      throw ValidationError("--accuracy and --frequency need one class list, --classes, and no shard")
    }
  }

  func run() throws {
    if shards.isEmpty { return try inspectInputs() }
    let expansion = try ShardExpansion(shards, followsLinks: links.follow, remote: reading.options.remote)
    Messages.leftOut(expansion)
    let output = try output.target(
      store.path, reading: classSets + ShardLinkOptions.files(expansion, shards))
    guard [nil, .table, .json].contains(output.format) else {
      throw ValidationError("inspect writes text or JSON (--format table or json)")
    }
    let known = classSets.isEmpty ? nil : try store.openIfThere()
    let chosen = try classSets.map { try ChosenClassSet(nameOrFile: $0, in: known) }
    Messages.notes(chosen.flatMap(\.notes))
    var (texts, failed) = ([InspectionText](), false)
    for shard in expansion.shards {
      do {
        texts.append(
          InspectionText(
            try ShardInspection(shard, options: reading.options), classSets: chosen.map(\.classSet),
            matching: matching))
      } catch {
        failed = true
        Messages.failure(ToldError.sentence(of: error))
      }
    }
    if output.format == .json {
      try output.write(.list(texts.map(\.json)))
    } else {
      try output.write(
        texts.flatMap(\.lines).map { DisplayText.escaped($0) + "\n" }.joined())
    }
    if failed { throw ExitCode.failure }
  }

  /// Shows class lists, or the files whose names one class list joins.
  private func inspectInputs() throws {
    let output = try output.target(store.path, reading: classSets + accuracies + frequencies + accuracy.files)
    guard [nil, .table, .json].contains(output.format) else {
      throw ValidationError("inspect writes text or JSON (--format table or json)")
    }
    let known = try store.openIfThere()
    var found: [InputInspection] = []
    for name in classSets {
      let chosen = try ChosenClassSet(nameOrFile: name, in: known)
      Messages.notes(chosen.notes)
      let classSet = chosen.classSet
      if accuracies.isEmpty, frequencies.isEmpty {
        found.append(InputInspection(classSet, of: name, notes: chosen.notes))
      }
      for file in accuracies {
        let read = try AccuracyFile(path: file, classSet: classSet, options: accuracy.options(models: []))
        Messages.notes(read.notes)
        found.append(InputInspection(read, of: file, in: classSet))
      }
      for file in frequencies {
        let read = try FrequencyFile(path: file, classSet: classSet, labelBase: accuracy.labelBase)
        Messages.notes(read.notes)
        found.append(InputInspection(read, of: file, in: classSet))
      }
    }
    if output.format == .json {
      try output.write(.list(found.map(\.json)))
    } else {
      try output.write(
        found.flatMap(\.lines).map { DisplayText.escaped($0) + "\n" }.joined())
    }
  }
}
