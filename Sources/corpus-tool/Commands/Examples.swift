import ArgumentParser
import Corpus
import FreqAnalysis

struct Examples: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show mentions in their captions: a fair random sample.",
    usage: "corpus-tool examples [<options>] <class> ... [<shard> ...]",
    discussion: """
      Reads the named shards, or those that the corpora were counted from, and shows a sample in which each mention has \
      the same chance; the same seed gives the same sample. That is how one learns that `crane` is mostly machines. \
      Shown for the rule word.

      EXAMPLE
        corpus-tool examples crane --corpus laion -n 30
        corpus-tool examples --classes names.json tench captions.txt --format csv
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var run: RunOptions
  @OptionGroup var output: OutputOptions

  @Option(name: .customShort("n"), help: ArgumentHelp("How many mentions are shown.", valueName: "n"))
  var size = 20

  @Option(help: ArgumentHelp("Decides which mentions are shown.", valueName: "n"))
  var seed: UInt64 = 0

  @Argument(help: ArgumentHelp("Classes, by name, id or alias; then shards.", valueName: "class|shard"))
  var words: [String]

  func validate() throws {
    if rules.matching != .word { throw ValidationError("examples are shown for --matching word alone") }
    if size < 1 { throw ValidationError("-n takes a number from 1") }
  }

  func run() async throws {
    // Without a class list of its own the command needs the database, and says so where there is none.
    let store = try selection.classSet == nil ? store.open(.readOnly) : store.openIfThere()
    let classSet: ClassSet
    if let store, selection.classSet == nil {
      classSet = try store.load(store.classSet(nameOrFile: nil))
    } else {
      classSet = try ChosenClassSet(nameOrFile: selection.classSet ?? "", in: store).classSet
    }
    let query = try ExampleQuery(words, classSet: classSet, corpora: selection.corpora, in: store)
    let sample = MentionSample(
      plan: MatchPlan(classSets: [query.classSet], overlap: rules.overlap), reading: rules.reading,
      roles: try Selection.roles(named: selection.roles) ?? Role.supervised, size: size, seed: seed)
    let drawn = await sample.draw(from: query.shards, threads: run.threadCount)
    if let format = output.format, format != .table {
      try output.write(.examples(drawn.examples, of: classSet), default: format)
    } else {
      let text = ConcordanceText(
        drawn.examples, width: Terminal.width ?? 100, highlights: output.file == nil && Terminal.allowsStyle)
      try output.write(text.lines.map { $0 + "\n" }.joined())
      for example in drawn.examples { Messages.line("\(example.shard), record \(example.record)") }
    }
    Messages.note("\(drawn.examples.count) of \(NumberText.counted(drawn.mentions, "mention")), seed \(seed)")
    for failure in drawn.failures { Messages.failure("\(failure)") }
    if !drawn.failures.isEmpty { throw ExitCode.failure }
  }
}
