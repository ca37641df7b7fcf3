import Foundation

/// A file that takes a result: written whole or not at all, and never over what somebody may miss.
///
/// A file that is there is replaced where its stamp shows that it is an earlier result which nobody has changed, where it is
/// empty, or where the policy replaces whatever is there. The database in use, an input and a symbolic link are refused always.
public struct OutputFile: Sendable {
  /// The path as the user gave it.
  public let path: String
  /// What may not be written over.
  public let policy: OutputPolicy

  /// Makes a file to write.
  public init(_ path: String, _ policy: OutputPolicy = OutputPolicy()) {
    self.path = path
    self.policy = policy
  }

  /// Refuses at once what the content will not change: a link, a database, an input.
  ///
  /// - Throws: `OutputFileError`.
  public func check() throws(OutputFileError) { try policy.place(at: path) }

  /// The same file, and more that may not be written over, which are known only now.
  ///
  /// - Throws: `OutputFileError` where it is one of them.
  public func keeping(_ inputs: [String]) throws(OutputFileError) -> OutputFile {
    var policy = policy
    policy.inputs += inputs
    let file = OutputFile(path, policy)
    try file.check()
    return file
  }

  /// Writes a text: to a new file beside the path that then takes its name.
  ///
  /// A path that exists and is no regular file (a device, a named pipe) is written to as it is.
  ///
  /// - Throws: `OutputFileError`; the file at the path is then as it was.
  public func write(_ text: String) throws(OutputFileError) {
    try write(Array(text.utf8))
  }

  /// Writes bytes to a path, as a text is written.
  ///
  /// - Throws: `OutputFileError`; the file at the path is then as it was.
  public func write(_ bytes: [UInt8]) throws(OutputFileError) {
    do {
      try write { try $0(bytes) }
    } catch {
      throw error as? OutputFileError ?? OutputFileError(path: path, code: EIO)
    }
  }

  /// Writes a content that comes in pieces, and is never held as a whole.
  ///
  /// - Parameter body: Gives each piece to the function that it is given.
  /// - Throws: `OutputFileError`, and what `body` throws; the file at the path is then as it was.
  public func write(_ body: (_ write: ([UInt8]) throws -> Void) throws -> Void) throws {
    switch try policy.place(at: path) {
    case .stream:
      let file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
      guard file >= 0 else { throw OutputFileError(path: path, code: errno) }
      return try store(in: file, body)
    case .file:
      guard policy.replaces || FileHead.read(path, atMost: 1).isEmpty || OutputStamp.fits(fileAt: path) else {
        throw OutputFileError(path: path, .notOwn)
      }
    case .free: break
    }
    let (temporary, file) = try newFile()
    do {
      try store(in: file, body)
    } catch {
      unlink(temporary)
      throw error
    }
    OutputStamp.put(onFileAt: temporary)
    // Takes the place of the path itself, also of a link that somebody has put there since.
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw OutputFileError(path: path, code: code)
    }
  }

  /// A file beside the path that nobody else has made, and no link that waits under its name.
  private func newFile() throws(OutputFileError) -> (name: String, file: Int32) {
    for attempt in 0..<100 {
      let name = path + ".part-\(getpid())" + (attempt == 0 ? "" : "-\(attempt)")
      let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      if file >= 0 { return (name, file) }
      if errno != EEXIST { break }
    }
    throw OutputFileError(path: path, code: errno)
  }

  /// Writes all pieces to a file that is open, and closes it.
  private func store(
    in file: Int32, _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    do {
      try body { try append($0, to: file) }
    } catch {
      close(file)
      throw error
    }
    guard close(file) == 0 else { throw OutputFileError(path: path, code: errno) }
  }

  private func append(_ content: [UInt8], to file: Int32) throws(OutputFileError) {
    var bytes = content[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if written < 0 {
        let code = errno
        if code == EINTR { continue }
        throw OutputFileError(path: path, code: code)
      }
      bytes = bytes.dropFirst(written)
    }
  }
}
