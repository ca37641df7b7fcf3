import Foundation

/// The first bytes of a file, of which links and pipes have none.
enum FileHead {
  /// What an SQLite database begins with (<https://www.sqlite.org/fileformat.html>).
  static let sqlite = Array("SQLite format 3\0".utf8)

  /// Reads the first bytes; none where the file cannot be read.
  static func read(_ path: String, atMost limit: Int) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let read = bytes.withUnsafeMutableBytes {
        Foundation.read(file, $0.baseAddress?.advanced(by: count), limit - count)
      }
      if read < 0, errno == EINTR { continue }
      if read <= 0 { break }
      count += read
    }
    return Array(bytes[..<count])
  }
}
