import Corpus

/// One caption of a file of rows, with the classes that it mentions.
struct CaptionRow {
  /// The place of its first row in the file, from 0.
  var row = 0
  var record = 0
  var turn = 0
  /// The indices of the classes, in the order of the file.
  var classes: [Int] = []
}

/// Takes the captions of a file one after another.
protocol CaptionTaker {
  mutating func take(_ caption: CaptionRow)
}

extension CaptionTaker {
  /// Takes the captions of a file that have one of some roles, in the order of the file.
  ///
  /// - Throws: `ShardError`, `RowOfNoClass`, `RowsOfOtherRules`.
  mutating func takeAll(of source: RowSource.File, roles: Set<Role>, classCount: Int) throws {
    let file = source.stored
    let wanted = Role.allCases.map(roles.contains)
    var caption = CaptionRow()
    var before = 0
    let reader = try RowReader(["role", "class_index", "record", "turn"], of: file, rules: source.rules)
    while let columns = try reader.next()?.rows {
      let (indices, records, turns) = (columns.integers[1], columns.integers[2], columns.integers[3])
      let isOfAnyRole = columns.haveRoles(roles.contains)
      for row in 0..<columns.rows where isOfAnyRole || wanted[Int(columns.role(row).rawValue)] {
        let (index, record, turn) = (Int(indices[row]), Int(records[row]), Int(turns[row]))
        guard index < classCount else { throw RowOfNoClass(file: file.path, index: index) }
        if caption.record != record || caption.turn != turn || caption.classes.isEmpty {
          if !caption.classes.isEmpty { take(caption) }
          caption.classes.removeAll(keepingCapacity: true)
          (caption.row, caption.record, caption.turn) = (before + row, record, turn)
        }
        caption.classes.append(index)
      }
      before += columns.rows
    }
    if !caption.classes.isEmpty { take(caption) }
  }
}
