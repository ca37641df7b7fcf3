import ArgumentParser
import FreqAnalysis
import Foundation

/// What shells ask the program for: their script, and what fits on a line that is being typed.
///
/// A script hands over the line and gets lines back: first `words`, `files` or `folders`, which says what the shell adds
/// itself, then a word a line, with what it is after a tab. The shell takes each word as it is: nothing of it is run,
/// expanded or split. What zsh and fish put in they quote; for bash it is quoted here.
enum CompletionRequest {
  /// The word that a script begins with.
  static let word = "---complete"
  private static let scriptFlag = "--generate-completion-script"

  /// The answer to a request; nil where the words are no request of a shell's.
  ///
  /// Whatever goes wrong gives an answer of nothing: a message would stand in the middle of what a person types.
  static func answer(_ words: [String], of commands: any ParsableCommand.Type) -> String? {
    switch words.first {
    case word?: return complete(Array(words.dropFirst()), commands)
    case scriptFlag? where words.count <= 2:
      let shell = words.count == 2 ? words[1] : ProcessInfo.processInfo.environment["SHELL"] ?? ""
      return CompletionScript(rawValue: shell.split(separator: "/").last.map(String.init) ?? shell)?.text
    case let first? where words.count == 1 && first.hasPrefix(scriptFlag + "="):
      return CompletionScript(rawValue: String(first.dropFirst(scriptFlag.count + 1)))?.text
    default: return nil
    }
  }

  private static func complete(_ words: [String], _ commands: any ParsableCommand.Type) -> String {
    guard let shell = words.first.flatMap(CompletionScript.init), let tree = try? CommandTree(commands) else {
      return ""
    }
    let rest = Array(words.dropFirst())
    if shell == .bash { return bash(rest, tree) }
    guard let last = rest.last else { return "" }
    // Of zsh the words come without their quotation; fish gives the last one as it stands.
    let typed = shell == .fish ? ShellLine.unquoted(last) : last
    let completion = Completion(after: rest.dropLast().map(homed), typing: typed, in: tree)
    return text(
      completion, completion.candidates.map { ((shell == .fish ? completion.stem : "") + $0.word, $0.about) })
  }

  /// Bash gives the line up to the cursor, and the part of its last word that it will replace: what stands behind the
  /// last `:` or `=`, for example.
  private static func bash(_ words: [String], _ tree: CommandTree) -> String {
    guard words.count == 2 else { return "" }
    let line = ShellLine(words[0]).words
    guard line.count > 1, let last = line.last else { return "" }
    let completion = Completion(
      after: line.dropFirst().dropLast().map { homed($0.text) }, typing: last.text, in: tree)
    let before =
      last.raw.hasSuffix(words[1]) ? ShellLine.unquoted(String(last.raw.dropLast(words[1].count))) : ""
    return text(
      completion,
      completion.candidates.compactMap { candidate in
        let whole = completion.stem + candidate.word
        guard whole.utf8.starts(with: before.utf8) else { return nil }
        let rest = String(decoding: whole.utf8.dropFirst(before.utf8.count), as: UTF8.self)
        return BashWord.quoted(rest, in: last.raw).map { ($0, candidate.about) }
      })
  }

  private static func text(_ completion: Completion, _ words: [(word: String, about: String)]) -> String {
    return
      ([completion.files.rawValue] + words.map { $0.about.isEmpty ? $0.word : "\($0.word)\t\($0.about)" })
      .map { $0 + "\n" }.joined()
  }

  /// A path with the home folder for `~/`, as the shell would give it to the program.
  private static func homed(_ word: String) -> String {
    guard word.hasPrefix("~/"), let home = ProcessInfo.processInfo.environment["HOME"] else { return word }
    return home + word.dropFirst()
  }
}
