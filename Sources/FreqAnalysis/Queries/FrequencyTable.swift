import Corpus

/// Which classes a table of frequencies shows, and in which order.
public enum FrequencyChoice: Sendable, Hashable {
  /// Every class, zeros included, in the order of the list.
  case all
  /// The most frequent classes, the most frequent first.
  case top(Int)
  /// The least frequent classes, the least frequent first.
  case bottom(Int)
  /// The classes that are never mentioned.
  case absent
  /// The classes with these indices, in this order.
  case classes([Int])

  /// The classes to show, given each class's count; one whose count is unknown is neither frequent nor rare.
  ///
  /// Classes with the same count stay in the order of the list.
  func indices(_ counts: [Int?]) -> [Int] {
    let known = counts.indices.filter { counts[$0] != nil }
    switch self {
    case .all: return Array(counts.indices)
    case .top(let limit):
      return Array(known.sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }.prefix(limit))
    case .bottom(let limit):
      return Array(known.sorted { (counts[$0] ?? 0, $0) < (counts[$1] ?? 0, $1) }.prefix(limit))
    case .absent: return known.filter { counts[$0] == 0 }
    case .classes(let indices): return indices
    }
  }
}

extension Table {
  /// Frequencies by class; with groups, one row a class and group, the group's column after the class's.
  ///
  /// Classes are ranked by the sum over all groups, so each class that is shown has a row of every group; `absent`
  /// shows the rows that are zero. A count that is unknown is a missing value.
  public static func frequencies(
    _ frequencies: Frequencies, by grouping: Grouping, measure: Selection.Measure, choice: FrequencyChoice
  ) -> Table {
    var table = Table(
      columns: columns(grouping) + (measure == .distinct ? [.init("distinct", .integer)] : []))
    let groups = frequencies.groups
    let totals = frequencies.classNames.indices.map { index -> Int? in
      groups.reduce(0) { sum, group in
        sum.flatMap { sum in group.values[index].count(measure).map { clampedSum(sum, $0) } }
      }
    }
    let indices =
      choice == .absent && grouping != .pooled
      ? Array(frequencies.classNames.indices) : choice.indices(totals)
    for index in indices {
      for group in groups {
        let value = group.values[index]
        if choice == .absent, value.count(measure) != 0 { continue }
        table.append(
          [.integer(index), .text(frequencies.classNames[index])]
            + (grouping == .pooled ? [] : [.text(group.label)])
            + [.init(value.mentions), .init(value.captions)]
            + (measure == .distinct ? [.init(value.distinct)] : []))
      }
    }
    return table
  }

  /// Frequencies by class and term, only those that are not zero, with the term's kind: name, alias or plural.
  public static func frequencies(
    ofTerms rows: [TermFrequency], classCount: Int, measure: Selection.Measure, choice: FrequencyChoice
  ) -> Table {
    let cells = rows.map { row in
      FrequencyCell(
        classIndex: row.classIndex, className: row.className, label: row.term, kind: row.kind.rawValue,
        mentions: row.mentions, captions: row.captions)
    }
    return frequencies(cells, by: .term, classCount: classCount, measure: measure, choice: choice)
  }

  /// Frequencies by class and shard, only those that are not zero.
  public static func frequencies(
    ofShards rows: [ShardFrequency], classNames: [String], measure: Selection.Measure, choice: FrequencyChoice
  ) -> Table {
    let cells = rows.map { row in
      FrequencyCell(
        classIndex: row.classIndex, className: classNames[row.classIndex], label: row.shard,
        mentions: row.mentions, captions: row.captions)
    }
    return frequencies(cells, by: .shard, classCount: classNames.count, measure: measure, choice: choice)
  }

  private struct FrequencyCell {
    var classIndex: Int
    var className: String
    var label: String
    /// A term's kind.
    var kind: String?
    var mentions: Int
    var captions: Int
  }

  private static func frequencies(
    _ cells: [FrequencyCell], by grouping: Grouping, classCount: Int, measure: Selection.Measure,
    choice: FrequencyChoice
  ) -> Table {
    var totals = [Int?](repeating: 0, count: classCount)
    var cellsOfClass = [[Int]](repeating: [], count: classCount)
    for (position, cell) in cells.enumerated() {
      totals[cell.classIndex] =
        clampedSum(totals[cell.classIndex] ?? 0, measure == .captions ? cell.captions : cell.mentions)
      cellsOfClass[cell.classIndex].append(position)
    }
    var table = Table(columns: columns(grouping))
    for index in choice.indices(totals) {
      for position in cellsOfClass[index] {
        let cell = cells[position]
        table.append(
          [.integer(index), .text(cell.className), .text(cell.label)] + (cell.kind.map { [.text($0)] } ?? [])
            + [.integer(cell.mentions), .integer(cell.captions)])
      }
    }
    return table
  }

  /// A sum by which classes are ranked alone, and which ends at the largest number.
  private static func clampedSum(_ left: Int, _ right: Int) -> Int {
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? .max : sum
  }

  private static func columns(_ grouping: Grouping) -> [Column] {
    [.init("class_index", .ordinal, heading: "#"), .init("class", .text)]
      + (grouping == .pooled ? [] : [.init(grouping.rawValue, .text)])
      + (grouping == .term ? [.init("kind", .text)] : [])
      + [.init("mentions", .integer), .init("captions", .integer)]
  }
}
