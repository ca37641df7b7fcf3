/// How the columns of a table begin that JSON holds by columns.
///
/// Columns lie one behind another, so that the first row of a large table is known only when its last column is reached. A
/// file that can be read twice is surveyed first: the first cells of each column are held, and nothing else.
struct JSONTableHead {
  /// What a survey found.
  enum Found {
    /// It is no table by columns.
    case noTable
    /// It could not be told.
    case unknown
    /// It may be one; its columns may still differ in their rows.
    case table(JSONTableHead)
  }

  /// What the columns may take together; each takes something beside its name and cells.
  private static let maximumBytes = 16 << 20
  private static let columnBytes = 256

  private var columns: [JSONColumnHead] = []
  /// The bytes of all cells.
  private(set) var bytes = 0
  /// About what is held of them.
  private var held = 0

  /// Reads the stream that `again` makes to its end. What is known from `head` bytes of the rows is then known from as many
  /// of each column.
  ///
  /// - Complexity: O(*n*), *n* bytes, of which no more than a block and the first cells are held.
  static func survey(
    _ again: () throws -> any ByteStream, options: ReadingOptions, head: Int, engine: ReadingKernels
  ) -> Found {
    var table = JSONTableHead()
    do {
      let stream = PeekedStream(try again())
      stream.skip(JSONSpace.skipMark(try stream.peek(head), 0))
      let pool = BufferPool(capacity: 256 << 10)
      let reader = JSONContainerReader(
        surveying: stream, options: options, blockBytes: 256 << 10, pool: pool, engine: engine)
      var member = 0
      while let block = try reader.nextBlock() {
        defer { pool.give(block.buffer) }
        guard reader.isOfLists, let block = block as? JSONBlock else { return .noTable }
        guard !Task.isCancelled, block.form != .unfinishedElements else { return .unknown }
        if reader.members != member {
          member = reader.members
          table.columns.append(JSONColumnHead(reader.memberName, hasKeys: block.reading.hasKeys))
          table.held += reader.memberName.count + columnBytes
        }
        guard try table.add(block.cut.bytes, upTo: head) else { return .noTable }
        guard table.held <= maximumBytes else { return .unknown }
      }
      return reader.isOfLists && !table.columns.isEmpty ? .table(table) : .noTable
    } catch {
      // What is wrong with it is the reader's to find, and to tell.
      return .unknown
    }
  }

  /// Adds what a block has of the last column; false where it is none, or not one as the first is.
  private mutating func add(_ block: UnsafeRawBufferPointer, upTo head: Int) throws(JSONFault) -> Bool {
    let last = columns.count - 1
    bytes += block.count
    held -= columns[last].cells.count
    let isColumn = try columns[last].add(block, upTo: head)
    held += columns[last].cells.count
    return isColumn && columns[last].hasKeys == columns[0].hasKeys
  }

  /// Whether the whole table has to be held, because its rows may be needed. Where this is false, they are not.
  func mayNeedRows(_ options: ReadingOptions, head: Int, engine: ReadingKernels) throws -> Bool {
    guard columns.count > 1, bytes <= options.maximumRecordBytes else { return false }
    // A field of a row may lie in any column.
    if options.fields != nil { return true }
    if !columns[0].hasKeys, columns.contains(where: { $0.areLists }) { return true }
    let text = text(rows: columns.map(\.ends.count).min() ?? 0)
    guard case .table(let table) = JSONTable.look(text.bytes, from: 0, isComplete: true, engine: engine)
    else {
      return true
    }
    let rows = PeekedStream(JSONRows(table, in: text, from: 0, engine: engine))
    let choice = try JSONTableRows.choice(rows, head: head, rule: options.rule)
    return choice.map { JSONTableRows.needsRows($0, table) } ?? false
  }

  /// The table as JSON, each column up to so many rows.
  private func text(rows: Int) -> PaddedBuffer {
    let text = PaddedBuffer(capacity: held)
    func append(_ part: some Sequence<UInt8>) { Array(part).withUnsafeBytes { text.append($0) } }
    for (index, column) in columns.enumerated() {
      append((index == 0 ? "{\"" : ",\"").utf8)
      append(column.name)
      append((column.hasKeys ? "\":{" : "\":[").utf8)
      append(column.cells[..<(column.ends.prefix(rows).last ?? 0)])
      append((column.hasKeys ? "}" : "]").utf8)
    }
    append("}".utf8)
    return text
  }

  /// What is text in the table, read by one of its columns; nil where nothing is.
  func choice(_ options: ReadingOptions, _ columns: JSONColumns) -> TextChoice? {
    let text = text(rows: .max)
    return withExtendedLifetime(text) {
      JSONContainerReader.firstChoice(in: text.bytes, options: options, columns: columns)
    }
  }

  /// Which of the columns is read; nil where none has text, or several would have to be read together.
  func columns(_ options: ReadingOptions) -> JSONColumns? {
    let text = text(rows: .max)
    return withExtendedLifetime(text) { JSONColumns(ofObject: text.bytes, from: 0, options: options) }
  }
}

/// How a column begins.
private struct JSONColumnHead {
  /// So many cells are held: as many as records are surveyed to choose what is text.
  private static let mostCells = 1000
  /// Behind so many bytes no other cell is held, unless more bytes are looked at.
  private static let mostBytes = 64 << 10

  /// Its name, without quotes, as it stands.
  let name: [UInt8]
  let hasKeys: Bool
  /// Its first cells, with their keys and the commas between them.
  private(set) var cells: [UInt8] = []
  /// Where each of them ends.
  private(set) var ends: [Int] = []
  private var sawLists: Bool?

  init(_ name: [UInt8], hasKeys: Bool) { (self.name, self.hasKeys) = (name, hasKeys) }

  /// Whether the first cell that is not null is a list.
  var areLists: Bool { sawLists ?? false }

  /// Adds what is needed of some cells, each but the last followed by a comma; false where they are records.
  mutating func add(_ bytes: UnsafeRawBufferPointer, upTo head: Int) throws(JSONFault) -> Bool {
    var walker = JSONWalker(plan: JSONPlan(nil))
    var index = JSONSpace.skip(bytes, 0)
    func isAt(_ sign: Character) -> Bool { index < bytes.count && bytes[index] == sign.asciiValue }
    while index < bytes.count {
      let isHeld = ends.count < Self.mostCells && cells.count < max(head, Self.mostBytes)
      guard isHeld || sawLists == nil else { break }
      let start = index
      if hasKeys {
        guard isAt("\"") else { throw .invalid("a key in quotes is missing") }
        index = JSONSpace.skip(bytes, try walker.string(bytes, index + 1).end + 1)
        guard isAt(":") else { throw .invalid("a colon is missing after a key") }
        index = JSONSpace.skip(bytes, index + 1)
      } else if isAt("{") {
        return false
      }
      if sawLists == nil, !isAt("n") { sawLists = isAt("[") }
      index = try walker.walk(bytes, from: index)
      if isHeld {
        if !ends.isEmpty { cells.append(UInt8(ascii: ",")) }
        cells += bytes[start..<index]
        ends.append(cells.count)
      }
      index = JSONSpace.skip(bytes, index)
      guard index < bytes.count else { break }
      guard isAt(",") else { throw .invalid("a comma is missing between two cells") }
      index = JSONSpace.skip(bytes, index + 1)
    }
    return true
  }
}
