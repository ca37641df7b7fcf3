import ArgumentParser
import Corpus
import FreqAnalysis

struct Analyze: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Count, join and correlate in one step.",
    usage: """
      corpus-tool analyze --classes <file> --accuracy <file> ...
               [--pretrain <shard> ...] [--instruct <shard> ...] -o <dir>
      """,
    discussion: """
      Writes the database corpus.sqlite, points.csv, binned.csv and summary.json into DIR and prints the \
      coefficients of each model: for each stage, then for both together. Run again, the same command reads only \
      what is new. A model is named after its file, without the extension.

      EXAMPLE
        corpus-tool analyze --classes names.json --accuracy llava.jsonl \\
          --pretrain laion/ --instruct mix665k.json -o result
      """)

  @OptionGroup var rules: RuleOptions
  @OptionGroup var links: ShardLinkOptions
  @OptionGroup var siblings: SiblingOptions
  @OptionGroup var accuracy: AccuracyOptions
  @OptionGroup var rows: RowFlags
  @OptionGroup var run: RunOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(help: ArgumentHelp("The class list.", valueName: "file"))
  var classes: String

  @Option(
    name: .customLong("accuracy"), parsing: .upToNextOption,
    help: ArgumentHelp("Predictions or accuracies of one or more models.", valueName: "file"))
  var accuracies: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Shards of pretraining data: files, folders or globs.", valueName: "shard"))
  var pretrain: [String] = []

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Shards of instruction data.", valueName: "shard"))
  var instruct: [String] = []

  @Option(
    name: .customLong("role"),
    help: ArgumentHelp(
      "Only captions of this role; can be repeated (default: supervised).", valueName: "role"))
  var roles: [String] = []

  @Option(
    help: ArgumentHelp(
      "What is counted: captions (with a mention), mentions, or distinct (captions that differ after folding; needs "
        + "--rows).", valueName: "measure"))
  var count: Selection.Measure = .captions

  @Option(help: ArgumentHelp("How the coefficients are printed: table, csv or json.", valueName: "format"))
  var format: OutputOptions.Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Folder for the results. Files there are replaced if they are earlier results that nobody has changed.",
      valueName: "dir")
  )
  var folder: String

  @OptionGroup var replacing: ReplaceOptions

  func validate() throws {
    if pretrain.isEmpty, instruct.isEmpty {
      throw ValidationError("name shards with --pretrain, --instruct or both")
    }
  }

  func run() async throws {
    var counting = rules.options(threads: run.threadCount, siblings: siblings)
    counting.rows = rows.options
    var inputs = Analysis.Inputs(
      classes: classes, accuracies: accuracies, counting: counting, folder: folder)
    inputs.accuracyOptions = accuracy.options(models: [])
    inputs.roles = try Selection.roles(named: roles)
    inputs.measure = count
    inputs.replaces = replacing.replace
    let (before, after) = (
      try ShardExpansion(pretrain, followsLinks: links.follow, remote: rules.reading.remote),
      try ShardExpansion(instruct, followsLinks: links.follow, remote: rules.reading.remote)
    )
    Messages.concern(inputs.database)
    for expansion in [before, after] { Messages.leftOut(expansion) }
    inputs.pretrain = before.shards
    inputs.instruct = after.shards
    try await AnalysisRun(inputs).print(format: format)
  }
}
