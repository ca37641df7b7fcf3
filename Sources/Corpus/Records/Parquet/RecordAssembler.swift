/// Puts the columns of one row group together to records and their captions.
///
/// A record is staged before it is appended, so that one that is left out or bad leaves no trace, and so that of several
/// shapes that its columns have the first with text is read.
/// Belongs to one task.
final class RecordAssembler {
  private let plan: ReadPlan
  private let reading: ReadingOptions
  private let cursors: [any LeafCursor]
  private let rows: Int
  private var done = 0
  private var writer: CaptionWriter

  private struct Staged {
    let start: Int
    let end: Int
    let role: Role
    /// The shapes that read it, and those that the record has where this text is, a bit for each.
    let readers: UInt64
    let makers: UInt64
  }
  private var staged: [Staged] = []
  /// Answers of which a number tells one, each with its place in its list, and that number with its column's bits.
  private var options: [(staged: Staged, place: Int)] = []
  private var chosen: (option: Int, readers: UInt64, makers: UInt64)?
  private var turns = TurnsText()
  private var surrogates = 0
  private let text = PaddedBuffer(capacity: 16 << 10)
  private var problem: ShardFault.Reason?
  private var roles: [Role] = []

  /// What a staged caption costs besides its text, against the bound on a record.
  private static let captionCost = 32

  /// Makes an assembler of a row group with a cursor for each of the plan's columns, in their order.
  init(plan: ReadPlan, options: ReadingOptions, cursors: [any LeafCursor], rows: Int) {
    self.plan = plan
    self.reading = options
    self.cursors = cursors
    self.rows = rows
    writer = CaptionWriter(rule: options.rule)
  }

  /// Appends the row group's next record.
  ///
  /// - Returns: whether there was one; false after the last.
  func next(into batch: CaptionBatch) throws -> Bool {
    guard done < rows else {
      for cursor in cursors where try cursor.peek() != ColumnCursor.end {
        throw cursor.fault("it has more records than the row group's \(rows) rows")
      }
      return false
    }
    for cursor in cursors where try cursor.peek() != 0 {
      throw cursor.fault("it has \(done) records where the row group has \(rows) rows")
    }
    done += 1
    staged.removeAll(keepingCapacity: true)
    options.removeAll(keepingCapacity: true)
    chosen = nil
    surrogates = 0
    text.removeAll()
    problem = nil
    var isExcluded = false
    if let status = plan.status {
      let value = try cursors[status].next()
      isExcluded = !(value.map { DownloadStatus.isSuccess($0) } ?? false)
    }
    for group in plan.groups { try stage(group) }
    choose()
    if isExcluded {
      batch.excludeRecord()
    } else if let problem {
      guard reading.skipsBadRecords else {
        throw ShardFault(problem, at: .record(batch.position + 1))
      }
      batch.skipRecords()
    } else {
      batch.beginRecord()
      batch.replaceSurrogates(surrogates)
      for caption in staged {
        let bytes = UnsafeRawBufferPointer(rebasing: text.bytes[caption.start..<caption.end])
        try writer.append(bytes, role: caption.role, to: batch)
      }
    }
    return true
  }

  /// Stages one list's elements, column beside column, so that a conversation's turns stay in order.
  private func stage(_ group: ReadPlan.Group) throws {
    guard let first = group.texts.first else { return }
    var position = 0
    while true {
      roles.removeAll(keepingCapacity: true)
      for column in group.roles {
        roles.append(try role(from: cursors[column], isTurn: group.level > 0))
      }
      for text in group.texts {
        let role: Role
        switch text.role {
        case .fixed(let known): role = known
        case .beside(let index): role = roles[index]
        }
        try stage(text, role: role, level: group.level)
      }
      guard group.level > 0 else { return }
      let next = try cursors[first.column].peek()
      for column in group.roles + group.texts.map(\.column) {
        guard try cursors[column].peek() == next else {
          throw cursors[column].fault("its lists have other lengths than those of the column beside it")
        }
      }
      if next <= 0 { return }
      position += 1
    }
  }

  private func role(from cursor: any LeafCursor, isTurn: Bool) throws -> Role {
    guard let name = try cursor.next() else { return .caption }
    return Conversations.role(of: name, isTurn: isTurn)
  }

