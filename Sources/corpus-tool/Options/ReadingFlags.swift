import ArgumentParser
import Corpus

/// What text of a shard is read, and within which bounds: `--text-field`, `--unescape-html` and the limits.
struct ReadingFlags: ParsableArguments {
  @Option(
    name: .customLong("text-field"),
    help: ArgumentHelp(
      "Field that holds the text, instead of the recognized ones: caption, a.b[].c, or a column number; can be "
        + "repeated. Without ROLE it is taken from a sibling field such as 'from', else caption.",
      valueName: "[role:]path"))
  var textFields: [ReadingRule.TextField] = []

  @Flag(
    name: .customLong("unescape-html"), help: "Decode HTML entities such as &amp; before matching.")
  var unescapesHTML = false

  @Option(
    help: ArgumentHelp(
      "lines: each line of a text file is a caption, whatever the file's name and content look like.",
      valueName: "lines"))
  var layout: GivenLayout?

  @Flag(help: "Skip records that cannot be read, and count them, instead of failing the shard.")
  var skipBadRecords = false

  @Option(help: ArgumentHelp("Maximum size of a record, in bytes.", valueName: "bytes"))
  var maxRecordBytes = ReadingOptions().maximumRecordBytes

  @Option(
    help: ArgumentHelp(
      "Maximum window of a zstd frame, in bytes, up to 2147483648; the decoder needs as much memory.",
      valueName: "bytes"))
  var maxWindow = ReadingOptions.defaultMaximumWindowBytes

  @Option(
    help: ArgumentHelp(
      "Folder for the temporary copy of a Parquet file that is read from a pipe (default: TMPDIR).",
      valueName: "folder"))
  var spoolDir: String?

  @Option(help: ArgumentHelp("Maximum size of that copy, in bytes.", valueName: "bytes"))
  var spoolLimit = ReadingOptions().spoolLimit

  @OptionGroup var remote: RemoteFlags

  /// How shards are read.
  var options: ReadingOptions {
    var options = ReadingOptions(
      rule: ReadingRule(
        textFields: textFields, unescapesHTML: unescapesHTML, readsLines: layout == .lines),
      maximumRecordBytes: maxRecordBytes, skipsBadRecords: skipBadRecords, spoolFolder: spoolDir,
      spoolLimit: spoolLimit)
    options.maximumWindowBytes = maxWindow
    options.remote = remote.options
    return options
  }

  func validate() throws {
    if maxRecordBytes <= 0 { throw ValidationError("--max-record-bytes must be positive") }
    if !(1024...ReadingOptions.highestMaximumWindowBytes).contains(maxWindow) {
      throw ValidationError("--max-window must be from 1024 to \(ReadingOptions.highestMaximumWindowBytes)")
    }
  }
}

/// A layout that a person can insist on.
enum GivenLayout: String, ExpressibleByArgument {
  /// Plain lines.
  case lines
}

extension ReadingRule.TextField: ExpressibleByArgument {
  /// Reads `[ROLE:]PATH` as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}
