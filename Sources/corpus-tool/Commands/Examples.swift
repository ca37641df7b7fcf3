import ArgumentParser
import Corpus
import FreqAnalysis
import Foundation

struct Examples: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "examples",
    abstract: "Show a random sample of mentions in their captions.",
    usage: """
      corpus-tool examples [<options>] <class> ... [<shard> ...]
      corpus-tool examples --audit <file> [<options>] <class> ...
      """,
    discussion: """
      Reads the named shards, or those that the corpora were counted from (where index wrote --rows, only the records \
      that are shown), and shows a uniform random sample of their mentions, each after its shard's file name and record; the same seed gives the same sample. That is how to find \
      out that `crane` is mostly machines. Mentions are matched by the rule that the corpora were counted with, or by \
      --matching. The rules paper, treebank and bag count captions, not occurrences: the first mention of each caption \
      is shown, under bag from the first to the last of the name's words.

      --audit writes a sheet (CSV) of -n mentions of each class, drawn from all shards of the corpora, with a column \
      to fill in: is this the class, y or n? `corpus-tool audit add` imports the answers.

      EXAMPLE
        corpus-tool examples crane --corpus laion -n 30
        corpus-tool examples --classes names.json tench captions.txt --format csv
        corpus-tool examples crane --corpus laion --audit crane.csv -n 50
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var run: RunOptions
  @OptionGroup var links: ShardLinkOptions
  @OptionGroup var siblings: SiblingOptions
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customShort("n"),
    help: ArgumentHelp("Number of mentions; with --audit, per class.", valueName: "n"))
  var size = 20

  @Option(help: ArgumentHelp("Random seed of the sample.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp("Write a sheet for judging mentions; an existing one is kept.", valueName: "file"))
  var audit: String?

  @Argument(help: ArgumentHelp("Classes, by name, id or alias; then shards.", valueName: "class|shard"))
  var words: [String]

  func validate() throws {
    if size < 1 { throw ValidationError("-n must be at least 1") }
    if !selection.rules.isEmpty, !rules.isDefault {
      throw ValidationError("name the rule with --matching or with --rules, not both")
    }
    if audit == nil, selection.rules.count > 1 { throw ValidationError("examples are shown for one rule") }
    if audit != nil, output.format != nil || output.file != nil {
      throw ValidationError("--audit writes only a sheet; omit --format and -o")
    }
    if audit != nil, !rules.readingFlags.textFields.isEmpty || rules.readingFlags.unescapesHTML {
      throw ValidationError(
        "--audit reads shards as they were counted; omit --text-field and --unescape-html")
    }
  }

  func run() async throws {
    if let audit { return try await drawAudit(to: audit) }
    let inputs = selection.files + words
    try output.check(store.path, reading: inputs)
    // Without a class list of its own the command needs the database, and says so where there is none.
    let needsStore = selection.classSet == nil || !selection.rules.isEmpty
    let store = try needsStore ? store.open(.readOnly) : store.openIfThere()
    let classSet: ClassSet
    if let store, selection.classSet == nil {
      classSet = try store.load(store.classSet(nameOrFile: nil))
    } else {
      classSet = try ChosenClassSet(nameOrFile: selection.classSet ?? "", in: store).classSet
    }
    let (matching, overlap) = try rule(in: store)
    let query = try ExampleQuery(
      words, classSet: classSet, overlap: overlap,
      place: ExampleQuery.Place(
        corpora: selection.corpora, stages: selection.stages,
        ruleSet: RuleSet(classSet: classSet, matching: matching, overlap: overlap),
        reading: rules.reading, followsLinks: links.follow, keepsSiblings: siblings.keepSiblings), in: store)
    query.expansion.map(Messages.leftOut)
    Messages.siblings(query.duplicates)
    let output = try output.target(self.store.path, reading: inputs + query.files)
    let plan = try MatchPlan(classSets: [query.classSet], matching: matching, overlap: overlap)
    let roles = try Selection.roles(named: selection.roles) ?? Role.supervised
    func sample(_ reading: ReadingOptions) -> MentionSample {
      MentionSample(
        plan: plan, reading: reading, roles: roles, size: size, classes: query.classes, seed: seed)
    }
    try show(
      await query.draw(sample, threads: run.threadCount), of: query.classSet, matching,
      RuleSet.name(matching, overlap),
      output)
  }

  private func show(
    _ drawn: MentionSample.Drawn, of classSet: ClassSet, _ matching: Matching, _ rule: String,
    _ output: OutputTarget
  ) throws {
    if let format = output.format, format != .table {
      try output.write(.examples(drawn.examples, of: classSet), default: format)
    } else {
      let text = ConcordanceText(
        drawn.examples, width: Terminal.width ?? 100, highlights: output.file == nil && Terminal.allowsStyle)
      try output.write(text.lines.map { $0 + "\n" }.joined())
    }
    let total =
      matching.countsMentions
      ? NumberText.counted(drawn.total, "mention")
      : NumberText.counted(drawn.total, "caption") + " with a mention"
    Messages.note("\(drawn.examples.count) of \(total) by the rule \(rule), seed \(seed)")
    if !matching.countsMentions {
      Messages.note("the rule \(matching.rawValue) counts captions, not occurrences")
    }
    for failure in drawn.failures { Messages.failure(ToldError.sentence(of: failure)) }
    if !drawn.failures.isEmpty { throw ExitCode.failure }
  }

  /// The rule that `--rules` or `--matching` names; else the one by which the corpora were counted, or, of several, `word`.
  private func rule(in store: CountStore?) throws -> (Matching, Overlap) {
    guard let store, rules.isDefault else { return (rules.matching, rules.overlap) }
    let resolved: ResolvedSelection
    do {
      resolved = try store.resolve(selection.selection(in: store))
    } catch let error as StoreError where selection.rules.isEmpty {
      switch error {
      case .severalRuleSets(let uses) where !uses.contains { $0.name == rules.name }: throw error
      case .severalRuleSets, .noCounts, .nothingSelected, .corpusWithoutCounts:
        return (rules.matching, rules.overlap)
      default: throw error
      }
    }
    guard let found = resolved.pools.first?.rules, let matching = found.matching else {
      if selection.rules.isEmpty { return (rules.matching, rules.overlap) }
      throw ValidationError("counts computed elsewhere have no mentions to show")
    }
    return (matching, found.overlap)
  }

  private func drawAudit(to file: String) async throws {
    var sheetFile = OutputFile(
      file,
      OutputPolicy(
        database: store.path, inputs: selection.files + words, replaces: output.replacing.replace))
    try sheetFile.check()
    if !output.replacing.replace, FilePath.exists(file) { throw AuditError.sheetExists(file) }
    let store = try store.open(.readWrite)
    sheetFile = try sheetFile.keeping(store.sources())
    var wanted = try selection.selection(in: store)
    if wanted.rules.isEmpty {
      let (matching, overlap) = try rule(in: store)
      wanted.rules = [RuleSet.name(matching, overlap)]
    }
    let sample = try AuditSample(of: words, selection: wanted, reading: rules.reading, in: store)
    Messages.notes(sample.selection.notes)
    let (audit, sheet, counts) = try await sample.draw(
      size: size, seed: seed, threads: run.threadCount, in: store)
    try sheetFile.write(sheet.text)
    let total = sample.classes.reduce(0) { $0 + counts[$1] }
    Messages.note(
      "sample \(audit.name): \(NumberText.grouped(audit.mentions)) of \(NumberText.grouped(total)) "
        + "by the rule set \(audit.rulesName) in \(audit.corpora.joined(separator: ", ")), roles \(audit.roles), seed \(seed)"
    )
    Messages.line(
      "fill in y or n in the column is_this_the_class of \(file), then: corpus-tool audit add \(file)")
  }
}
