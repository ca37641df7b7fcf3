import ArgumentParser
import FreqAnalysis

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare the counts of two rules, class by class.",
    usage: "corpus-tool compare [<options>] <rule> <rule>",
    discussion: """
      Needs corpora whose shards were all counted under both rules. Rules are compared by captions, since paper, \
      treebank and bag count captions, not occurrences. The totals, and each model's correlation under both rules, \
      are reported on standard error.

      EXAMPLE
        corpus-tool compare paper treebank --corpus flickr
      after:
        corpus-tool index --classes imagenet --corpus flickr --matching paper c.txt
        corpus-tool index --classes imagenet --corpus flickr --matching treebank c.txt
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var verbosity: VerbosityOptions
  @OptionGroup var corpora: CorpusOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: ArgumentHelp("The first rule, written as for --rules.", valueName: "rule"))
  var first: String

  @Argument(help: ArgumentHelp("The second rule.", valueName: "rule"))
  var second: String

  func run() throws {
    let output = try output.target(store.path, reading: corpora.files)
    let store = try store.open(.readOnly)
    let comparison = try RuleComparison(first, second, of: corpora.selection(in: store), in: store)
    Messages.notes(comparison.notes)
    try output.write(comparison.table)
    for sentence in comparison.sentences { Messages.line(sentence) }
  }
}
