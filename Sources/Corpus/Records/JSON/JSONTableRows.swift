/// The records of a table that JSON holds by columns, where what is text in a record lies in several columns, another one says
/// which records count, or fields are wanted beside it.
///
/// A table of which one column is read needs none of this, and may be larger than a record.
struct JSONTableRows {
  /// What a look at a stream found.
  enum Found {
    /// No table whose rows have to be brought together; which of its columns is read and what of it is text, as far as all
    /// of it was looked at.
    case none(JSONColumns?, TextChoice?)
    /// A table larger than a record, and so none: which of its columns is read, and what of it is text.
    case columns(JSONColumns, TextChoice)
    /// It is read by its rows.
    case rows(JSONTableRows)
  }

  /// The records, one after another.
  let stream: PeekedStream
  /// What is text in them.
  let choice: TextChoice

  /// Looks at a stream, which ends then where rows are found; else nothing is taken.
  ///
  /// An object that does not end within `head` bytes is held as far as a record may go, unless its bytes can be had once
  /// more from `again`: then it is held only where a survey of them says that rows may be needed.
  static func look(
    _ stream: PeekedStream, options: ReadingOptions, head: Int, engine: ReadingKernels,
    again: (() throws -> any ByteStream)? = nil
  ) throws -> Found {
    let most = options.maximumRecordBytes + 1
    var wanted = min(head, most)
    var surveyed = Found.none(nil, nil)
    while true {
      let held = try stream.peek(wanted)
      let bytes = UnsafeRawBufferPointer(rebasing: held.prefix(wanted))
      let start = JSONSpace.skipMark(bytes, 0)
      guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return .none(nil, nil) }
      let isComplete = stream.endIsInSight && bytes.count == held.count && bytes.count < most
      switch JSONTable.look(bytes, from: start, isComplete: isComplete, engine: engine) {
      case .none:
        return isComplete ? .none(JSONColumns(ofObject: bytes, from: start, options: options), nil) : surveyed
      case .unfinished:
        guard !isComplete, wanted < most else { return surveyed }
        if wanted == head, let again {
          switch JSONTableHead.survey(again, options: options, head: head, engine: engine) {
          case .noTable: return surveyed
          case .unknown: break
          case .table(let table):
            let columns = table.columns(options)
            let choice = columns.flatMap { table.choice(options, $0) }
            if let columns, let choice, table.bytes > options.maximumRecordBytes {
              return .columns(columns, choice)
            }
            surveyed = .none(columns, choice)
            guard try table.mayNeedRows(options, head: head, engine: engine) else { return surveyed }
          }
        }
        wanted = min(wanted * 4, most)
      case .table(let table):
        let held = stream.held
        let rows = PeekedStream(JSONRows(table, in: held.buffer, from: held.start, engine: engine))
        guard let choice = try choice(rows, head: head, rule: options.rule),
          options.fields != nil || needsRows(choice, table)
        else {
          return .none(JSONColumns(ofObject: bytes, from: start, options: options), nil)
        }
        stream.leaveHeld()
        return .rows(JSONTableRows(stream: rows, choice: choice))
      }
    }
  }

  /// What is text in the first rows.
  static func choice(_ rows: PeekedStream, head: Int, rule: ReadingRule) throws -> TextChoice? {
    let bytes = try rows.peek(head)
    for isBrief in [true, false] {
      var survey = JSONSurvey(isBrief: isBrief)
      survey.addValues(bytes)
      if let found = TextFields.choose(from: survey.fields, rule: rule) { return found }
    }
    return nil
  }

  /// Whether what is text lies in several columns, depends on another one, or lies in one that is no column of texts.
  static func needsRows(_ choice: TextChoice, _ table: JSONTable) -> Bool {
    let texts = choice.texts + choice.alternatives.flatMap(\.texts)
    let columns = Set(
      texts.compactMap { text -> String? in
        if case .key(let key)? = text.steps.first { key } else { nil }
      })
    return columns.count > 1 || choice.leavesOutFailures || table.data != nil || table.hasWordKeys
      || (table.hasNestedCells && !table.hasKeys)
  }
}
