import Corpus

/// The rows that a shard's counts become: one for each role and class that is not zero, its terms inside it.
struct ShardRows {
  struct Row: Equatable {
    var role: Int
    var index: Int
    var captions: Int
    /// Mentions beyond the first of a caption.
    var repeats: Int
    /// The terms' counts, numbers with commas between; nil where all are of the first term.
    var terms: String?
  }

  /// The rows in the order of their key.
  let rows: [Row]

  /// Checks counts and puts them in order.
  ///
  /// - Throws: `StoreError.outOfRange` for an index outside the class set, a row that occurs twice, a count of
  ///   zero, fewer mentions than captions, more captions than the role has, or terms of a class that has no row.
  init(_ counts: ClassSetCounts, of captions: RoleCounts, layout: ClassLayout) throws {
    typealias Count = ClassSetCounts.Count
    func ordered(_ rows: [Count], below limit: Int, what: String) throws -> [Count] {
      let sorted = rows.sorted { ($0.role.rawValue, $0.index) < ($1.role.rawValue, $1.index) }
      for (position, row) in sorted.enumerated() {
        guard row.index >= 0, row.index < limit, row.captions > 0, row.captions <= captions[row.role],
          row.mentions >= row.captions,
          position == 0 || sorted[position - 1].role != row.role || sorted[position - 1].index != row.index
        else { throw StoreError.outOfRange(what: "a count of \(what) \(row.index)") }
      }
      return sorted
    }
    let classes = try ordered(counts.classes, below: layout.classCount, what: "class")
    let terms = try ordered(counts.terms, below: layout.termStarts.last ?? 0, what: "term")
    var next = 0
    rows = classes.map { count in
      var row = Row(
        role: Int(count.role.rawValue), index: count.index, captions: count.captions,
        repeats: count.mentions - count.captions, terms: nil)
      guard layout.termCount(count.index) > 1 else { return row }
      let start = layout.termStarts[count.index]
      let end = layout.termStarts[count.index + 1]
      let first = next
      while next < terms.count, terms[next].role == count.role, terms[next].index >= start,
        terms[next].index < end
      {
        next += 1
      }
      let own = terms[first..<next]
      if own.count == 1, let only = own.first, only.index == start, only.mentions == count.mentions,
        only.captions == count.captions
      {
        return row
      }
      var text = ""
      for term in own {
        if !text.utf8.isEmpty { text += "," }
        text += "\(term.index - start),\(term.captions),\(term.mentions - term.captions)"
      }
      row.terms = text
      return row
    }
    guard next == terms.count else {
      throw StoreError.outOfRange(
        what: "a count of term \(terms[next].index), whose class has none or one term,")
    }
  }
}
