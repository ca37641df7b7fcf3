import FreqAnalysis
import Logging

/// Everything that is told beside a result, on standard error.
enum Messages {
  private static let logger = Logger(label: "corpus-tool") { _ in StandardErrorLog() }

  /// Tells what the user may want to know about the result.
  static func note(_ sentence: String) { logger.notice("\(sentence)") }

  /// Tells what went wrong with a part of the work; the command goes on.
  static func failure(_ sentence: String) { logger.error("\(sentence)") }

  /// Tells what a list leaves out: its first ten lines, or all where asked for.
  static func list(_ sentence: String, _ lines: [String], all: Bool) {
    note(sentence)
    for line in lines.prefix(all ? lines.count : 10) {
      Terminal.writeError("  \(DisplayText.escaped(line))\n")
    }
    if !all, lines.count > 10 {
      Terminal.writeError("  … and \(NumberText.grouped(lines.count - 10)) more; --verbose lists all\n")
    }
  }
}

/// Writes one line a message: `corpus-tool: note: …`, or `corpus-tool: …` for an error.
struct StandardErrorLog: LogHandler {
  var logLevel: Logger.Level = .info
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let kind = event.level >= .error ? "" : event.level == .warning ? "warning: " : "note: "
    Terminal.writeError("corpus-tool: \(kind)\(DisplayText.escaped("\(event.message)"))\n")
  }
}
