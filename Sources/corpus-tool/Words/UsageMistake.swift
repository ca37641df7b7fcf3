import FreqAnalysis

/// What was probably meant by a line of words that the parser does not understand.
struct UsageMistake {
  private let walk: CommandWalk
  private let tree: CommandTree

  init(_ words: [String], in tree: CommandTree) {
    walk = CommandWalk(words, in: tree)
    self.tree = tree
  }

  /// What to say of a word that should be a command's name and is none; nil where there is no such word.
  var strangeCommand: String? {
    guard let word = walk.stranger else { return nil }
    let known = walk.command.commands.flatMap { [$0.commandName] + ($0.aliases ?? []) }
    let name = walk.path.map(\.commandName).joined(separator: " ")
    let near = Self.question(NearMiss.names(near: word, among: known), quote: "`")
    return (walk.path.count == 1 ? "there is no command" : "`\(name)` has no command")
      + " `\(DisplayText.escaped(word))`" + (near.isEmpty ? "" : "; " + near)
  }

  /// What the parser would say of an error that a command finds when it runs: its sentence, and how the command is used.
  func message(_ sentence: String, usage: String) -> String {
    let name = walk.path.map(\.commandName).joined(separator: " ")
    let lines = usage.replacing("\n", with: "\n       ")
    return "Error: \(sentence)\nUsage: \(lines)\n  See '\(name) --help' for more information."
  }

  /// The parser's message with what was probably meant in its first line, where that does not say it.
  func explaining(_ message: String) -> String {
    var lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let first = lines.first else { return message }
    if let sentence = strangeCommand {
      lines[0] = "Error: " + sentence
    } else if let option = Self.quoted(after: "Unknown option '", in: first), !first.contains("Did you mean")
    {
      lines[0] += self.meaning(ofOption: option)
    } else if let value = Self.quoted(after: "The value '", in: first),
      let argument = walk.chosen.last(where: { $0.value == value })?.argument,
      let end = first.range(of: ". Please provide")
    {
      let near = NearMiss.names(near: value, among: argument.allValues ?? [])
      if !near.isEmpty {
        lines[0] = first.replacingCharacters(
          in: end, with: ". D\(Self.question(near, quote: "'").dropFirst()) Please provide")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Options of the command that begin as one does, else the commands that have it.
  private func meaning(ofOption option: String) -> String {
    let near = NearMiss.names(near: option, among: walk.command.options.flatMap(\.written))
    if !near.isEmpty { return ". D" + Self.question(near, quote: "'").dropFirst() }
    let others = Self.leaves(tree.command, "").filter { $0.command.option(option) != nil }.map(\.name)
    guard !others.isEmpty, others.count <= 6 else { return "" }
    return ", which is an option of " + others.map { "'\($0)'" }.joined(separator: ", ")
  }

  private static func leaves(
    _ command: CommandTree.Command, _ above: String
  ) -> [(name: String, command: CommandTree.Command)] {
    command.commands.flatMap { below in
      let name = above.isEmpty ? below.commandName : above + " " + below.commandName
      return [(name, below)] + leaves(below, name)
    }
  }

  private static func question(_ near: [String], quote: String) -> String {
    near.isEmpty ? "" : "did you mean \(near.map { quote + $0 + quote }.joined(separator: " or "))?"
  }

  /// What stands in the quotes that a text opens.
  private static func quoted(after text: String, in line: String) -> String? {
    guard let start = line.range(of: text) else { return nil }
    let rest = line[start.upperBound...]
    return rest.range(of: "'").map { String(rest[..<$0.lowerBound]) }
  }
}
