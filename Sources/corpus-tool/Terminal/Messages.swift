import Corpus
import FreqAnalysis
import Logging

/// Everything that is told beside a result, on standard error.
enum Messages {
  private static let logger = Logger(label: "corpus-tool") { _ in StandardErrorLog() }

  /// Tells what the user may want to know about the result.
  static func note(_ sentence: String) { logger.notice("\(sentence)") }

  /// Tells what may go wrong.
  static func warning(_ sentence: String) { logger.warning("\(sentence)") }

  /// Tells what a person should know about what was selected.
  static func notes(_ notes: [SelectionNote]) {
    for entry in notes { note(entry.description) }
  }

  /// Tells what a person should know about a file, each with at most ten of the names that it is about.
  static func notes(_ notes: [Note]) {
    for entry in notes {
      let lines = entry.lines(listing: 10)
      note(lines.first ?? "")
      for text in lines.dropFirst() { line(text) }
    }
  }

  /// Tells what the walked folders had beside shards.
  static func leftOut(_ expansion: ShardExpansion) {
    let parts = ShardExpansion.LeftOut.allCases.compactMap { reason in
      expansion.leftOut[reason].map { "\(NumberText.grouped($0)) \(reason.rawValue)" }
    }
    if !parts.isEmpty { note("ignored in the folders: \(parts.joined(separator: ", "))") }
  }

  /// Tells which shards are left out, since their names say that they duplicate the captions of others.
  static func siblings(_ siblings: [(shard: ShardName, kept: ShardName)]) {
    guard !siblings.isEmpty else { return }
    let what =
      siblings.count == 1 ? "1 shard duplicates" : "\(NumberText.grouped(siblings.count)) shards duplicate"
    let named = siblings.prefix(10).map { "\n  \($0.shard): \($0.kept) is read" }.joined()
    note("by their names, \(what) the captions of another; --keep-siblings also counts them:\(named)")
  }

  /// Tells what went wrong with a part of the work; the command goes on.
  static func failure(_ sentence: String) { logger.error("\(sentence)") }

  /// Tells what was done, without saying who tells it.
  static func line(_ text: String) { Terminal.writeError(DisplayText.escaped(text) + "\n") }
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
