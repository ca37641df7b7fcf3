/// Members of archives that were passed over since they are of no known kind, by kind: how they are written and read.
struct PassedOver: Equatable {
  /// How many of each kind.
  let byKind: [String: Int]

  init(_ byKind: [String: Int]) { self.byKind = byKind }

  /// The kinds, the most frequent first; of equal ones in the order of their names.
  private var sorted: [(kind: String, count: Int)] {
    byKind.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (kind: $0.key, count: $0.value) }
  }

  /// `{".bin": 3, ".md": 1}`.
  var json: JSONValue { .object(sorted.map { .init($0.kind, .integer($0.count)) }) }

  /// `3 .bin, 1 .md`; empty for none.
  var text: String { sorted.map { "\(NumberText.grouped($0.count)) \($0.kind)" }.joined(separator: ", ") }
}
