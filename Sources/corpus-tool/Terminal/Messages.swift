import Corpus
import FreqAnalysis
import Foundation
import Synchronization

/// Everything that is told beside a result, on standard error.
///
/// A note is broken at words where a terminal shows it, and stays on one line elsewhere, so that logs can be searched. What
/// holds for a database and not only for the question at hand is told once (`ToldBefore`). `--quiet` leaves errors and
/// results, `--verbose` leaves nothing out.
enum Messages {
  /// How much is told.
  enum Amount: Sendable {
    case errors, usual, all
  }

  private struct State {
    var amount = Amount.usual
    var database: String?
    var told: [String] = []
  }

  private static let state = Mutex(State())

  /// How much is told from now on.
  static var amount: Amount {
    get { state.withLock(\.amount) }
    set { state.withLock { $0.amount = newValue } }
  }

  /// Says which database the command works on, for what is told once.
  static func concern(_ database: String) { state.withLock { $0.database = database } }

  /// The option that names the database that the command works on, after a blank; empty for the one that needs none.
  static var databaseOption: String {
    guard let database = state.withLock(\.database), database != "corpus.sqlite" else { return "" }
    return " --db \(ShellWord.quoted(database))"
  }

  /// Remembers what was told once, when the command has done its work.
  static func remember() {
    let (database, told) = state.withLock { ($0.database, $0.told) }
    guard let database, Terminal.isHeard else { return }
    ToldBefore(database: database)?.add(told)
  }

  /// Tells what the user may want to know about the result.
  static func note(_ sentence: String) { paragraph("corpus-tool: note: ", sentence) }

  /// Tells a sentence and what it is about, a line each.
  static func note(_ sentence: String, about lines: [String]) {
    note(sentence)
    for text in lines { line("  " + text) }
  }

  /// Tells what holds for the database, unless a person was told so before.
  ///
  /// - Parameters:
  ///   - subject: What it is about beside the database, such as a file.
  ///   - lines: What is told: a sentence, and lines below it.
  ///   - tell: Tells it.
  private static func once(_ subject: String, _ lines: [String], _ tell: () -> Void) {
    let text = ([subject] + lines).joined(separator: "\n")
    let isKnown = state.withLock { state in
      guard state.amount == .usual else { return state.amount == .errors }
      if state.told.contains(text) { return true }
      return state.database.flatMap(ToldBefore.init(database:))?.contains(text) ?? false
    }
    guard !isKnown else { return }
    tell()
    state.withLock { $0.told.append(text) }
  }

  /// Tells sentences that hold for the database, each once.
  static func hints(_ sentences: [String]) {
    for sentence in sentences { once("hint", [sentence]) { note(sentence) } }
  }

  /// Tells what may go wrong.
  static func warning(_ sentence: String) { paragraph("corpus-tool: warning: ", sentence) }

  /// Tells sentences of one kind: the first, and how many more there are.
  static func notes(_ sentences: [String]) {
    for text in gathered(sentences.map { ("", $0) }) { note(text) }
  }

  /// Tells what a person should know about what was selected, a note for each kind of fact.
  static func notes(_ notes: [SelectionNote]) {
    let ofDatabase = notes.filter(\.isOfDatabase).map { ($0.kind, $0.description + $0.advice) }
    for text in gathered(ofDatabase) { once("selection", [text]) { note(text) } }
    let ofQuestion = notes.filter { !$0.isOfDatabase }.map { ($0.kind, $0.description + $0.advice) }
    for text in gathered(ofQuestion) { note(text) }
  }

  private static func gathered(_ sentences: [(kind: String, text: String)]) -> [String] {
    Gathered.sentences(sentences, all: amount == .all) { "; --verbose tells \($0 == 1 ? "it" : "all")" }
  }

  /// Tells what a person should know about a file, each with at most ten of the names that it is about; notes about a file
  /// once a database, warnings always.
  static func notes(_ notes: [Note], of file: String = "") {
    let limit = amount == .all ? nil : 10
    for entry in notes {
      if entry.isWarning || file.isEmpty {
        tell(entry, listing: limit)
      } else {
        once("file " + file, entry.lines(listing: nil, advice: entry.advice)) { tell(entry, listing: limit) }
      }
    }
  }