  /// Stages a column's values up to the next entry at or above a level.
  private func stage(_ wanted: ReadPlan.Text, role: Role, level: Int) throws {
    let cursor = cursors[wanted.column]
    var isFirst = true
    var place = -1
    repeat {
      if !wanted.positions.isEmpty { try count(cursor, wanted.column) }
      place += 1
      guard let value = try cursor.next(), isWanted(wanted) else { continue }
      switch wanted.use {
      case .text where wanted.joins && !isFirst: join(value)
      case .text:
        stage(value, role: role, wanted)
        isFirst = staged.isEmpty
      case .turns(let orText): try stageTurns(value, orText: orText, wanted)
      case .option:
        guard admits(value) else { continue }
        options.append((keep(value, role: .assistant, wanted), place))
      case .index: chosen = Self.number(value).map { ($0, wanted.readers, wanted.makers) }
      }
    } while try cursor.peek() > level
  }

  /// Stages the turns of a conversation that is a string of JSON.
  private func stageTurns(_ value: UnsafeRawBufferPointer, orText: Bool, _ wanted: ReadPlan.Text) throws {
    guard TurnsText.mayBe(value) else {
      if orText { stage(value, role: .caption, wanted) }
      return
    }
    guard admits(value) else { return }
    guard UTF8Validation.firstInvalidByte(in: value) == nil else {
      problem = .notUTF8
      return
    }
    do {
      surrogates += try turns.read(value) { stage($0, role: $1, wanted) }
    } catch let fault as ShardFault {
      problem = problem ?? fault.reason
    }
  }

  /// A number of four or eight bytes.
  private static func number(_ value: UnsafeRawBufferPointer) -> Int? {
    switch value.count {
    case 4: Int(Int32(littleEndian: value.loadUnaligned(as: Int32.self)))
    case 8: Int(Int64(littleEndian: value.loadUnaligned(as: Int64.self)))
    default: nil
    }
  }

  /// Leaves what is read: the texts of the first shape of which the record has text.
  private func choose() {
    if let chosen, let option = options.first(where: { $0.place == chosen.option })?.staged {
      staged.append(
        Staged(
          start: option.start, end: option.end, role: .assistant, readers: chosen.readers,
          makers: chosen.makers))
    }
    if plan.hasAlternatives {
      var made: UInt64 = 0
      for text in staged where text.end > text.start { made |= text.makers }
      let reader = made & (0 &- made)
      staged.removeAll { $0.readers & reader == 0 }
    }
    guard problem == nil else { return }
    for caption in staged
    where UTF8Validation.firstInvalidByte(
      in: UnsafeRawBufferPointer(rebasing: text.bytes[caption.start..<caption.end])) != nil
    {
      problem = .notUTF8
      return
    }
  }

  private var counters: [Int: [Int]] = [:]

  /// Keeps count of where in its lists a column's next entry stands.
  private func count(_ cursor: any LeafCursor, _ column: Int) throws {
    let level = try cursor.peek()
    let depth = plan.columns[column].maximumRepetition
    var places = counters[column] ?? Array(repeating: 0, count: depth)
    if level > 0 { places[level - 1] += 1 }
    for deeper in max(level, 0)..<depth { places[deeper] = 0 }
    counters[column] = places
  }

  private func isWanted(_ text: ReadPlan.Text) -> Bool {
    guard !text.positions.isEmpty, let places = counters[text.column] else { return true }
    return zip(text.positions, places).allSatisfy { $0 == nil || $0 == $1 }
  }

  private func stage(_ value: UnsafeRawBufferPointer, role: Role, _ wanted: ReadPlan.Text) {
    if admits(value) { staged.append(keep(value, role: role, wanted)) }
  }

  private func keep(_ value: UnsafeRawBufferPointer, role: Role, _ wanted: ReadPlan.Text) -> Staged {
    let start = text.count
    text.append(value)
    return Staged(
      start: start, end: text.count, role: role, readers: wanted.readers, makers: wanted.makers)
  }

  private func join(_ value: UnsafeRawBufferPointer) {
    guard let last = staged.last else { return }
    guard value.count > 0, admits(value) else { return }
    if last.end > last.start { text.append(UInt8(ascii: " ")) }
    text.append(value)
    staged[staged.count - 1] = Staged(
      start: last.start, end: text.count, role: last.role, readers: last.readers, makers: last.makers)
  }

  /// Whether a value may be staged; else the record has a problem.
  private func admits(_ value: UnsafeRawBufferPointer) -> Bool {
    guard problem == nil else { return false }
    let size = text.count + value.count + (staged.count + options.count + 1) * Self.captionCost
    if size > reading.maximumRecordBytes { problem = .recordTooLarge(limit: reading.maximumRecordBytes) }
    return problem == nil
  }
}
