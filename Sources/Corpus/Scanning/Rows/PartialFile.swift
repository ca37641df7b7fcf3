#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
