/// What the layers below scanning throw: a place and a reason; scanning adds the shard.
public struct ShardFault: Error, Sendable, Equatable {
  /// The place in the shard where reading failed.
  public var place: Place
  /// The reason why reading failed.
  public var reason: Reason

  /// Makes a fault.
  public init(_ reason: Reason, at place: Place = .shard) {
    self.place = place
    self.reason = reason
  }

  /// Where in a shard something went wrong.
  public enum Place: Sendable, Equatable {
    /// The shard as a whole.
    case shard
    /// A byte of the shard as stored, from 0.
    case byte(Int)
    /// A record, from 1, as a person counts them.
    case record(Int)
    /// A member of an archive.
    case member(String)
    /// A record of an archive, from 1, and the member of it at fault.
    case sample(record: Int, member: String)
  }

  /// What went wrong; `ShardErrorText` words it.
  public enum Reason: Sendable, Equatable {
    /// The operating system refused: what was tried and its error number.
    case system(operation: String, code: Int32)
    /// The shard has no bytes at all.
    case empty
    /// The shard has bytes but no record.
    case noRecords
    /// The shard has no bytes, and the ending of its name says that there are some.
    case failedDownload(ending: String)
    /// The content is something else than data.
    case foreign(ForeignContent)
    /// The path is a folder, not a file.
    case isDirectory
    /// The compressed stream ends early.
    case truncated(codec: String)
    /// The compressed stream is damaged; the detail is the library's.
    case corrupt(codec: String, detail: String)
    /// The decoder would need more memory than the bound; `window` is nil where the frame's head could not be seen.
    case windowTooLarge(window: Int?, limit: Int)
    /// The members of a sample lie apart in an archive, so that it has to be read twice, and it cannot be.
    case membersApart
    /// Fields of a sample in an archive are wanted that are in a member apart from its text.
    case fieldsApart
    /// The content is of a layout that the tool does not recognize.
    case unknownLayout(seen: String)
    /// The bytes are not valid UTF-8.
    case notUTF8
    /// The JSON is not valid; the detail says what is wrong.
    case invalidJSON(detail: String)
    /// The JSON ends before its outermost value does.
    case unfinishedJSON
    /// No field holds text, among the fields seen.
    case noTextField(seen: [String])
    /// A named text field is in no record.
    case missingTextField(name: String, seen: [String])
    /// The texts of a table by columns lie in several of them, and its rows cannot be brought together within the bound.
    case severalColumns(key: String, limit: Int)
    /// A record is larger than the bound.
    case recordTooLarge(limit: Int)
    /// A row of a table does not fit the table; the detail says how.
    case invalidRow(detail: String)
    /// Values are nested deeper than the bound.
    case nestingTooDeep(limit: Int)
    /// The Parquet file cannot be read; the detail says why, and whether a larger limit for records would do.
    case parquet(detail: String, isOfLimit: Bool = false)
    /// The Arrow data cannot be read; the detail says why, and whether a larger limit for records would do.
    case arrow(detail: String, isOfLimit: Bool = false)
    /// A Parquet file from a pipe is larger than its temporary copy may be.
    case copyTooLarge(limit: Int)
    /// The name is a command, and a list of names that may come from anybody must not run any.
    case commandNotAllowed
    /// Something that the format allows and the tool does not read.
    case unsupported(what: String)
    /// A command's status was not zero; its last line on standard error.
    case commandFailed(status: Int32, message: String)
    /// The name is a command's and a file's; what is to be written for the file.
    case ambiguousName(wayOut: String)
    /// What a server keeps could not be had.
    case remote(RemoteFault)
    /// The shard's rows could not be written.
    case rows(RowFileError)
    /// The run was interrupted before the shard's end.
    case interrupted
  }
}
