/// Where a line of words leads in the tree of commands: which command it is, what was given, and what comes next.
struct CommandWalk {
  typealias Command = CommandTree.Command
  typealias Argument = CommandTree.Argument

  /// The commands from the program down.
  private(set) var path: [Command]
  /// The options and flags that were given, by the first of their names.
  private(set) var given: Set<String> = []
  /// What was given for options and arguments whose values are known.
  private(set) var chosen: [(argument: Argument, value: String)] = []
  /// The values of options, by their names with dashes, the last last.
  private(set) var values: [String: String] = [:]
  /// How many arguments without a name were given to the command.
  private(set) var arguments = 0
  /// The option whose value comes next.
  private(set) var awaited: Argument?
  /// The option that takes all words up to the next option, and is taking them.
  private(set) var open: Argument?
  /// Whether `--` was given, after which nothing is an option.
  private(set) var isTerminated = false
  /// The first word where a command's name should stand and that is none.
  private(set) var stranger: String?
  /// Whether `help` was given, so that names of commands follow.
  private(set) var isHelp = false

  /// Whether the word before is an option that the command does not have, whose value the next word may be.
  private var isAfterStrangeOption = false

  /// The command that the words lead to.
  var command: Command { path[path.count - 1] }

  /// Walks along words, the program's own name not among them.
  init(_ words: [String], in tree: CommandTree) {
    path = [tree.command]
    for word in words { take(word) }
  }

  private mutating func take(_ word: String) {
    let mayBeValue = isAfterStrangeOption
    isAfterStrangeOption = false
    if let argument = awaited {
      awaited = nil
      note(word, for: argument)
      if argument.takesMany { open = argument }
    } else if isTerminated || !word.hasPrefix("-") || word == "-" {
      if let open, !isTerminated { note(word, for: open) } else { takeArgument(word, mayBeValue: mayBeValue) }
    } else if word == "--" {
      (isTerminated, open) = (true, nil)
    } else {
      open = nil
      takeOption(word)
    }
  }

  private mutating func takeOption(_ word: String) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = word.hasPrefix("--") ? parts[0] : String(word.prefix(2))
    // An option of the command that is meant where none is named.
    if command.option(name) == nil, arguments == 0,
      let meant = command.defaultSubcommand.flatMap(command.command), meant.option(name) != nil
    {
      path.append(meant)
    }
    guard let option = command.option(name) else {
      isAfterStrangeOption = parts.count == 1
      return
    }
    if let name = option.written.first { given.insert(name) }
    guard option.takesValue else { return }
    if word.hasPrefix("--"), parts.count == 2 {
      note(parts[1], for: option)
    } else if !word.hasPrefix("--"), word.count > 2 {
      note(String(word.dropFirst(2)), for: option)
    } else {
      awaited = option
    }
  }

  private mutating func takeArgument(_ word: String, mayBeValue: Bool) {
    if isHelp || (!isTerminated && arguments == 0 && !command.commands.isEmpty) {
      if !isHelp, word == "help", path.count == 1 {
        isHelp = true
      } else if let next = command.command(word) {
        path.append(next)
        given = []
      } else if stranger == nil, !mayBeValue {
        stranger = word
        arguments += 1
      }
      return
    }
    if let argument = positional { note(word, for: argument) }
    arguments += 1
  }

  private mutating func note(_ value: String, for argument: Argument) {
    for name in argument.written { values[name] = value }
    if argument.allValues != nil { chosen.append((argument, value)) }
  }

  /// The argument without a name that comes next; nil where there is none.
  var positional: Argument? {
    let all = command.positionals
    if arguments < all.count { return all[arguments] }
    return all.last.flatMap { $0.isRepeating ? $0 : nil }
  }
}
