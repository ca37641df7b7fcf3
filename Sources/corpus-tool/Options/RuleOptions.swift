import ArgumentParser
import Corpus
import FreqAnalysis

/// How text is matched, and what text is read: `--matching`, `--overlap` and the reading flags.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How names are found: word, paper, treebank, metaclip or bag. paper, treebank and bag say whether a caption "
        + "mentions a class, not how often, so their mentions are their captions. paper is the published notebook's "
        + "rule, treebank the same mended; the unit is the caption (turn), since the notebook's own unit, roles and "
        + "lower-casing are unpublished.", valueName: "rule"))
  var matching: Matching = .word

  @Option(
    help: ArgumentHelp(
      "all: each class on its own; longest: 'hammerhead shark' is no mention of 'shark' (word only).",
      valueName: "which"))
  var overlap: Overlap = .all

  @OptionGroup var readingFlags: ReadingFlags

  /// The rule as `--rules` takes it: `word`, `word,longest`, `paper`.
  var name: String { overlap == .all ? matching.rawValue : "\(matching.rawValue),\(overlap.rawValue)" }

  /// How shards are read.
  var reading: ReadingOptions { readingFlags.options }

  func validate() throws {
    if overlap == .longest, matching != .word {
      throw ValidationError("--overlap longest is defined for --matching word alone")
    }
  }

  /// How shards are read and matched.
  func options(threads: Int, siblings: SiblingOptions? = nil) -> IndexRun.Options {
    IndexRun.Options(
      matching: matching, overlap: overlap, reading: reading, threads: threads,
      toolVersion: CorpusTool.version, keepsSiblings: siblings?.keepSiblings ?? false)
  }
}

extension Matching: ExpressibleByArgument {}
extension Overlap: ExpressibleByArgument {}
