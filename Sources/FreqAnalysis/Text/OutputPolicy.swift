import Foundation

/// What a command may not write over, and whether the person asked to replace what is there.
public struct OutputPolicy: Sendable {
  /// The database that the command works on, with what SQLite keeps beside it.
  public var databaseInUse: [String]
  /// Files that the command reads; names that are no files do no harm.
  public var inputs: [String]
  /// Whether files that are not known as results are replaced, too.
  public var replaces: Bool

  /// Makes a policy.
  ///
  /// - Parameters:
  ///   - database: The database that the command works on; nil: none.
  ///   - inputs: Files that it reads.
  ///   - replaces: Whether files that are not known as results are replaced.
  public init(database: String? = nil, inputs: [String] = [], replaces: Bool = false) {
    databaseInUse = database.map { path in ["", "-wal", "-shm", "-journal"].map { path + $0 } } ?? []
    self.inputs = inputs
    self.replaces = replaces
  }

  /// What stands at a path that a result is to go to.
  enum Place: Equatable {
    /// Nothing, so that a file is made.
    case free
    /// A device or a pipe, which is written to as it is.
    case stream
    /// A file that may be replaced once it is known as a result.
    case file
  }

  /// Looks at a path, without asking yet whose result it holds; to be called before long work, too.
  ///
  /// - Throws: `OutputFileError` for a symbolic link, a database, and what the command reads.
  @discardableResult func place(at path: String) throws(OutputFileError) -> Place {
    var own = stat()
    guard lstat(path, &own) == 0 else { return .free }
    var status = stat()
    let isThere = stat(path, &status) == 0
    let kind = isThere ? status.st_mode & S_IFMT : S_IFREG
    if kind != S_IFREG, kind != S_IFDIR { return .stream }
    if own.st_mode & S_IFMT == S_IFLNK {
      throw OutputFileError(path: path, .symbolicLink(target: Self.target(of: path)))
    }
    if kind == S_IFDIR { throw OutputFileError(path: path, .system(code: EISDIR)) }
    if Self.isAny(of: databaseInUse, status) { throw OutputFileError(path: path, .databaseInUse) }
    if Self.isAny(of: inputs, status) { throw OutputFileError(path: path, .input) }
    if !replaces, FileHead.read(path, atMost: 16).starts(with: FileHead.sqlite) {
      throw OutputFileError(path: path, .database)
    }
    return .file
  }

  /// Whether a file is one of those named, under whatever name: the same device and inode.
  private static func isAny(of paths: [String], _ file: stat) -> Bool {
    paths.contains { path in
      var other = stat()
      return stat(path, &other) == 0 && other.st_dev == file.st_dev && other.st_ino == file.st_ino
    }
  }

  private static func target(of link: String) -> String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? "another file"
  }
}
