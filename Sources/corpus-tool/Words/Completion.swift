import FreqAnalysis

/// What may stand at the end of a line of words: commands, options, values, names of the database, files.
struct Completion {
  /// One word that fits.
  struct Candidate: Equatable {
    var word: String
    /// What it is, for shells that show that; empty: nothing.
    var about = ""
  }

  /// What of the file system fits, which the shell completes itself.
  enum Files: String { case words, files, folders }

  private(set) var candidates: [Candidate] = []
  private(set) var files = Files.words
  /// What of the last word stands before the value: `--corpus=`.
  private(set) var stem = ""

  /// What a value is.
  private enum Value: Equatable {
    case list([String])
    case classSets(orFile: Bool)
    case corpora, models, stages
    case files, folders, unknown
  }

  /// More names than a person looks through.
  private static let limit = 500

  /// Finds what fits behind some words.
  ///
  /// - Parameters:
  ///   - words: The words before, the program's own name not among them.
  ///   - last: The word that is being typed; empty for a new one.
  ///   - tree: The commands.
  init(after words: [String], typing last: String, in tree: CommandTree) {
    let walk = CommandWalk(words, in: tree)
    if let option = walk.awaited {
      complete(valueOf: option, last, walk)
    } else if walk.isHelp {
      offer(
        walk.command.commands.map { Candidate(word: $0.commandName, about: Self.line($0.abstract)) }, last)
    } else if !walk.isTerminated, last.hasPrefix("--"), let equals = last.firstIndex(of: "="),
      let option = walk.command.option(String(last[..<equals])), option.takesValue
    {
      stem = String(last[...equals])
      complete(valueOf: option, String(last[last.index(after: equals)...]), walk)
    } else if !walk.isTerminated, last.hasPrefix("-") {
      offerOptions(walk, last)
    } else if let open = walk.open {
      complete(valueOf: open, last, walk)
    } else if walk.stranger == nil {
      if !walk.command.commands.isEmpty, walk.arguments == 0 {
        offer(
          walk.command.commands.map { Candidate(word: $0.commandName, about: Self.line($0.abstract)) }, last)
      }
      if let argument = walk.positional { complete(valueOf: argument, last, walk) }
    }
  }

  private mutating func offerOptions(_ walk: CommandWalk, _ last: String) {
    for option in walk.command.options {
      guard let name = option.written.first(where: { $0.hasPrefix("--") }) ?? option.written.first,
        option.isRepeating || !walk.given.contains(option.written.first ?? "")
      else { continue }
      // A short name that is typed in full is offered as it is.
      offer(
        [Candidate(word: option.written.contains(last) ? last : name, about: Self.line(option.abstract))],
        last)
    }
  }

  private mutating func complete(
    valueOf argument: CommandTree.Argument, _ typed: String, _ walk: CommandWalk
  ) {
    let store = { StoredNames(path: walk.values["--db"] ?? "corpus.sqlite") }
    switch Self.value(of: argument) {
    case .list(let values): offer(values.map { Candidate(word: $0) }, typed)
    case .classSets(let orFile):
      offer(store()?.classSets ?? [], "class set", typed)
      if orFile { files = .files }
    case .corpora: offer(store()?.corpora ?? [], "corpus", typed)
    case .models: offer(store()?.models ?? [], "model", typed)
    case .stages: offer(store()?.stages ?? [], "stage", typed)
    case .files: files = .files
    case .folders: files = .folders
    case .unknown: break
    }
  }

  private mutating func offer(_ names: [String], _ about: String, _ typed: String) {
    // A name that a terminal would not show as it is, or that the parser takes for an option, is not offered.
    let plain = names.filter { DisplayText.escaped($0) == $0 && !$0.hasPrefix("-") && !$0.isEmpty }
    offer(plain.map { Candidate(word: $0, about: about) }, typed)
  }

  private mutating func offer(_ all: [Candidate], _ typed: String) {
    let fitting = all.filter { $0.word.utf8.starts(with: typed.utf8) }
    candidates += fitting.prefix(max(0, Self.limit - candidates.count))
  }

  /// What a value is, by what help calls it: the option's name, else the words of `<name|file>`.
  private static func value(of argument: CommandTree.Argument) -> Value {
    if let values = argument.allValues { return .list(values) }
    let kinds = (argument.valueName ?? "").lowercased().split { !$0.isLetter }.map(String.init)
    let isFile = !Set(kinds).isDisjoint(with: [
      "file", "shard", "source", "database", "list", "sheet", "path",
    ])
    switch argument.written.first(where: { $0.hasPrefix("--") }) {
    case "--classes"?, "--class-set"?:
      return kinds.contains("name") || kinds.contains("set") ? .classSets(orFile: true) : .files
    case "--corpus"?: return .corpora
    case "--model"?: return .models
    case "--stage"?: return .stages
    case "--role"?: return .list(Selection.roleNames)
    case nil where kinds == ["name", "file"]: return .classSets(orFile: true)
    case nil where kinds == ["model"]: return .models
    case nil where kinds == ["corpus"]: return .corpora
    default: break
    }
    if kinds.contains("dir") || kinds.contains("folder") { return .folders }
    // A path of a field, `[role:]path`, is no file.
    return isFile && kinds != ["path"] && kinds != ["role", "path"] ? .files : .unknown
  }

  /// The first sentence of a description, on one line.
  private static func line(_ abstract: String?) -> String {
    let text = (abstract ?? "").split(separator: "\n").joined(separator: " ")
    return DisplayText.escaped(text.range(of: ". ").map { String(text[..<$0.lowerBound]) } ?? text)
  }
}
