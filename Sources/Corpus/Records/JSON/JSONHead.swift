/// What the first bytes of a JSON shard say: its layout, and which fields are text.
struct JSONHead {
  let layout: TextLayout
  /// Which fields are text; nil for an object while none of its lists that were seen has text.
  let choice: TextChoice?
  /// Where the first value starts.
  let start: Int
  /// Whether the values of an object's members are the records.
  let isMap: Bool
  /// Whether it is an object of lists that are all empty, and so has no record.
  private(set) var isEmpty = false
  /// The records of a table by columns, where its texts lie in several of them; then they are what is read.
  private(set) var rows: PeekedStream?
  /// Which column of a table by columns is read, where all are known.
  private(set) var columns: JSONColumns?

  /// Looks at a stream, whose bytes can be had once more from `again`; nil where it is no JSON. Lines of strings are JSON only
  /// where `mayBeStrings` says so.
  init?(
    _ stream: PeekedStream, options: ReadingOptions, head: Int, engine: ReadingKernels = .best,
    mayBeStrings: Bool = false, again: (() throws -> any ByteStream)? = nil
  ) throws {
    var surveyed: TextChoice?
    switch try JSONTableRows.look(stream, options: options, head: head, engine: engine, again: again) {
    case .rows(let table):
      (layout, choice, start, isMap, rows) = (.jsonObject, table.choice, 0, false, table.stream)
      return
    case .columns(let known, let choice):
      (layout, self.choice, start, isMap, columns) = (.jsonObject, choice, 0, false, known)
      return
    case .none(let known, let choice): (columns, surveyed) = (known, choice)
    }
    var wanted = head
    while true {
      let held = try stream.peek(wanted)
      // The look at a table may have come further.
      let bytes = UnsafeRawBufferPointer(rebasing: held.prefix(wanted))
      let look = JSONLook(
        bytes, isComplete: stream.endIsInSight && bytes.count == held.count, options: options,
        columns: columns, mayBeStrings: mayBeStrings)
      guard let start = look.start else { return nil }
      if let found = try look.find() {
        let isOfLists = found.layout == .jsonObject && !found.isMap
        (layout, choice) = (found.layout, found.choice ?? (isOfLists ? surveyed : nil))
        self.start = start
        isMap = found.isMap
        isEmpty = found.isEmpty
        return
      }
      if let columns, columns.areColumns {
        // The first columns are long, and have no text.
        (layout, choice, isMap) = (.jsonObject, surveyed, false)
        self.start = start
        return
      }
      // Not even the first value ends here: look further, as far as a record may go.
      guard wanted <= options.maximumRecordBytes else {
        throw ShardFault(.recordTooLarge(limit: options.maximumRecordBytes), at: .record(1))
      }
      wanted = min(wanted * 4, options.maximumRecordBytes + 1)
    }
  }
}

/// One look at the first bytes of a JSON shard.
private struct JSONLook {
  private let bytes: UnsafeRawBufferPointer
  private let isComplete: Bool
  private let options: ReadingOptions
  private let columns: JSONColumns?
  /// Where the first value starts; nil where it is no object or list.
  let start: Int?

  init(
    _ bytes: UnsafeRawBufferPointer, isComplete: Bool, options: ReadingOptions, columns: JSONColumns?,
    mayBeStrings: Bool
  ) {
    self.bytes = bytes
    self.isComplete = isComplete
    self.options = options
    self.columns = columns
    start = Self.start(bytes) ?? (mayBeStrings ? Self.startOfStrings(bytes) : nil)
  }

  /// Where a string starts that is all of the first line; nil where none is.
  private static func startOfStrings(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let start = JSONSpace.skipMark(bytes, 0)
    guard start < bytes.count, bytes[start] == UInt8(ascii: "\""),
      let end = try? JSONWalker(plan: JSONPlan(nil)).string(bytes, start + 1).end
    else { return nil }
    let next = JSONSpace.skip(bytes, end + 1)
    return next == bytes.count || bytes[end + 1..<next].contains(10) ? start : nil
  }

  /// What one look found.
  struct Found {
    let layout: TextLayout
    let choice: TextChoice?
    var isMap = false
    var isEmpty = false

    init(_ layout: TextLayout, _ choice: TextChoice?, isMap: Bool = false) {
      (self.layout, self.choice, self.isMap) = (layout, choice, isMap)
    }

    /// An object of no records.
    static let empty: Found = {
      var found = Found(.jsonObject, TextChoice(shape: "empty", texts: []))
      found.isEmpty = true
      return found
    }()
  }

  /// The first value's start, where it opens as an object or a list of objects, lists or strings does.
  private static func start(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let start = JSONSpace.skipMark(bytes, 0)
    guard start < bytes.count else { return nil }
    let next = JSONSpace.skip(bytes, start + 1)
    let inside = next < bytes.count ? bytes[next] : 0
    switch bytes[start] {
    case UInt8(ascii: "{"): return "\"}".utf8.contains(inside) || inside == 0 ? start : nil
    case UInt8(ascii: "["): return "\"{[]".utf8.contains(inside) || inside == 0 ? start : nil
    default: return nil
    }
  }

