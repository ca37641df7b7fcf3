import Corpus

/// The question of `query`: which frequencies, split how, of which classes.
public struct FrequencyQuery: Sendable {
  /// The counts that are looked at.
  public var selection: Selection
  /// How it is split.
  public var grouping: Grouping
  /// Which classes are shown.
  public var choice: FrequencyChoice
  /// Whether what was judged is shown beside the counts; not by shard or term.
  public var showsPrecision = false

  /// Makes a question.
  public init(selection: Selection, grouping: Grouping = .pooled, choice: FrequencyChoice = .all) {
    self.selection = selection
    self.grouping = grouping
    self.choice = choice
  }

  /// The table and what a person should know about it.
  public struct Answer: Sendable {
    /// The table.
    public var table: Table
    /// What a person should know.
    public var notes: [SelectionNote]
    /// What a person should know of what was judged, as sentences.
    public var auditNotes: [String] = []
    /// Whether precision was asked for and nothing was judged.
    public var isUnjudged = false
  }

  /// Asks a database.
  public func ask(_ store: CountStore) throws -> Answer {
    var resolved = try store.resolve(selection, grouping: grouping)
    resolved.tellOfMentions()
    let measure = selection.measure
    switch grouping {
    case .pooled, .corpus, .stage, .role:
      let frequencies = try store.frequencies(resolved)
      var answer = Answer(
        table: .frequencies(frequencies, by: grouping, measure: measure, choice: choice),
        notes: frequencies.notes)
      if showsPrecision {
        let findings = try store.auditFindings(resolved)
        answer.table = answer.table.with(findings, group: grouping == .pooled ? nil : grouping.rawValue)
        (answer.auditNotes, answer.isUnjudged) = (findings.notes, findings.isUnjudged)
      }
      return answer
    case .term:
      return Answer(
        table: .frequencies(
          ofTerms: try store.termFrequencies(resolved), classCount: resolved.classSet.classCount,
          measure: measure, choice: choice), notes: resolved.notes)
    case .shard:
      var rows: [ShardFrequency] = []
      try store.forEachShardFrequency(resolved) { rows.append($0) }
      return Answer(
        table: .frequencies(
          ofShards: rows, classNames: try store.load(resolved.classSet).classes.map(\.name),
          measure: measure, choice: choice), notes: resolved.notes)
    }
  }

  /// Finds the classes that names mean: by name (each of its twins), identifier or alias.
  ///
  /// Throws `UnknownClass` where one means none.
  public static func classes(named names: [String], in classSet: ClassSet) throws -> FrequencyChoice {
    let join = NameJoin(classSet)
    var indices: [Int] = []
    for name in names {
      guard let match = join.match(name, words: true) else {
        throw UnknownClass(
          name: name, classSet: classSet.name,
          near: NearMiss.names(near: name, among: classSet.classes.map(\.name)))
      }
      for index in match.classes where !indices.contains(index) { indices.append(index) }
    }
    return .classes(indices)
  }
}

/// A name that no class of the class set has.
public struct UnknownClass: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name.
  public var name: String
  /// The class set.
  public var classSet: String
  /// Names that it may have been meant for.
  public var near: [String]

  /// The error as a sentence.
  public var description: String {
    let meant = near.isEmpty ? "" : "; did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"
    return "the class set `\(classSet)` has no class `\(name)`" + meant
  }
}
