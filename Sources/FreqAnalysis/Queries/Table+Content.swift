extension Table {
  /// Corpora, one row for each of their rule sets; what is unknown of imported counts is missing.
  public static func corpora(_ corpora: [DatabaseContent.CorpusUse]) -> Table {
    var table = Table(columns: [
      .init("corpus", .text), .init("stage", .text), .init("class_set", .text), .init("rule_set", .text),
      .init("shards", .integer), .init("captions", .integer), .init("failed", .integer),
      .init("records", .integer, isDetail: true), .init("text_bytes", .integer, isDetail: true),
      .init("rule_set_id", .text, isDetail: true),
    ])
    for use in corpora {
      func counted(_ number: Int) -> Value { use.isImported ? .missing : .integer(number) }
      table.append([
        .text(use.corpus), .text(use.stage), .init(use.classSet), .init(use.rules), counted(use.shards),
        .init(use.classSet == nil ? 0 : use.captions), counted(use.failed), counted(use.records),
        counted(use.textBytes), .init(use.rulesID),
      ])
    }
    return table
  }

  /// Models, one row for each of their class sets; `trained_on` has the corpora's names joined by `+`, and is missing where
  /// they are unknown.
  public static func models(_ models: [DatabaseContent.ModelUse]) -> Table {
    var table = Table(columns: [
      .init("model", .text), .init("class_set", .text), .init("classes", .integer),
      .init("mean_accuracy", .real, heading: "accuracy"), .init("trained_on", .text),
      .init("answers", .integer, isDetail: true), .init("source", .text),
    ])
    for use in models {
      table.append([
        .text(use.model), .text(use.classSet), .integer(use.classes), .init(use.meanAccuracy),
        .init(use.trainedOn.isEmpty ? nil : use.trainedOn.joined(separator: "+")), .init(use.answers),
        .text(use.source),
      ])
    }
    return table
  }
}

extension DatabaseContent {
  /// A table with the key that stands for it in JSON and the heading above it.
  public struct Section: Sendable, Hashable {
    /// The key in JSON.
    public var key: String
    /// The heading for people.
    public var title: String
    /// The rows.
    public var table: Table
  }

  /// Class sets, corpora and models, a table each, also where one has no rows.
  public var sections: [Section] {
    [
      Section(key: "class_sets", title: "Class sets", table: .classSets(classSets)),
      Section(key: "corpora", title: "Corpora", table: .corpora(corpora)),
      Section(key: "models", title: "Models", table: .models(models)),
    ]
  }

  /// One object, with a list for each section.
  public var json: JSONValue {
    .object(sections.map { JSONValue.Member($0.key, JSONValue($0.table)) })
  }

  /// All of it in one table, for a file of rows: `kind` is `class_set`, `corpus` or `model`, and a column that a kind
  /// does not have is missing.
  public var table: Table {
    var table = Table(columns: [
      .init("kind", .text), .init("name", .text), .init("class_set", .text), .init("stage", .text),
      .init("rule_set", .text), .init("classes", .integer), .init("shards", .integer),
      .init("captions", .integer), .init("failed", .integer), .init("mean_accuracy", .real),
      .init("source", .text),
    ])
    for set in classSets {
      table.append([
        "class_set", .text(set.name), .text(set.name), nil, nil, .integer(set.classCount), nil, nil, nil, nil,
        .init(set.source),
      ])
    }
    for use in corpora {
      table.append([
        "corpus", .text(use.corpus), .init(use.classSet), .text(use.stage), .init(use.rules), nil,
        use.isImported ? nil : .integer(use.shards), .init(use.classSet == nil ? 0 : use.captions),
        use.isImported ? nil : .integer(use.failed), nil, nil,
      ])
    }
    for use in models {
      table.append([
        "model", .text(use.model), .text(use.classSet), nil, nil, .integer(use.classes), nil, nil, nil,
        .init(use.meanAccuracy), .text(use.source),
      ])
    }
    return table
  }
}
