import ArgumentParser
import Corpus
import FreqAnalysis

/// What text is read and how it is matched: `--matching`, `--overlap`, `--text-field` and the bounds.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How names are found: word, paper, treebank, metaclip or bag. paper, treebank and bag say whether a caption "
        + "mentions a class, not how often; their unit is the caption (turn).", valueName: "rule"))
  var matching: Matching = .word

  @Option(
    help: ArgumentHelp(
      "all: each class on its own; longest: 'hammerhead shark' is no mention of 'shark' (word only).",
      valueName: "which"))
  var overlap: Overlap = .all

  @Option(
    name: .customLong("text-field"),
    help: ArgumentHelp(
      "Where the text is, instead of the recognised fields: caption, a.b[].c, or a column's position; repeats. "
        + "Without ROLE: that of a field beside it such as 'from', else caption.", valueName: "[role:]path"))
  var textFields: [ReadingRule.TextField] = []

  @Flag(
    name: .customLong("unescape-html"), help: "Read &amp; and other HTML entities as what they stand for.")
  var unescapesHTML = false

  @Flag(help: "Skip and count records that cannot be read, instead of failing their shard.")
  var skipBadRecords = false

  @Option(help: ArgumentHelp("The largest record that is read, in bytes.", valueName: "bytes"))
  var maxRecordBytes = ReadingOptions().maximumRecordBytes

  func validate() throws {
    if overlap == .longest, matching != .word {
      throw ValidationError("--overlap longest is defined for --matching word alone")
    }
    if maxRecordBytes <= 0 { throw ValidationError("--max-record-bytes takes a positive number") }
  }

  /// How shards are read and matched.
  func options(threads: Int) -> IndexRun.Options {
    IndexRun.Options(
      matching: matching, overlap: overlap,
      reading: ReadingOptions(
        rule: ReadingRule(textFields: textFields, unescapesHTML: unescapesHTML),
        maximumRecordBytes: maxRecordBytes, skipsBadRecords: skipBadRecords), threads: threads,
      toolVersion: CorpusTool.version)
  }
}

extension Matching: ExpressibleByArgument {}
extension Overlap: ExpressibleByArgument {}
extension ReadingRule.TextField: ExpressibleByArgument {
  /// Reads `[ROLE:]PATH` as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}