  /// Tells a note, or a warning where it is one, with at most so many of the names that it is about.
  private static func tell(_ entry: Note, listing limit: Int?) {
    let lines = entry.lines(listing: limit, advice: entry.advice)
    let sentence = lines.first ?? ""
    entry.isWarning ? warning(sentence) : note(sentence)
    for text in lines.dropFirst() { line(text) }
  }

  /// Warns of classes of which there is less than was asked for: the first ten with their numbers.
  static func shortfall(_ what: String, _ classes: [(name: String, wanted: Int, found: Int)]) {
    var lacking = Optional(0)
    for entry in classes {
      let (sum, overflows) = (lacking ?? 0).addingReportingOverflow(entry.wanted - entry.found)
      lacking = lacking == nil || overflows ? nil : sum
    }
    let missing = lacking.map(NumberText.grouped) ?? "more than 2^63"
    warning("\(what): \(missing) of those that were asked for \(lacking == 1 ? "is" : "are") missing")
    for entry in classes.prefix(10) {
      line(
        "  \(DisplayText.escaped(entry.name)): \(NumberText.grouped(entry.found)) of \(NumberText.grouped(entry.wanted))"
      )
    }
    if classes.count > 10 {
      line("  and \(NumberText.counted(classes.count - 10, "more class", plural: "more classes"))")
    }
  }

  /// Tells what the walked folders had beside shards.
  static func leftOut(_ expansion: ShardExpansion) {
    let parts = ShardExpansion.LeftOut.allCases.compactMap { reason in
      expansion.leftOut[reason].map(reason.told)
    }
    guard !parts.isEmpty else { return }
    let sentence = "ignored in the folders: \(parts.joined(separator: ", "))"
    once("folders", [sentence]) { note(sentence) }
  }

  /// Tells which shards are left out, since their names say that they duplicate the captions of others.
  static func siblings(_ siblings: [(shard: ShardName, kept: ShardName)]) {
    guard !siblings.isEmpty else { return }
    let what =
      siblings.count == 1 ? "1 shard duplicates" : "\(NumberText.grouped(siblings.count)) shards duplicate"
    let sentence = "by their names, \(what) the captions of another; --keep-siblings also counts them:"
    let all = siblings.map { "\($0.shard): \($0.kept) is read" }
    once("siblings", [sentence] + all) {
      note(sentence, about: amount == .all ? all : Array(all.prefix(10)))
    }
  }

  /// Tells what went wrong with a part of the work; the command goes on.
  static func failure(_ sentence: String) { write("corpus-tool: " + sentence) }

  /// Tells that the work was interrupted, and how to go on.
  static func interrupted(_ how: String) { write("corpus-tool: note: " + how) }

  /// Tells what was done, without saying who tells it.
  static func line(_ text: String) {
    if amount != .errors { write(text) }
  }

  private static func write(_ text: String) { Terminal.writeError(DisplayText.escaped(text) + "\n") }

  /// Writes a sentence after its beginning, broken at words where a terminal shows it; a command at its end has a line of
  /// its own there, so that it can be copied.
  private static func paragraph(_ start: String, _ sentence: String) {
    guard amount != .errors else { return }
    guard Terminal.isTerminal(STDERR_FILENO) else { return write(start + sentence) }
    let width = max(20, Terminal.windowWidth(STDERR_FILENO) ?? 80)
    let text = DisplayText.escaped(start + sentence)
    let command = text.range(of: ": corpus-tool ")
    let prose = command.map { String(text[..<$0.lowerBound]) + ":" } ?? text
    var lines = DisplayText.wrapped(prose, to: width, indent: 4)
    if let command { lines.append("  " + text[command.lowerBound...].dropFirst(2)) }
    Terminal.writeError(lines.map { $0 + "\n" }.joined())
  }
}
