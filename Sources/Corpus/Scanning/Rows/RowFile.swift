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

/// A file that is being written under a name of its own; removed with its owner unless it was renamed.
///
/// It is locked as long as it is open, so that a file that a killed process left is known by its lock's absence.
///
/// - Note: `@unchecked Sendable`: it is written by the one task that holds it, and given on when it is whole.
final class PartialFile: @unchecked Sendable {
  let folder: String
  private let path: String
  private let descriptor: Int32
  private var isOwn = true

  private static let (start, end) = (".rows-", ".part")

  /// Whether a name is one of an unfinished file.
  static func isName(_ name: String) -> Bool { name.hasPrefix(start) && name.hasSuffix(end) }

  /// Makes an empty file in a folder.
  ///
  /// - Throws: `RowFileError`.
  init(in folder: String) throws(RowFileError) {
    self.folder = folder
    while true {
      let number = UInt64.random(in: 0...UInt64.max)
      let path = "\(folder)/\(Self.start)\(getpid())-\(String(number, radix: 16))\(Self.end)"
      let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard file >= 0 || errno == EEXIST else { throw RowFileError(folder: folder, code: errno) }
      guard file >= 0 else { continue }
      // Whoever tidied the folder before the lock was taken has removed it.
      var status = stat()
      if flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &status) == 0, status.st_nlink > 0 {
        self.path = path
        descriptor = file
        return
      }
      close(file)
    }
  }

  deinit {
    if isOwn { unlink(path) }
    close(descriptor)
  }

  /// Appends bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws(RowFileError) {
    var done = 0
    while done < bytes.count {
      let written = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if written < 0 {
        if errno == EINTR { continue }
        throw RowFileError(folder: folder, code: errno)
      }
      done += written
    }
  }

  /// Waits until the bytes are on the disk.
  func synchronize() throws(RowFileError) {
    guard fsync(descriptor) == 0 else { throw RowFileError(folder: folder, code: errno) }
  }

  /// Gives the file its name.
  func rename(to name: String) throws(RowFileError) {
    guard isOwn else { return }
    #if canImport(Glibc)
      let result = Glibc.rename(path, folder + "/" + name)
    #else
      let result = Darwin.rename(path, folder + "/" + name)
    #endif
    guard result == 0 else { throw RowFileError(folder: folder, code: errno) }
    isOwn = false
  }
}
