import Foundation

/// A file that is written whole or not at all.
public enum OutputFile {
  /// Writes a text to a path: to a new file beside it that then takes its name.
  ///
  /// A path that exists and is no regular file (a device, a named pipe) is written to as it is.
  ///
  /// - Throws: `OutputFileError`; the file at the path is then as it was.
  public static func write(_ text: String, to path: String) throws(OutputFileError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes bytes to a path, as `write(_:to:)` writes a text.
  ///
  /// - Throws: `OutputFileError`; the file at the path is then as it was.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputFileError) {
    var existing = stat()
    if stat(path, &existing) == 0, existing.st_mode & S_IFMT != S_IFREG {
      return try store(bytes, in: path)
    }
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let temporary = target + ".part-\(getpid())"
    do throws(OutputFileError) {
      try store(bytes, in: temporary)
    } catch {
      unlink(temporary)
      throw OutputFileError(path: path, code: error.code)
    }
    guard rename(temporary, target) == 0 else {
      let code = errno
      unlink(temporary)
      throw OutputFileError(path: path, code: code)
    }
  }
}

/// Creates or empties a file and writes all bytes to it.
private func store(_ content: [UInt8], in path: String) throws(OutputFileError) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard file >= 0 else { throw OutputFileError(path: path, code: errno) }
  var bytes = content[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    if written < 0 {
      let code = errno
      if code == EINTR { continue }
      close(file)
      throw OutputFileError(path: path, code: code)
    }
    bytes = bytes.dropFirst(written)
  }
  guard close(file) == 0 else { throw OutputFileError(path: path, code: errno) }
}

/// Why a file could not be written.
public struct OutputFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path as the user gave it.
  public var path: String
  /// The operating system's error number.
  public var code: Int32

  /// Makes an error.
  public init(path: String, code: Int32) {
    self.path = path
    self.code = code
  }

  /// The error as a sentence.
  public var description: String { "cannot write \(path): \(String(cString: strerror(code)))" }
}
