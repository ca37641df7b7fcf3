/// The counts of each corpus of a selection, weights aside: what is asked for how long a tail is.
public struct CountTails: Sendable {
  /// The counts of each corpus under its name.
  public var corpora: [(name: String, counts: [Int])]
  /// The class index of each count; the positions themselves where empty.
  public var classes: [[Int]]
  /// What the counts are: `captions` or `mentions`.
  public var unit: String

  /// Makes tails of counts.
  public init(_ corpora: [(name: String, counts: [Int])], classes: [[Int]] = [], unit: String = "captions") {
    self.corpora = corpora
    self.classes = classes
    self.unit = unit
  }

  /// Asks a database; with what a person should know about the selection.
  ///
  /// - Throws: `StoreError`.
  static func asked(_ selection: Selection, of store: CountStore) throws -> (
    tails: Self, notes: [SelectionNote]
  ) {
    let frequencies = try store.frequencies(store.resolve(selection, grouping: .corpus))
    var corpora: [(name: String, counts: [Int])] = []
    var classes: [[Int]] = []
    for group in frequencies.groups {
      let known = group.values.indices.filter { group.values[$0].count(selection.measure) != nil }
      corpora.append((group.label, known.map { group.values[$0].count(selection.measure) ?? 0 }))
      classes.append(known)
    }
    return (Self(corpora, classes: classes, unit: selection.measure.rawValue), frequencies.notes)
  }
}
