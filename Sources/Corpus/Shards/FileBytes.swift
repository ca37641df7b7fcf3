#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The stored bytes of a file or of standard input, through a file descriptor.
///
/// Belongs to one task; the descriptor is closed with the value.
final class FileBytes: ByteStream, RandomAccessBytes {
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  /// The size when the file was opened; 0 for what has none.
  let size: Int
  /// The modification time in nanoseconds since 1970.
  let modified: Int64
  /// Whether bytes can be read at any place.
  let isSeekable: Bool

  /// Opens a file; the path is read as `FilePath` does.
  convenience init(path: String) throws(ShardFault) {
    var descriptor: Int32
    repeat {
      descriptor = FilePath.withCString(path) { open($0, O_RDONLY | O_CLOEXEC) }
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else {
      throw ShardFault(.system(operation: "it cannot be opened", code: errno))
    }
    try self.init(descriptor: descriptor, owns: true)
  }

  /// Reads from a descriptor that is open.
  init(descriptor: Int32, owns: Bool) throws(ShardFault) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      if owns { close(descriptor) }
      throw ShardFault(.system(operation: "it cannot be examined", code: code))
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      if owns { close(descriptor) }
      throw ShardFault(.isDirectory)
    }
    self.descriptor = descriptor
    ownsDescriptor = owns
    isSeekable = status.st_mode & S_IFMT == S_IFREG && owns
    size = Int(status.st_size)
    #if canImport(Glibc)
      modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
      if isSeekable { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
    #else
      modified = Int64(status.st_mtimespec.tv_sec) * 1_000_000_000 + Int64(status.st_mtimespec.tv_nsec)
    #endif
  }

  deinit { if ownsDescriptor { close(descriptor) } }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { throw ShardFault(.system(operation: "it cannot be read", code: errno)) }
    }
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    var done = 0
    while done < buffer.count {
      let count = pread(
        descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw ShardFault(.system(operation: "it cannot be read", code: errno), at: .byte(offset + done))
      }
      guard count > 0 else { throw ShardFault(.truncated(codec: "file"), at: .byte(offset + done)) }
      done += count
    }
  }
}
