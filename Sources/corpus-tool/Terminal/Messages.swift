import Corpus
import FreqAnalysis

/// Everything that is told beside a result, on standard error.
enum Messages {
  /// Tells what the user may want to know about the result.
  static func note(_ sentence: String) { line("corpus-tool: note: " + sentence) }

  /// Tells a sentence and what it is about, a line each.
  static func note(_ sentence: String, about lines: [String]) {
    note(sentence)
    for text in lines { line("  " + text) }
  }

  /// Tells what may go wrong.
  static func warning(_ sentence: String) { line("corpus-tool: warning: " + sentence) }

  /// Tells what a person should know about what was selected.
  static func notes(_ notes: [SelectionNote]) {
    for entry in notes { note(entry.description) }
  }

  /// Tells what a person should know about a file, each with at most ten of the names that it is about.
  static func notes(_ notes: [Note]) {
    for entry in notes { tell(entry, listing: 10) }
  }

  /// Tells a note, or a warning where it is one, with at most so many of the names that it is about.
  static func tell(_ entry: Note, listing limit: Int?) {
    let lines = entry.lines(listing: limit)
    let sentence = lines.first ?? ""
    entry.isWarning ? warning(sentence) : note(sentence)
    for text in lines.dropFirst() { line(text) }
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
    note(
      "by their names, \(what) the captions of another; --keep-siblings also counts them:",
      about: siblings.prefix(10).map { "\($0.shard): \($0.kept) is read" })
  }

  /// Tells what went wrong with a part of the work; the command goes on.
  static func failure(_ sentence: String) { line("corpus-tool: " + sentence) }

  /// Tells what was done, without saying who tells it.
  static func line(_ text: String) { Terminal.writeError(DisplayText.escaped(text) + "\n") }
}
