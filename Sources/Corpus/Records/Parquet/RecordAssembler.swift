/// Puts the columns of one row group together to records and their captions.
///
/// A record is staged before it is appended, so that one that is left out or bad leaves no trace.
/// Belongs to one task.
final class RecordAssembler {
  private let plan: ReadPlan
  private let options: ReadingOptions
  private let cursors: [ColumnCursor]
  private let rows: Int
  private var done = 0
  private var writer: CaptionWriter

  private struct Staged {
    let start: Int
    let end: Int
    let role: Role
  }
  private var staged: [Staged] = []
  private let text = PaddedBuffer(capacity: 16 << 10)
  private var problem: ShardFault.Reason?
  private var roles: [Role] = []

  /// What a staged caption costs besides its text, against the bound on a record.
  private static let captionCost = 32

  /// Makes an assembler of a row group with a cursor for each of the plan's columns, in their order.
  init(plan: ReadPlan, options: ReadingOptions, cursors: [ColumnCursor], rows: Int) {
    self.plan = plan
    self.options = options
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
    text.removeAll()
    problem = nil
    var isExcluded = false
    if let status = plan.status {
      let value = try cursors[status].next()
      isExcluded = !(value.map { DownloadStatus.isSuccess($0) } ?? false)
    }
    for group in plan.groups { try stage(group) }
    if isExcluded {
      batch.excludeRecord()
    } else if let problem {
      guard options.skipsBadRecords else {
        throw ShardFault(problem, at: .record(batch.position + 1))
      }
      batch.skipRecords()
    } else {
      batch.beginRecord()
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

  private func role(from cursor: ColumnCursor, isTurn: Bool) throws -> Role {
    guard let name = try cursor.next() else { return .caption }
    return Conversations.role(of: name, isTurn: isTurn)
  }

  /// Stages a column's values up to the next entry at or above a level.
  private func stage(_ wanted: ReadPlan.Text, role: Role, level: Int) throws {
    let cursor = cursors[wanted.column]
    var isFirst = true
    repeat {
      if !wanted.positions.isEmpty { try count(cursor, wanted.column) }
      guard let value = try cursor.next(), isWanted(wanted) else { continue }
      if wanted.joins, !isFirst {
        try join(value)
      } else {
        try stage(value, role: role)
        isFirst = staged.isEmpty
      }
    } while try cursor.peek() > level
  }

  private var counters: [Int: [Int]] = [:]

  /// Keeps count of where in its lists a column's next entry stands.
  private func count(_ cursor: ColumnCursor, _ column: Int) throws {
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

  private func stage(_ value: UnsafeRawBufferPointer, role: Role) throws {
    guard admits(value) else { return }
    let start = text.count
    text.append(value)
    staged.append(Staged(start: start, end: text.count, role: role))
  }

  private func join(_ value: UnsafeRawBufferPointer) throws {
    guard let last = staged.last else { return }
    guard value.count > 0, admits(value) else { return }
    if last.end > last.start { text.append(UInt8(ascii: " ")) }
    text.append(value)
    staged[staged.count - 1] = Staged(start: last.start, end: text.count, role: last.role)
  }

  /// Whether a value may be staged; else the record has a problem.
  private func admits(_ value: UnsafeRawBufferPointer) -> Bool {
    guard problem == nil else { return false }
    let size = text.count + value.count + (staged.count + 1) * Self.captionCost
    if size > options.maximumRecordBytes {
      problem = .recordTooLarge(limit: options.maximumRecordBytes)
    } else if UTF8Validation.firstInvalidByte(in: value) != nil {
      problem = .notUTF8
    }
    return problem == nil
  }
}
