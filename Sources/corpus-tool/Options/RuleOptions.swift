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

  @Flag(help: "Count shards although their names say that they hold others' captions again.")
  var keepSiblings = false

  @Option(
    help: ArgumentHelp(
      "Where a Parquet file or zip that comes from a pipe is kept while it is read (default: TMPDIR).",
      valueName: "folder"))
  var spoolDir: String?

  @Option(help: ArgumentHelp("The most bytes that a shard from a pipe may take there.", valueName: "bytes"))
  var spoolLimit = ReadingOptions().spoolLimit

  /// How shards are read.
  var reading: ReadingOptions {
    ReadingOptions(
      rule: ReadingRule(textFields: textFields, unescapesHTML: unescapesHTML),
      maximumRecordBytes: maxRecordBytes, skipsBadRecords: skipBadRecords, spoolFolder: spoolDir,
      spoolLimit: spoolLimit)
  }

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
      reading: reading, threads: threads, toolVersion: CorpusTool.version, keepsSiblings: keepSiblings)
  }
}

extension Matching: ExpressibleByArgument {}
extension Overlap: ExpressibleByArgument {}
extension ReadingRule.TextField: ExpressibleByArgument {
  /// Reads `[ROLE:]PATH` as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}
