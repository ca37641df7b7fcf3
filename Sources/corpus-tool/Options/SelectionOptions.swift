import ArgumentParser
import FreqAnalysis

/// What a reading command looks at: class set, corpora, stages, roles, rule sets, and what is counted.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("classes"),
    help: ArgumentHelp(
      "The class set, or the file it was made from; optional if the database has only one.",
      valueName: "name|file"))
  var classSet: String?

  @Option(
    name: .customLong("corpus"), help: ArgumentHelp("Only this corpus; can be repeated.", valueName: "corpus")
  )
  var corpora: [String] = []

  @Option(
    name: .customLong("stage"),
    help: ArgumentHelp("Only corpora of this stage; can be repeated.", valueName: "stage")
  )
  var stages: [String] = []

  @Option(
    name: .customLong("role"),
    help: ArgumentHelp(
      "Only captions of this role; can be repeated: caption, human, assistant, system, supervised (caption "
        + "and assistant, the text that the loss is computed on; the default) or all.", valueName: "role"))
  var roles: [String] = []

  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp(
      "Only counts by this rule set: word, 'word,longest', paper, imported, or the first digits of its id; "
        + "if repeated, the rule sets are pooled.", valueName: "rules"))
  var rules: [String] = []

  @Option(
    help: ArgumentHelp(
      "What is counted: captions (with a mention), mentions, or distinct (captions that differ after folding; needs "
        + "the rows of index --rows).", valueName: "measure"))
  var count: Selection.Measure = .captions

  @Option(
    help: ArgumentHelp(
      "Where distinct captions are counted or extracted: the memory for their hashes, such as 100M or 2G; with less, the rows are "
        + "counted in several readings.",
      valueName: "size"))
  var memory = MemorySize()

  /// The files among what is selected: the class set may be named by its list.
  var files: [String] { classSet.map { [$0] } ?? [] }

  /// Refuses what does not go with the notebook's join, which is of captions.
  func checkAsPublished() throws {
    if count != .captions {
      throw ValidationError(
        "--as-published needs --count captions: the rule paper counts captions, not occurrences")
    }
  }

  /// Refuses another quantity where a command looks at captions whatever is asked for.
  ///
  /// - Parameter command: The command's name.
  /// - Throws: `ValidationError`.
  func checkCountsCaptions(_ command: String) throws {
    if count != .captions {
      throw ValidationError("\(command) looks at captions with a mention; omit --count \(count.rawValue)")
    }
  }

  /// The selection that the options say, with the class set found in a database.
  func selection(in store: CountStore, models: ModelOptions? = nil) throws -> Selection {
    let choice: ClassSetChoice =
      try classSet == nil ? .only : .named(store.classSet(nameOrFile: classSet).name)
    var selection = Selection(
      classSet: choice, corpora: corpora, stages: stages, roles: try Selection.roles(named: roles),
      rules: rules, models: models?.models ?? [], measure: count)
    selection.memory = memory.bytes
    return selection
  }
}

extension Selection.Measure: ExpressibleByArgument {}
