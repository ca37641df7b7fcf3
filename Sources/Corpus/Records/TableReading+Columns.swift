/// Which columns of a table are text.
extension TableReading {
  /// A column of text.
  struct TextColumn: Sendable, Equatable {
    var index: Int
    /// The role; nil takes it from the row's role column.
    var role: Role?
    /// Whether its cells are conversations as JSON; where one is none, whether it is a text all the same.
    var turns: Turns?
    /// The shapes that read it, and those that a row has where there is text in it, a bit for each.
    var readers: UInt64 = 1
    var makers: UInt64 = 1
  }

  /// What a cell is that is no JSON, where conversations are looked for.
  enum Turns: Sendable, Equatable {
    case orText, orNothing
  }

  /// The columns of a choice, by the names of all columns.
  static func columns(of choice: TextChoice, names: [String]) -> [TextColumn] {
    var columns: [TextColumn] = []
    let alternatives =
      choice.alternatives.isEmpty ? [choice.texts] : choice.alternatives.prefix(64).map(\.texts)
    for (number, texts) in alternatives.enumerated() {
      let bit: UInt64 = 1 << UInt64(number)
      for text in texts {
        guard case .key(let name)? = text.steps.first,
          let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) })
        else { continue }
        // A column of conversations may be one of texts to another shape.
        let known = columns.firstIndex { $0.index == index && ($0.turns != nil) == (text.role == .inText) }
        if let known, !choice.alternatives.isEmpty {
          columns[known].readers |= bit
          if !text.isCompanion { columns[known].makers |= bit }
          continue
        }
        var column = TextColumn(index: index, readers: bit, makers: text.isCompanion ? 0 : bit)
        if case .fixed(let role) = text.role { column.role = role }
        if text.role == .inText { column.turns = choice.alternatives.isEmpty ? .orText : .orNothing }
        // The cells of a row are no lists of answers.
        if text.role != .option { columns.append(column) }
      }
    }
    return columns
  }

  /// Whether each row is read by the first of several shapes of which it has text.
  var hasAlternatives: Bool { texts.contains { $0.readers > 1 } }
}
