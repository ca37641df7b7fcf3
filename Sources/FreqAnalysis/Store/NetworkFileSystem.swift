import Foundation

/// Recognises file systems on which a write-ahead log is not safe.
///
/// Every process that uses such a database maps one file into memory, which a network file system does not share
/// between machines (<https://www.sqlite.org/wal.html>, "WAL does not work over a network filesystem").
public enum NetworkFileSystem {
  /// The kinds of file system, as Linux names them, that are served by another machine or by a program.
  static let kinds: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "gpfs", "beegfs", "glusterfs",
    "pvfs2",
    "orangefs", "ocfs2", "gfs2", "9p", "coda", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse",
    "fuse.s3fs", "fuse.gcsfuse", "fuse.goofys", "fuse.mount-s3", "fuse.mountpoint-s3", "fuse.juicefs",
    "fuse.rclone",
    "fuse.beegfs", "fuse.blobfuse2", "fuse.cvmfs2", "fuse.moosefs", "fuse.seaweedfs",
  ]

  /// The kind of network file system that a path lies on; nil where it is a local one, or not known.
  ///
  /// - Parameter path: A file or folder, which need not exist; the nearest folder that does is looked at.
  /// - Returns: The kind, for example `nfs4`.
  public static func kind(at path: String) -> String? {
    guard let table = FileManager.default.contents(atPath: "/proc/self/mountinfo") else { return nil }
    var folder = URL(fileURLWithPath: path)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path) {
      folder.deleteLastPathComponent()
    }
    return kind(at: folder.resolvingSymlinksInPath().path, in: String(decoding: table, as: UTF8.self))
  }

  /// Finds the mount that a path lies under, the last one of the longest mount point, in the text of
  /// `/proc/self/mountinfo` (proc(5)).
  static func kind(at path: String, in table: String) -> String? {
    var best: (length: Int, kind: String)?
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard let dash = fields.firstIndex(of: "-"), fields.count > dash + 1, fields.count > 4 else { continue }
      let point = unescaped(fields[4])
      guard path == point || point == "/" || path.hasPrefix(point + "/") else { continue }
      if point.utf8.count >= best?.length ?? 0 { best = (point.utf8.count, String(fields[dash + 1])) }
    }
    return best.flatMap { kinds.contains($0.kind) ? $0.kind : nil }
  }

  /// Spaces, tabs, newlines and backslashes are written as three octal digits.
  private static func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.count >= 3,
        let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
      {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
