/// Whether a lone object is a record, or holds lists of records.
struct JSONContainerLook {
  let fields: [SeenField]
  let rule: ReadingRule
  /// Whether the object is known to its end, and holds several columns, of which the fields may show only the first.
  let areColumns: Bool

  /// Shapes of a record that outweigh a list of records with text beside them.
  private static let strong: Set<String> = [
    "conversations", "messages", "texts of user and assistant", "caption", "captions",
  ]

  /// Whether the object is read list by list; `record` is what is text in it when it is a record, nil for nothing.
  func isContainer(record: TextChoice?) -> Bool {
    let lists = Set(fields.compactMap { $0.steps.count > 1 && $0.steps[1] == .each ? $0.steps[0] : nil })
    guard !lists.isEmpty else { return false }
    guard let record else { return true }
    if !rule.textFields.isEmpty {
      // A field beside the lists is a record's.
      return record.texts.allSatisfy { text in
        guard text.steps.count > 1, text.steps[1] == .each, case .key(let key) = text.steps[0] else {
          return false
        }
        return !["conversations", "conversation", "messages", "texts", "text_list"].contains(key.lowercased())
      }
    }
    // A column of captions beside other columns.
    if record.texts.count == 1, ["caption", "captions"].contains(record.shape), lists.count > 1 || areColumns,
      lists.contains(record.texts[0].steps[0])
    {
      return true
    }
    if Self.strong.contains(record.shape) { return false }
    // Text of its own makes it a record, as it would be one among many; but a data set has a title, too.
    let isRecord = record.texts.contains { text in
      guard case .fixed(let role) = text.role, !text.isCompanion else { return false }
      return Role.supervised.contains(role) && text.steps.count == 1
    }
    if isRecord, record.shape != "title and description" { return false }
    return lists.contains { list in
      let below = fields.compactMap { field -> SeenField? in
        guard field.steps.count > 2, field.steps[0] == list, field.steps[1] == .each else { return nil }
        return SeenField(
          steps: Array(field.steps.dropFirst(2)), strings: field.strings, blanks: field.blanks,
          example: field.example)
      }
      guard !record.texts.contains(where: { $0.steps.first == list }) else { return false }
      return TextFields.choose(from: below, rule: rule) != nil
    }
  }
}
