/// How a shard is read: the rule, and the bounds that protect from hostile input.
public struct ReadingOptions: Sendable, Hashable {
  /// The rule that says which fields are text.
  public var rule: ReadingRule
  /// Maximum size of a record, in bytes.
  public var maximumRecordBytes: Int
  /// The largest window of a zstd frame that is accepted, in bytes.
  public var maximumWindowBytes = defaultMaximumWindowBytes
  /// Whether a bad record is skipped and counted instead of failing the shard.
  public var skipsBadRecords: Bool
  /// Whether captions come one by one in the order of their records; else a reader may append equal captions
  /// once, with their number as the weight.
  public var keepsOrder: Bool
  /// The fields that are wanted of records beside their text; nil: none.
  var fields: FieldRequest?
  /// Whether an example of each field is wanted, also where the choice of what is text needs none.
  var showsExamples = false
  /// The folder for the temporary file of a Parquet shard that comes from a pipe; nil: `TMPDIR`, else `/tmp`.
  public var spoolFolder: String?
  /// How patiently servers are asked.
  public var remote = RemoteOptions()
  /// The largest such file, in bytes.
  public var spoolLimit: Int

  /// Makes options.
  public init(
    rule: ReadingRule = ReadingRule(), maximumRecordBytes: Int = 64 << 20, skipsBadRecords: Bool = false,
    keepsOrder: Bool = false, spoolFolder: String? = nil, spoolLimit: Int = 64 << 30
  ) {
    self.rule = rule
    self.maximumRecordBytes = maximumRecordBytes
    self.skipsBadRecords = skipsBadRecords
    self.keepsOrder = keepsOrder
    self.spoolFolder = spoolFolder
    self.spoolLimit = spoolLimit
  }

  /// The largest window of a zstd frame unless another is set: 128 MiB, as the zstd program has it.
  public static let defaultMaximumWindowBytes = 128 << 20
  /// The largest window that can be set: 2 GiB, what the zstd program makes with `--long=31`.
  public static let highestMaximumWindowBytes = 2 << 30

  /// Values nested deeper than this fail the record.
  static let maximumNesting = 512
}
