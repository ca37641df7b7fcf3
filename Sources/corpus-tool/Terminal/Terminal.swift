import FreqAnalysis
import Foundation

/// The two streams that a command writes to: results on standard output, everything else on standard error.
enum Terminal {
  /// Whether a stream is a terminal.
  static func isTerminal(_ file: Int32) -> Bool { isatty(file) == 1 }

  /// Whether standard error leads to somebody, and not to `/dev/null`.
  static var isHeard: Bool {
    var (here, nowhere) = (stat(), stat())
    guard fstat(STDERR_FILENO, &here) == 0 else { return false }
    guard stat("/dev/null", &nowhere) == 0 else { return true }
    return here.st_dev != nowhere.st_dev || here.st_ino != nowhere.st_ino
  }

  /// The columns that standard output has: those of the terminal, else `COLUMNS`; nil where nothing says.
  static var width: Int? {
    if let columns = environment("COLUMNS").flatMap(Int.init), columns > 0 { return columns }
    return windowWidth(STDOUT_FILENO)
  }

  /// The columns of the terminal behind a stream, or nil.
  static func windowWidth(_ file: Int32) -> Int? {
    var window = winsize()
    guard ioctl(file, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return nil }
    return Int(window.ws_col)
  }

  /// Whether headings may be bold: a terminal that is not dumb, and no `NO_COLOR`.
  static var allowsStyle: Bool {
    isTerminal(STDOUT_FILENO) && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
  }

  /// Writes a result to standard output.
  ///
  /// - Throws: `ClosedPipe` when nobody reads any more, `OutputFileError` when the system refuses.
  static func writeOutput(_ text: String) throws { try writeOutput(Array(text.utf8)) }

  /// Writes bytes to standard output, as a text is written.
  static func writeOutput(_ bytes: [UInt8]) throws {
    switch writeAll(bytes, to: STDOUT_FILENO) {
    case 0: break
    case EPIPE: throw ClosedPipe()
    case let code: throw OutputFileError(path: "standard output", code: code)
    }
  }

  /// Writes to standard error; a reader that is gone is no reason to stop.
  static func writeError(_ text: String) { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }

  /// Makes a write to a closed pipe an error instead of the process's end.
  ///
  /// A handler rather than "ignore": what is ignored stays so in the commands that are started, a handler does not.
  static func surviveClosedPipes() { signal(SIGPIPE) { _ in } }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Writes all bytes to a stream; returns 0 or the error's number.
private func writeAll(_ content: [UInt8], to file: Int32) -> Int32 {
  var bytes = content[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    if written < 0, errno != EINTR { return errno }
    bytes = bytes.dropFirst(max(written, 0))
  }
  return 0
}

/// Nobody reads standard output any more: a quiet end.
struct ClosedPipe: Error {}
