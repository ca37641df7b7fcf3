/// Where a scan writes the rows of its shards, and what it keeps of their records.
public struct RowOptions: Sendable, Hashable {
  /// The folder, which must exist.
  public var folder: String
  /// The fields whose values are kept as text, beside the record's key.
  public var keep: [FieldPath]

  /// Makes options.
  public init(folder: String, keep: [FieldPath] = []) {
    self.folder = folder
    self.keep = keep
  }

  /// The fields that are asked of records.
  var request: FieldRequest { FieldRequest(keep: keep) }

  /// The columns of every file of rows, but for the shard's, which stand first, and the kept fields, which stand last.
  static let columns: [TableColumn] = [
    TableColumn("record", .int64, isAscending: true, isCompressed: false), TableColumn("turn", .int32),
    TableColumn("role", .text), TableColumn("key", .text, isOptional: true),
    TableColumn("class_index", .int32), TableColumn("term", .text), TableColumn("mentions", .int32),
    TableColumn("start", .int32, isCompressed: false),
    TableColumn("caption_hash", .uint64, isCompressed: false),
  ]
  /// The columns that hold the shard's name and digest.
  static let shardColumns = ["shard", "shard_digest"]
  /// The columns of every file of rows in their order, but for the kept fields, which stand behind them.
  package static var fileColumns: [TableColumn] { shardColumns.map { TableColumn($0, .text) } + columns }
  /// The version of the files' form, which stands in each.
  public static let formatVersion = "1"

  /// The columns of the kept fields.
  var keptColumns: [String] { keep.map(Self.column(of:)) }

  /// The column of a kept field: its path, with `_field` behind it where a column of every file has its name.
  public static func column(of field: FieldPath) -> String {
    let isTaken = (shardColumns + columns.map(\.name)).contains(field.description)
    return isTaken ? field.description + "_field" : field.description
  }

  /// Where a file of rows says by which rules its mentions were found.
  public enum Note {
    /// The digest of the rule set, in hexadecimal.
    public static let ruleSet = RowFileMark.note
    /// The class set's name.
    public static let classSet = "corpus-tool.class_set"
    /// The rule's name.
    public static let matching = "corpus-tool.matching"
  }
}
