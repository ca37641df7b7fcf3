import ArgumentParser
import FreqAnalysis

/// What a reading command looks at: class set, corpora, stages and roles.
struct CorpusOptions: ParsableArguments {
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
      "Only captions of this role; can be repeated: caption, human, assistant, system, other, supervised "
        + "(caption and assistant, the text that the loss is computed on; the default) or all.",
      valueName: "role"))
  var roles: [String] = []

  /// The files among what is selected: the class set may be named by its list.
  var files: [String] { classSet.map { [$0] } ?? [] }

  /// The selection that the options say, with the class set found in a database.
  ///
  /// - Parameters:
  ///   - store: The database.
  ///   - rules: The rule sets that are named.
  ///   - models: The models that are named.
  ///   - measure: What is counted; nil: captions with a mention.
  ///   - memory: What hashes of captions may take; nil: as much as by default.
  /// - Returns: The selection.
  /// - Throws: `StoreError`.
  func selection(
    in store: CountStore, rules: [String] = [], models: ModelOptions? = nil, measure: MeasureOptions? = nil,
    memory: MemoryOptions? = nil
  ) throws -> Selection {
    let choice: ClassSetChoice =
      try classSet == nil ? .only : .named(store.classSet(nameOrFile: classSet).name)
    var selection = Selection(
      classSet: choice, corpora: corpora, stages: stages, roles: try Selection.roles(named: roles),
      rules: rules, models: models?.models ?? [], measure: measure?.count ?? .captions)
    if let memory = measure?.memory ?? memory { selection.memory = memory.memory.bytes }
    return selection
  }
}
