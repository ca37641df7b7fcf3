#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Small files of the user's own on this machine: a token, a list of keys, the name of a commit.
enum SmallFile {
  /// The content; nil where the file is not there, cannot be read, is larger than the bound, or is not UTF-8.
  static func text(at path: String, limit: Int = 1 << 20) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= limit {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return String(validating: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
    return nil
  }
}
