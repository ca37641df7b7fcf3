import Corpus

/// One caption of a file of rows, with the classes that it mentions.
struct CaptionRow {
  /// The place of its first row in the file, from 0.
  var row = 0
  var record = 0
  var turn = 0
  /// The indices of the classes, ascending.
  var classes: [Int] = []

  /// Hands on the captions of a file that have one of some roles, in the order of the file.
  ///
  /// - Throws: `ShardError`, `RowOfNoClass`; what `body` throws.
  static func each(
    of source: RowSource.File, roles: Set<Role>, classCount: Int, _ body: (CaptionRow) throws -> Void
  ) throws {
    let file = source.stored
    let wanted = Role.allCases.map(roles.contains)
    var caption = CaptionRow()
    var before = 0
    try RowColumns.read(["role", "class_index", "record", "turn"], of: file, rules: source.rules) { columns in
      for row in 0..<columns.rows where wanted[Int(columns.role(row).rawValue)] {
        let (index, record, turn) = (
          columns.integers[1][row], columns.integers[2][row], columns.integers[3][row]
        )
        guard index < classCount else { throw RowOfNoClass(file: file.path, index: index) }
        if !caption.classes.isEmpty, caption.record == record, caption.turn == turn {
          caption.classes.append(index)
          continue
        }
        if !caption.classes.isEmpty { try body(caption) }
        caption = CaptionRow(row: before + row, record: record, turn: turn, classes: [index])
      }
      before += columns.rows
    }
    if !caption.classes.isEmpty { try body(caption) }
  }
}
