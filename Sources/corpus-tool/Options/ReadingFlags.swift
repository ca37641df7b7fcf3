import ArgumentParser
import Corpus

/// What text of a shard is read, and within which bounds: `--text-field`, `--unescape-html` and the limits.
struct ReadingFlags: ParsableArguments {
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

  @Option(
    help: ArgumentHelp(
      "Where a Parquet file that comes from a pipe is kept while it is read (default: TMPDIR).",
      valueName: "folder"))
  var spoolDir: String?

  @Option(help: ArgumentHelp("The most bytes that a shard from a pipe may take there.", valueName: "bytes"))
  var spoolLimit = ReadingOptions().spoolLimit

  /// How shards are read.
  var options: ReadingOptions {
    ReadingOptions(
      rule: ReadingRule(textFields: textFields, unescapesHTML: unescapesHTML),
      maximumRecordBytes: maxRecordBytes, skipsBadRecords: skipBadRecords, spoolFolder: spoolDir,
      spoolLimit: spoolLimit)
  }

  func validate() throws {
    if maxRecordBytes <= 0 { throw ValidationError("--max-record-bytes takes a positive number") }
  }
}

extension ReadingRule.TextField: ExpressibleByArgument {
  /// Reads `[ROLE:]PATH` as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}
