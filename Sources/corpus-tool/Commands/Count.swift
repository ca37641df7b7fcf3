import ArgumentParser
import Corpus
import FreqAnalysis

struct Count: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Count a few phrases in shards, without a database.",
    usage: "corpus-tool count [<options>] <phrase> ... <shard> ...",
    discussion: """
      Counts the mentions of each phrase, and the captions with one, as index counts those of a class. A word that is a \
      file, a folder, a glob (with * or {), a path (with /), - or pipe:COMMAND is a shard; any other is a phrase.

      EXAMPLE
        corpus-tool count tench 'great white shark' laion/
        corpus-tool count --by shard --examples 5 tench a.jsonl b.jsonl
      """)

  /// How the counts can be split.
  enum Split: String, ExpressibleByArgument { case shard }

  @OptionGroup var rules: RuleOptions
  @OptionGroup var links: ShardLinkOptions
  @OptionGroup var run: RunOptions
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customLong("role"),
    help: ArgumentHelp(
      "Only captions of this role; can be repeated: caption, human, assistant, system, supervised (default) or all.",
      valueName: "role"))
  var roles: [String] = []

  @Option(help: ArgumentHelp("Split by shard.", valueName: "shard"))
  var by: Split?

  @Option(help: ArgumentHelp("Also show N random mentions on standard error.", valueName: "n"))
  var examples: Int?

  @Argument(help: ArgumentHelp("Phrases to count, and shards to count them in.", valueName: "phrase|shard"))
  var words: [String]

  func validate() throws {
    if let examples, examples < 1 { throw ValidationError("--examples must be at least 1") }
    let (phrases, shards) = PhraseCount.split(words)
    if phrases.isEmpty { throw ValidationError("name at least one phrase to count") }
    if shards.isEmpty {
      throw ValidationError("name at least one shard: a file or folder that is there, a glob, or -")
    }
  }

  func run() async throws {
    let (phrases, names) = PhraseCount.split(words)
    let expansion = try ShardExpansion(names, followsLinks: links.follow)
    Messages.leftOut(expansion)
    let output = try output.target(nil, reading: ShardLinkOptions.files(expansion, names))
    let wanted = try Selection.roles(named: roles) ?? Role.supervised
    let options = rules.options(threads: run.threadCount)
    let empty = try PhraseCount(phrases, options: options, roles: wanted)
    let count = try await Interrupt.cancelling(telling: "interrupted") {
      var count = empty
      try await count.add(expansion.shards)
      return count
    }
    try output.write(count.table(byShard: by == .shard))
    Messages.note(
      "\(NumberText.counted(count.captions, "caption")) in \(NumberText.counted(count.shards.count, "shard")) "
        + "by the rule \(rules.name)")
    if let examples { try await show(examples, of: count, expansion.shards, wanted) }
    for failure in count.failures { Messages.failure("\(failure)") }
    if !count.failures.isEmpty { throw ExitCode.failure }
  }

  private func show(_ size: Int, of count: PhraseCount, _ shards: [ShardName], _ roles: Set<Role>)
    async throws
  {
    let plan = try MatchPlan(classSets: [count.classSet], matching: rules.matching, overlap: rules.overlap)
    let drawn = await MentionSample(plan: plan, reading: rules.reading, roles: roles, size: size)
      .draw(from: shards.filter { if case .file = $0 { true } else { false } }, threads: run.threadCount)
    let text = ConcordanceText(drawn.examples, width: Terminal.width ?? 100, highlights: false)
    for line in text.lines { Messages.line(line) }
  }
}
