import GRDB

/// Where a class set's classes and terms lie: the numbers that turn an index into a row's key and back.
struct ClassLayout: Sendable {
  /// The key of the class with index 0; the others follow.
  let firstClass: Int64
  /// For each class the flat index of its first term, and at the end the number of all terms.
  let termStarts: [Int]

  /// The number of classes.
  var classCount: Int { termStarts.count - 1 }
  /// Whether any class has more than one term.
  let hasSeveralTerms: Bool

  /// The number of terms of a class.
  func termCount(_ index: Int) -> Int { termStarts[index + 1] - termStarts[index] }

  /// The class that a term of the flat list belongs to; the index must be one of the list's.
  ///
  /// - Complexity: O(log *n*) for *n* classes.
  func classIndex(ofTerm term: Int) -> Int {
    var low = 0
    var high = classCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if termStarts[middle] <= term { low = middle } else { high = middle }
    }
    return low
  }
}

extension CountStore {
  /// The layout of a class set; read once, since a class set never changes.
  func layout(of classSet: Int64, in database: Database) throws -> ClassLayout {
    if let known = layouts.withLock({ $0[classSet] }) { return known }
    var first: Int64?
    var starts = [0]
    var several = false
    let cursor = try Row.fetchCursor(
      database, sql: "SELECT id, term_count FROM class WHERE class_set = ? ORDER BY class_index",
      arguments: [classSet])
    while let row = try cursor.next() {
      if first == nil { first = row[0] }
      let count: Int = row[1]
      several = several || count > 1
      starts.append((starts.last ?? 0) + count)
    }
    guard let first else { throw StoreError.outOfRange(what: "a class set in the database") }
    let layout = ClassLayout(firstClass: first, termStarts: starts, hasSeveralTerms: several)
    layouts.withLock { $0[classSet] = layout }
    return layout
  }
}