  /// The layout and the choice; nil where more bytes are needed.
  func find() throws -> Found? {
    guard let start else { return nil }
    var walker = JSONWalker(plan: JSONPlan(nil))
    let isList = bytes[start] == UInt8(ascii: "[")
    let end: Int
    do throws(JSONFault) {
      end = try walker.walk(bytes, from: start)
    } catch .unfinished {
      return try isList
        ? list(start) : object(start, isOverLines: bytes[start...].contains(10), isWhole: false)
    } catch {
      return try isList ? list(start) : Found(.jsonLines, values(byLine: true))
    }
    let isOverLines = bytes[start..<end].contains(10)
    let next = JSONSpace.skip(bytes, end)
    if next == bytes.count {
      guard isComplete else { return nil }
      return try isList ? list(start) : object(start, isOverLines: isOverLines, isWhole: true)
    }
    let isSameLine = !bytes[end..<next].contains(10)
    let opens = bytes[next] == bytes[start]
    let layout: TextLayout = isOverLines || (isSameLine && opens) ? .jsonValues : .jsonLines
    do {
      return Found(layout, try values(byLine: layout == .jsonLines))
    } catch let fault as ShardFault where isSameLine && !opens {
      // The list is one, and what follows it is none of the file's business.
      if case .noTextField = fault.reason {
        throw ShardFault(.invalidJSON(detail: "extra data follows the end of the outermost value"))
      }
      throw fault
    }
  }

  /// One list of records.
  private func list(_ start: Int) throws -> Found? {
    let elements = UnsafeRawBufferPointer(rebasing: bytes[(start + 1)...])
    var brief = JSONSurvey(isBrief: true)
    brief.addElements(elements)
    if brief.records > 0 {
      if let found = try? choice(brief, inList: true) { return Found(.jsonArray, found) }
      var survey = JSONSurvey()
      survey.addElements(elements)
      return Found(.jsonArray, try choice(survey, inList: true))
    }
    // An empty list is a shard of no record, as a table without rows is.
    if brief.sawEnd, brief.fields.isEmpty { return Found(.jsonArray, TextChoice(shape: "empty", texts: [])) }
    if brief.sawEnd { throw ShardFault(.noRecords) }
    if let fault = brief.fault, fault != .unfinished { throw ShardFault(fault.reason, at: .record(1)) }
    if !isComplete { return nil }
    throw ShardFault(.unfinishedJSON, at: .record(1))
  }

  /// One object: a record, or what holds lists of records.
  private func object(_ start: Int, isOverLines: Bool, isWhole: Bool) throws -> Found? {
    var survey = JSONSurvey()
    _ = survey.add(bytes, from: start)
    let record = try? choice(survey, inList: false)
    if record == nil, isWhole, isComplete, Self.isOfEmptyLists(bytes, start) { return .empty }
    if record == nil, let map = JSONMapLook(bytes, from: start, rule: options.rule).choice {
      return Found(.jsonObject, map, isMap: true)
    }
    let look = JSONContainerLook(
      fields: survey.fields, rule: options.rule, areColumns: columns?.areTable ?? false)
    if look.isContainer(record: record)
      || (record == nil && JSONMapLook.hasRecords(inMembersOf: bytes, from: start, rule: options.rule))
    {
      return Found(
        .jsonObject, JSONContainerReader.firstChoice(in: bytes, options: options, columns: columns))
    }
    if record == nil, let rows = JSONMapLook.namedRecords(bytes, from: start, rule: options.rule) {
      return Found(.jsonObject, rows, isMap: true)
    }
    if !isWhole, !isComplete, record == nil { return nil }
    if !isWhole, isComplete, record == nil { throw ShardFault(.unfinishedJSON, at: .record(1)) }
    return Found(isOverLines ? .jsonValues : .jsonLines, try choice(survey, inList: false))
  }

  /// Whether an object has members, all of them lists without an element.
  private static func isOfEmptyLists(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    let walker = JSONWalker(plan: JSONPlan(nil))
    func isAt(_ sign: Character, _ index: Int) -> Bool {
      index < bytes.count && bytes[index] == sign.asciiValue
    }
    var index = start
    repeat {
      index = JSONSpace.skip(bytes, index + 1)
      guard isAt("\"", index), let end = try? walker.string(bytes, index + 1).end else { return false }
      index = JSONSpace.skip(bytes, end + 1)
      guard isAt(":", index) else { return false }
      index = JSONSpace.skip(bytes, index + 1)
      guard isAt("[", index) else { return false }
      index = JSONSpace.skip(bytes, index + 1)
      guard isAt("]", index) else { return false }
      index = JSONSpace.skip(bytes, index + 1)
    } while isAt(",", index)
    return isAt("}", index)
  }

  /// Values one after another, or one a line: what is text in the first of them.
  private func values(byLine: Bool) throws -> TextChoice {
    func survey(isBrief: Bool) throws -> JSONSurvey {
      var survey = JSONSurvey(isBrief: isBrief)
      if byLine { survey.addLines(bytes, isComplete: isComplete) } else { survey.addValues(bytes) }
      if survey.records == 0, let fault = survey.fault { throw ShardFault(fault.reason, at: .record(1)) }
      return survey
    }
    if let found = try? choice(survey(isBrief: true), inList: false) { return found }
    return try choice(survey(isBrief: false), inList: false)
  }

  /// What is text in records.
  private func choice(_ survey: JSONSurvey, inList: Bool) throws -> TextChoice {
    // `[].caption` of a file that is a list is the `caption` of its records.
    let named = options.rule.textFields.map { field in
      let steps = field.path.steps
      return TextFields.Named(
        role: field.role, steps: inList && steps.first == .each ? Array(steps.dropFirst()) : steps,
        name: field.path.description)
    }
    if let found = TextFields.choose(from: survey.fields, named: named) { return found }
    if named.isEmpty, let found = survey.recordAsText() { return found }
    throw TextFields.fault(rule: options.rule, seen: survey.fields.map(\.name))
  }
}
