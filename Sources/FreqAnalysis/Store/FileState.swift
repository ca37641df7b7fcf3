import Corpus
import Foundation

/// A file as it lies on disk, without being read.
public struct FileState: Sendable, Hashable {
  /// The absolute path.
  public var path: String
  /// The size in bytes.
  public var size: Int
  /// The modification time in nanoseconds since 1970.
  public var modified: Int64?

  /// Makes a state.
  public init(path: String, size: Int, modified: Int64?) {
    self.path = path
    self.size = size
    self.modified = modified
  }
}

extension FileState {
  /// Looks at a file; nil where there is none.
  public init?(path: String) {
    var status = stat()
    guard FilePath.withCString(path, { stat($0, &status) }) == 0 else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    self.init(
      path: path, size: Int(status.st_size),
      modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Looks at a shard's file, under its absolute path; nil for a shard that is no file.
  init?(of shard: ShardName) {
    guard let path = Self.absolutePath(of: shard) else { return nil }
    self.init(path: path)
  }

  /// A file's path from the root without links, as it is stored; one that does not exist is made absolute only.
  static func absolutePath(of shard: ShardName) -> String? {
    guard case .file(let path) = shard else { return nil }
    guard !path.utf8.contains(0) else { return nil }
    if let resolved = FilePath.resolved(path) { return resolved }
    let bytes = FilePath.bytes(of: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let folder = bytes.first == UInt8(ascii: "/") ? "" : FileManager.default.currentDirectoryPath + "/"
      return FilePath.text(of: Array(folder.utf8) + bytes)
    }
    return FilePath.text(of: URL(fileURLWithPath: text).standardized.path.utf8)
  }
}
