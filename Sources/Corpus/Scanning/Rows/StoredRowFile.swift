/// The file of a shard's rows, as a database or a scan's line knows it.
public struct StoredRowFile: Sendable, Hashable {
  /// The absolute path of the folder.
  public var folder: String
  /// The file's name in it.
  public var file: String
  /// The number of rows.
  public var rows: Int
  /// The bytes of the file.
  public var size: Int
  /// The digest of these bytes.
  public var digest: Digest

  /// Makes a description.
  public init(folder: String, file: String, rows: Int, size: Int, digest: Digest) {
    self.folder = folder
    self.file = file
    self.rows = rows
    self.size = size
    self.digest = digest
  }

  /// The file's path.
  public var path: String { folder + "/" + file }
}
