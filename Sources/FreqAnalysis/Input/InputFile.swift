import Corpus
import Foundation

/// Reads the small files that a person gives: class lists, tables, predictions.
enum InputFile {
  /// The largest file that is read whole, in bytes.
  static let sizeLimit = 256 << 20

  /// Reads a whole file as it is.
  static func bytes(_ path: String, limit: Int = sizeLimit) throws -> [UInt8] {
    let handle = try open(path)
    var bytes: [UInt8] = []
    while let chunk = try read(handle, path), !chunk.isEmpty {
      guard bytes.count + chunk.count <= limit else {
        throw InputError(file: path, .tooLarge(limit: limit))
      }
      bytes.append(contentsOf: chunk)
    }
    return bytes
  }

  /// Refuses compressed, empty and non-UTF-8 content; drops a byte order mark.
  static func checked(_ bytes: [UInt8], file: String) throws -> [UInt8] {
    if let content = ForeignContent(bytes, file: file) { throw InputError(file: file, .foreign(content)) }
    if let format = compression(bytes) { throw InputError(file: file, .compressed(format: format)) }
    var bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if let offset = UTF8Validation.firstInvalidByte(in: bytes) {
      throw InputError(file: file, at: .line(1 + bytes[..<offset].count { $0 == 0x0A }), .notUTF8)
    }
    guard bytes.contains(where: { !isSpace($0) }) else { throw InputError(file: file, .empty) }
    return bytes
  }

  /// The digest of a file's content.
  static func digest(of bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { Digest(of: $0) } }

  /// A path's last component without its extension: what a thing made from a file is named by default.
  static func stem(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
    return String(last[..<dot])
  }

  static func open(_ path: String) throws -> FileHandle {
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      let near = code == ENOENT ? FileNearMiss.names(near: path) : []
      throw InputError(
        file: path, near.isEmpty ? .system(operation: "open", code: code) : .noSuchFile(near: near))
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  static func read(_ handle: FileHandle, _ path: String) throws -> Data? {
    do {
      return try handle.read(upToCount: 1 << 20)
    } catch {
      let code = posixCode(error as NSError)
      throw InputError(file: path, code == EISDIR ? .isDirectory : .system(operation: "read", code: code))
    }
  }

  private static func posixCode(_ error: NSError) -> Int32 {
    if error.domain == NSPOSIXErrorDomain { return Int32(error.code) }
    if let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError { return posixCode(inner) }
    return EIO
  }

  private static func compression(_ bytes: [UInt8]) -> String? {
    let magic: [(String, [UInt8])] = [
      ("gzip", [0x1F, 0x8B]), ("zstd", [0x28, 0xB5, 0x2F, 0xFD]), ("zip", [0x50, 0x4B, 3, 4]),
      ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A]), ("bzip2", [0x42, 0x5A, 0x68]),
      ("Parquet", [0x50, 0x41, 0x52, 0x31]),
    ]
    // `BZh` may also begin a name, so its fourth byte, a digit, and the block's magic have to be there too.
    return magic.first { entry in
      bytes.starts(with: entry.1)
        && (entry.0 != "bzip2" || bytes.dropFirst(4).starts(with: [0x31, 0x41, 0x59]))
    }?.0
  }

  /// Whether a byte is ASCII white space.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// A text without the ASCII white space at its ends.
  static func trimmed(_ text: String) -> String {
    let utf8 = text.utf8
    guard let first = utf8.firstIndex(where: { !isSpace($0) }),
      let last = utf8.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(text[first...last])
  }
}
