/// From what a result was made: what stands beside an exported file.
public struct Provenance: Sendable {
  /// What was selected.
  public var selection: ResolvedSelection
  /// What the corpora hold.
  public var corpora: [CorpusSummary]
  /// The version of the program.
  public var toolVersion: ProgramVersion
  /// The instructions and libraries that it uses.
  public var features = ProgramFeatures.current
  /// The command line, word by word.
  public var command: [String]
  /// What the notebook's join assumes, where the result was joined so.
  public var asPublished: [String]?

  /// Asks the database what a selection's corpora hold.
  public init(
    of selection: ResolvedSelection, in store: CountStore, toolVersion: ProgramVersion, command: [String]
  ) throws {
    self.selection = selection
    corpora = try store.summaries(selection)
    self.toolVersion = toolVersion
    self.command = command
  }

  /// As JSON: tool with its commit and features, command, class set, roles, measure, models, and each corpus with its rule set and digests.
  public var json: JSONValue {
    [
      "tool": "corpus-tool", "tool_version": .text(toolVersion.number),
      "tool_commit": .init(toolVersion.commit), "tool_features": features.json,
      "command": .list(command.map(JSONValue.text)),
      "class_set": .text(selection.classSet.name),
      "class_set_digest": .text(selection.classSet.digest.hex),
      "roles": .list(selection.roles.sorted { $0.rawValue < $1.rawValue }.map { .text($0.name) }),
      "count": .text(selection.measure.rawValue),
      "as_published": asPublished.map { .list($0.map(JSONValue.text)) } ?? .null,
      "models": .list(
        selection.models.map {
          [
            "model": .text($0.name), "source": .text($0.source),
            "trained_on": .list($0.trainedOn.map(JSONValue.text)),
          ]
        }),
      "corpora": .list(
        corpora.map { corpus in
          [
            "corpus": .text(corpus.corpus), "stage": .text(corpus.stage), "rule_set": .text(corpus.rules),
            "rule_set_digest": .text(corpus.rulesDigest.hex), "shards": .integer(corpus.shards),
            "records": .integer(corpus.records), "captions": .integer(corpus.captions.total),
            "shards_digest": .text(corpus.contentDigest.hex),
          ]
        }),
    ]
  }
}
