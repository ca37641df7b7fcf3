import ArgumentParser
import FreqAnalysis

/// What a reading command looks at: class set, corpora, stages, roles, and rule sets.
struct SelectionOptions: ParsableArguments {
  @OptionGroup var corpus: CorpusOptions

  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp(
      "Only counts by this rule set: word, 'word,longest', paper, imported, or the first digits of its id; "
        + "if repeated, the rule sets are pooled.", valueName: "rules"))
  var rules: [String] = []

  /// The class set that was named, or the file it was made from.
  var classSet: String? { corpus.classSet }
  /// The corpora that were named.
  var corpora: [String] { corpus.corpora }
  /// The stages that were named.
  var stages: [String] { corpus.stages }
  /// The roles that were named.
  var roles: [String] { corpus.roles }
  /// The files among what is selected.
  var files: [String] { corpus.files }

  /// The selection that the options say; see `CorpusOptions`.
  func selection(
    in store: CountStore, models: ModelOptions? = nil, measure: MeasureOptions? = nil,
    memory: MemoryOptions? = nil
  ) throws -> Selection {
    try corpus.selection(in: store, rules: rules, models: models, measure: measure, memory: memory)
  }
}
