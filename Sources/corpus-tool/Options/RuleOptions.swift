import ArgumentParser
import Corpus
import FreqAnalysis

/// How text is matched, and what text is read: `--matching`, `--overlap` and the reading flags.
struct RuleOptions: ParsableArguments {
  @Option(
    name: .customLong("matching"),
    help: ArgumentHelp(
      "How names are matched: word, paper, treebank, metaclip or bag. paper, treebank and bag count captions, not "
        + "occurrences, so their mentions equal their captions. paper is the published notebook's rule, treebank "
        + "the same rule without its bug; both work on captions (turns), since the notebook's own unit, roles and "
        + "lower-casing are unpublished. (default: word)", valueName: "rule"))
  var givenMatching: Matching?

  @Option(
    name: .customLong("overlap"),
    help: ArgumentHelp(
      "all: classes are counted independently; longest: 'hammerhead shark' is not a mention of 'shark' (word only). "
        + "(default: all)",
      valueName: "which"))
  var givenOverlap: Overlap?

  @OptionGroup var readingFlags: ReadingFlags

  /// How names are found.
  var matching: Matching { givenMatching ?? .word }

  /// What counts where mentions overlap.
  var overlap: Overlap { givenOverlap ?? .all }

  /// Whether the command line says nothing of the rule.
  var isDefault: Bool { givenMatching == nil && givenOverlap == nil }

  /// The rule as `--rules` takes it: `word`, `word,longest`, `paper`.
  var name: String { RuleSet.name(matching, overlap) }

  /// How shards are read.
  var reading: ReadingOptions { readingFlags.options }

  func validate() throws {
    if !RuleSet.isDefined(matching, overlap) {
      throw ValidationError("--overlap longest applies only to --matching word")
    }
  }

  /// How shards are read and matched.
  func options(threads: Int, siblings: SiblingOptions? = nil) -> IndexRun.Options {
    var options = IndexRun.Options(
      matching: matching, overlap: overlap, reading: reading, threads: threads,
      toolVersion: ToolVersion.current, keepsSiblings: siblings?.keepSiblings ?? false)
    options.wording = { $0.told }
    return options
  }
}

extension Matching: ExpressibleByArgument {}
extension Overlap: ExpressibleByArgument {}
