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

  /// The index of the class that a row's key stands for.
  ///
  /// - Throws: `StoreError.outOfRange` where it is none of the class set's, as in a database that somebody has altered.
  func index(ofClass key: Int64) throws -> Int {
    guard let index = knownIndex(ofClass: key) else {
      throw StoreError.outOfRange(what: "a class in the database")
    }
    return index
  }

  /// The index of the class that a row's key stands for; nil where it is none of the class set's.
  func knownIndex(ofClass key: Int64) -> Int? {
    let (index, overflows) = key.subtractingReportingOverflow(firstClass)
    return overflows || index < 0 || index >= Int64(classCount) ? nil : Int(index)
  }

  /// The flat index of a term; nil where the class has no such term.
  func term(_ position: Int, of index: Int) -> Int? {
    position >= 0 && position < termCount(index) ? termStarts[index] + position : nil
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
      database,
      sql: """
        SELECT id, term_count, (SELECT count(*) FROM term WHERE term.class = class.id) FROM class
        WHERE class_set = ? ORDER BY class_index
        """, arguments: [classSet])
    while let row = try cursor.next() {
      let key: Int64 = row[0]
      if first == nil { first = key }
      let count: Int = row[1]
      // What follows counts on keys without a gap, and makes room for as many terms as are said to be there.
      guard count == row[2], let first,
        key.subtractingReportingOverflow(first).partialValue == starts.count - 1
      else {
        throw StoreError.outOfRange(what: "a class in the database")
      }
      several = several || count > 1
      starts.append((starts.last ?? 0) + count)
    }
    guard let first else { throw StoreError.outOfRange(what: "a class set in the database") }
    let layout = ClassLayout(firstClass: first, termStarts: starts, hasSeveralTerms: several)
    layouts.withLock { $0[classSet] = layout }
    return layout
  }
}
