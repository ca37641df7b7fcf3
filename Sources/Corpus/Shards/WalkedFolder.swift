#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder that is walked, and which of the links in it lead out of it.
///
/// Whoever filled a folder may have put a link to any file of the reader's into it; what a person names by its folder is
/// what lies in that folder.
public struct WalkedFolder: Sendable {
  /// The folder's path from the root, without links; nil where it has none.
  private let root: [UInt8]?

  /// Takes the folder as it was named; that it is itself a link does not matter.
  public init(_ path: String) { root = FilePath.resolved(path).map { FilePath.bytes(of: $0) } }

  /// Whether a path is a symbolic link to something outside the folder.
  ///
  /// A link to nothing is not: opening it will say what is wrong. Folders on the way to the path are those that the walk
  /// entered, so each was asked before.
  public func isLinkOut(_ path: String) -> Bool {
    var status = stat()
    guard FilePath.withCString(path, { lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFLNK,
      let target = FilePath.resolved(path).map({ FilePath.bytes(of: $0) })
    else { return false }
    guard let root else { return true }
    if root.elementsEqual([UInt8(ascii: "/")]) { return false }
    return !target.elementsEqual(root) && !target.starts(with: root + [UInt8(ascii: "/")])
  }
}
