import ArgumentParser
import Corpus
import FreqAnalysis

struct Index: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Count class names in caption shards.",
    usage: "corpus-tool index --classes <set> --corpus <name> [<options>] <shard> ...",
    discussion: """
      A SHARD is a path, a folder (searched for supported files), a glob, a brace range such as {00000..00041}, \
      - for standard input, pipe:COMMAND, or @FILE, a list of shards; or it lies elsewhere: \
      hf://datasets/OWNER/NAME[@REVISION]/PATH, s3://BUCKET/KEY, gs://BUCKET/KEY or a URL. Tokens and keys are \
      those of the stores' own tools: HF_TOKEN, AWS_PROFILE. Shards that have not changed since they were counted are not read again, so after an interruption the same command resumes. Captions of all roles \
      are counted, separately.

      EXAMPLE
        corpus-tool index --classes imagenet --corpus laion laion/
        corpus-tool index --classes names.json --corpus llava \\
          --stage instruct mix665k.json
        corpus-tool index --classes imagenet --corpus laion --rows rows laion/
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var links: ShardLinkOptions
  @OptionGroup var siblings: SiblingOptions
  @OptionGroup var rows: RowFlags
  @OptionGroup var run: RunOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp(
      "A class set, or a class list; can be repeated, all are counted in one pass.", valueName: "name|file"))
  var classSets: [String]

  @Option(help: ArgumentHelp("The name of the corpus.", valueName: "name"))
  var corpus: String

  @Option(help: ArgumentHelp("pretrain (default), instruct, or any word.", valueName: "stage"))
  var stage: String?

  @Option(
    help: ArgumentHelp(
      "The shards are a random sample of this share of the corpus, such as 0.01; 1: they are all of it.",
      valueName: "fraction"))
  var sampled: Double?

  @Flag(help: "Also read shards that look unchanged, and compare their content.")
  var checkContent = false

  @Flag(help: "Only show what would be done with each shard; nothing is read or written.")
  var dryRun = false

  @Argument(help: ArgumentHelp("Shards to count.", valueName: "shard"))
  var shards: [String]

  func validate() throws {
    if let sampled, !(sampled > 0 && sampled <= 1) {
      throw ValidationError("--sampled takes a fraction above 0 and at most 1")
    }
  }

  func run() async throws {
    let expansion = try ShardExpansion(shards, followsLinks: links.follow, remote: rules.reading.remote)
    Messages.concern(store.path)
    Messages.leftOut(expansion)
    let output = try output.target(
      store.path, reading: classSets + ShardLinkOptions.files(expansion, shards))
    if let kind = NetworkFileSystem.kind(at: store.path), !dryRun {
      Messages.warning(
        "\(store.path) is on a network file system (\(kind)), where SQLite's write-ahead log is not safe if several "
          + "machines use it; keep the database on a local disk, and count on the others with `scan` and `merge`"
      )
    }
    let known = try store.openIfThere()
    let chosen = try classSets.map { try ChosenClassSet(nameOrFile: $0, in: known) }
    for (file, set) in zip(classSets, chosen) {
      // What to do about parentheticals is told after the count, with the command.
      Messages.notes(set.notes.filter { $0.kind != .parenthesis || dryRun }, of: file)
    }
    if dryRun {
      let plan = try IndexRun.dryPlan(
        expansion.shards, store: known, classSets: chosen,
        options: rules.options(threads: 1, siblings: siblings), corpus: corpus,
        stage: stage, checksContent: checkContent)
      try output.write(Table.steps(of: plan))
      if !plan.missing.isEmpty { throw ExitCode.failure }
      return
    }
    if known == nil { try Self.checkSomethingIsThere(expansion.shards) }
    var options = rules.options(threads: run.threadCount, siblings: siblings)
    options.rows = rows.options
    let job = try IndexRun(
      store: known ?? store.open(.create), classSets: chosen, options: options, corpus: corpus, stage: stage)
    let summary = try await CountingRun(job).count(expansion.shards, checksContent: checkContent)
    if let sampled, try job.store.corpora().contains(where: { $0.name.utf8.elementsEqual(corpus.utf8) }) {
      let before = try job.store.setSampled(sampled, of: corpus)
      if before != 1, before != sampled {
        Messages.note("the corpus was stated to be a sample of \(before) of the whole; it is now \(sampled)")
      }
    }
    try output.write(summary)
    for warning in summary.toldWarnings { Messages.warning(warning) }
    for sentence in summary.rowSentences { Messages.note(sentence) }
    Messages.hints(summary.hints)
    try ExitStatus.throwIfFailed(summary)
  }

  /// Makes no database for names that are all misspelt.
  private static func checkSomethingIsThere(_ shards: [ShardName]) throws {
    let isThere = { (shard: ShardName) in
      if case .file(let path) = shard { FilePath.exists(path) } else { true }
    }
    guard !shards.isEmpty, !shards.contains(where: isThere) else { return }
    for shard in shards.prefix(10) { Messages.failure("\(shard): no such file") }
    if shards.count > 10 { Messages.failure("and \(NumberText.grouped(shards.count - 10)) more") }
    throw ExitCode.failure
  }
}
