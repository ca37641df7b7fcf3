import Foundation

/// A folder that takes results.
enum OutputFolder {
  /// Makes a folder with all folders above it; one that is there stays as it is.
  ///
  /// - Throws: `OutputFolderError`.
  static func make(_ path: String) throws(OutputFolderError) {
    var made = path.utf8.first == UInt8(ascii: "/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += part
      let failed = mkdir(made, 0o777) != 0
      let code = errno
      if failed, !isFolder(made) { throw OutputFolderError(path: made, code: code) }
      made += "/"
    }
    if path.isEmpty { throw OutputFolderError(path: path, code: ENOENT) }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// Why a folder could not be made.
public struct OutputFolderError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The folder that could not be made: the one asked for, or one above it.
  public var path: String
  /// The operating system's error number.
  public var code: Int32

  /// Makes an error.
  public init(path: String, code: Int32) {
    self.path = path
    self.code = code
  }

  /// The error as a sentence; a file in the way is said to be one.
  public var description: String {
    let reason = code == EEXIST ? "a file of that name exists" : String(cString: strerror(code))
    return "cannot make the folder \(path): \(reason)"
  }
}
