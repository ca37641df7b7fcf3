/// The records of a table that JSON holds by columns, where what is text in a record lies in several columns.
///
/// A table of which one column is read needs none of this, and may be larger than a record.
struct JSONTableRows {
  /// The records, one after another.
  let stream: PeekedStream
  /// What is text in them.
  let choice: TextChoice

  /// Looks at a stream, which ends then; nil where it is no such table, and nothing is taken.
  init?(_ stream: PeekedStream, options: ReadingOptions, head: Int, engine: ReadingKernels) throws {
    let most = options.maximumRecordBytes + 1
    var wanted = min(head, most)
    while true {
      let held = try stream.peek(wanted)
      let bytes = UnsafeRawBufferPointer(rebasing: held.prefix(wanted))
      let start = JSONSpace.skipMark(bytes, 0)
      guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return nil }
      let isComplete = stream.endIsInSight && bytes.count == held.count && bytes.count < most
      switch JSONTable.look(bytes, from: start, isComplete: isComplete, engine: engine) {
      case .none: return nil
      case .unfinished:
        guard !isComplete, wanted < most else { return nil }
        wanted = min(wanted * 4, most)
      case .table(let table):
        let rows = PeekedStream(JSONRows(table, of: bytes, engine: engine))
        guard let choice = try Self.choice(rows, head: head, rule: options.rule),
          Self.needsRows(choice, table)
        else { return nil }
        stream.skip(bytes.count)
        self.stream = rows
        self.choice = choice
        return
      }
    }
  }

  private static func choice(
    _ rows: PeekedStream, head: Int, rule: ReadingRule
  ) throws -> TextChoice? {
    let bytes = try rows.peek(head)
    for isBrief in [true, false] {
      var survey = JSONSurvey(isBrief: isBrief)
      survey.addValues(bytes)
      if let found = TextFields.choose(from: survey.fields, rule: rule) { return found }
    }
    return nil
  }

  /// Whether what is text lies in several columns, or in one that is no column of texts.
  private static func needsRows(_ choice: TextChoice, _ table: JSONTable) -> Bool {
    let texts = choice.texts + choice.alternatives.flatMap(\.texts)
    let columns = Set(
      texts.compactMap { text -> String? in
        if case .key(let key)? = text.steps.first { key } else { nil }
      })
    return columns.count > 1 || table.data != nil || (table.hasNestedCells && !table.hasKeys)
  }
}
