/// The counts of two rule sets side by side: per class what differs and by how much, in captions.
public struct RuleComparison: Sendable {
  /// The first rule set's name, as it was asked for.
  public var first: String
  /// The second rule set's name, as it was asked for.
  public var second: String
  /// Each class whose captions differ, the largest difference first, then by index.
  public var differences: [Difference]
  /// Captions with a mention, added up over all classes, under each rule.
  public var totals: (first: Int, second: Int)
  /// The correlations under each rule; empty where the database has no model.
  public var correlations: [(rules: String, correlations: [FrequencyCorrelation])]
  /// What a person should know.
  public var notes: [SelectionNote]

  /// One class that the rules count differently.
  public struct Difference: Sendable, Hashable {
    /// The class's index.
    public var classIndex: Int
    /// The name of the class.
    public var name: String
    /// Captions under the first rule; nil: unknown.
    public var first: Int?
    /// The number of captions under the second rule.
    public var second: Int?
  }

  /// Compares what a selection counts under two rules, whichever rules it names itself.
  ///
  /// - Throws: `StoreError` where a rule has no counts in the selection, or where what was counted under the two rules is not
  ///   the same text: their difference would be taken for one of the rules.
  /// - Complexity: that of two pooled queries for the counts and two for each model's correlation.
  public init(_ first: String, _ second: String, of selection: Selection, in store: CountStore) throws {
    (self.first, self.second) = (first, second)
    let selections = [first, second].map { rules in
      var one = selection
      one.rules = [rules]
      one.measure = .captions
      return one
    }
    let resolved = try selections.map { try store.resolve($0, grouping: .pooled) }
    try Self.checkSameText(resolved.map(\.pools), [first, second], in: store)
    let answers = try resolved.map { try store.frequencies($0) }
    notes = resolved[1].notes
    correlations = []
    for (rules, selection) in zip([first, second], selections)
    where try !store.models(of: resolved[0].classSet).isEmpty {
      correlations.append(
        (rules, try PointQuery(selection: selection, usesOwnCorpora: false).ask(store).correlations))
    }
    let names = answers[0].classNames
    let columns = answers.map { $0.groups.first?.values.map(\.captions) ?? [] }
    let sums = try columns.map { try $0.reduce(0) { try StoredCount.sum($0, $1 ?? 0) } }
    totals = (sums[0], sums[1])
    differences = zip(columns[0], columns[1]).enumerated().compactMap { index, pair in
      pair.0 == pair.1
        ? nil : Difference(classIndex: index, name: names[index], first: pair.0, second: pair.1)
    }.sorted { one, two in
      let (a, b) = (abs((one.first ?? 0) - (one.second ?? 0)), abs((two.first ?? 0) - (two.second ?? 0)))
      return a == b ? one.classIndex < two.classIndex : a > b
    }
  }

  /// Checks that each corpus was counted from the same shards, read alike, under both rules; of imported counts nobody knows.
  private static func checkSameText(
    _ pools: [[ResolvedSelection.Pool]], _ rules: [String], in store: CountStore
  ) throws {
    guard pools.joined().allSatisfy({ $0.rules.matching != nil }) else { return }
    let texts = try pools.map { pools in
      try pools.reduce(into: [[UInt8]: Set<[UInt8]>]()) { texts, pool in
        texts[Array(pool.corpus.name.utf8)] = Set(
          try store.shards(of: pool).map { Array("\($0.digest.hex) \($0.readingRule)".utf8) })
      }
    }
    var (corpora, same): ([StoreError.UnequalCorpus], [String]) = ([], [])
    for name in Set(texts[0].keys).union(texts[1].keys).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let (one, two) = (texts[0][name] ?? [], texts[1][name] ?? [])
      let corpus = String(decoding: name, as: UTF8.self)
      if one == two {
        same.append(corpus)
      } else {
        corpora.append(
          .init(corpus: corpus, onlyFirst: one.subtracting(two).count, onlySecond: two.subtracting(one).count)
        )
      }
    }
    if !corpora.isEmpty { throw StoreError.notTheSameText(rules: rules, corpora: corpora, same: same) }
  }

  /// The classes that differ: `class_index,class,first,second,difference`, the rules' names as the columns' headings.
  public var table: Table {
    Table(
      columns: [
        .init("class_index", .ordinal), .init("class", .text), .init("first", .integer, heading: first),
        .init("second", .integer, heading: second), .init("difference", .integer),
      ],
      rows: differences.map { difference in
        let change = difference.first.flatMap { first in difference.second.map { $0 - first } }
        return [
          .integer(difference.classIndex), .text(difference.name), Table.Value(difference.first),
          Table.Value(difference.second), Table.Value(change),
        ]
      })
  }

  /// The finding in sentences: the totals, and each model's coefficients under both rules.
  public var sentences: [String] {
    let classes =
      "\(NumberText.grouped(differences.count)) "
      + (differences.count == 1 ? "class differs" : "classes differ")
    var lines = [
      "captions with a mention, over all classes: \(NumberText.grouped(totals.first)) by \(first), "
        + "\(NumberText.grouped(totals.second)) by \(second)\(share); \(classes)"
    ]
    for (rules, correlations) in correlations {
      for correlation in correlations {
        lines.append(
          "\(correlation.model) under \(rules): Spearman's rho \(Self.text(correlation.spearman.value?.coefficient)), "
            + "Pearson's r of the raw count \(Self.text(correlation.pearsonRaw.value?.coefficient))")
      }
    }
    return lines
  }

  /// How much of the larger total the other rule misses.
  private var share: String {
    let (less, most) = (min(totals.first, totals.second), max(totals.first, totals.second))
    guard less < most else { return "" }
    let missed = Double(most - less) / Double(most) * 100
    let rule = totals.first < totals.second ? first : second
    return "; \(rule) has \(NumberText.grouped(most - less)) fewer, \((missed * 10).rounded() / 10) %"
  }

  private static func text(_ value: Double?) -> String {
    value.map { "\(($0 * 10_000).rounded() / 10_000)" } ?? "undefined"
  }
}
