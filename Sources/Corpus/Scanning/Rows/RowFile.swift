#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A whole file of rows that has no name yet under which anybody counts it: it gets one by `publish`, or is removed when it is
/// let go of.
public final class RowFile: Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of bytes.
  public let size: Int
  /// The digest of the bytes.
  public let digest: Digest
  /// The fields to be kept that no record of the shard had, as they were named.
  public let absentFields: [String]
  private let partial: PartialFile

  init(_ partial: PartialFile, rows: Int, size: Int, digest: Digest, absentFields: [String] = []) {
    self.partial = partial
    self.rows = rows
    self.size = size
    self.digest = digest
    self.absentFields = absentFields
  }

  /// The folder in which the file lies.
  public var folder: String { partial.folder }

  /// Gives the file its name in its folder, in place of whatever has it.
  ///
  /// - Throws: `RowFileError`.
  public func publish(as name: String) throws(RowFileError) { try partial.rename(to: name) }

  /// Removes what killed runs have left in a folder: unfinished files that no process holds.
  ///
  /// - Returns: How many were removed.
  @discardableResult public static func removeUnfinished(in folder: String) -> Int {
    var removed = 0
    for name in names(in: folder) where PartialFile.isName(name) {
      let path = folder + "/" + name
      let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      guard file >= 0 else { continue }
      if flock(file, LOCK_EX | LOCK_NB) == 0, unlink(path) == 0 { removed += 1 }
      close(file)
    }
    return removed
  }

  /// The digest of a file's bytes, as a file of rows is known by.
  ///
  /// - Throws: `ShardError` where it cannot be read.
  public static func digest(ofFile path: String) throws -> Digest {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    do {
      let (file, stream) = (try FileBytes(path: path), DigestStream())
      while true {
        let count = try file.read(into: buffer)
        guard count > 0 else { return stream.digest }
        stream.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
    } catch {
      throw ShardError(shard: .file(path: path), error)
    }
  }

  /// The names of all that lies in a folder; none where it cannot be read.
  public static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
