/// The rows of a table that JSON holds by columns, as JSON objects one after another.
///
/// Each column is followed by itself, so that no memory is needed beside the file's bytes.
final class JSONRows: ByteStream {
  private let table: JSONTable
  private let held: PaddedBuffer
  private let heldFrom: Int
  private var walker = JSONWalker(plan: JSONPlan(nil))
  /// Where the next cell, or the key before it, of each column starts.
  private var cursors: [Int]
  /// Where the next row starts, where rows are lists.
  private var rowStart: Int
  private var rowsLeft: Int
  private var row: [UInt8] = []
  private var given = 0

  /// Takes the rows of a table in a buffer whose bytes are the table's from a place on, and stay as they are.
  init(_ table: JSONTable, in buffer: PaddedBuffer, from start: Int, engine: ReadingKernels? = nil) {
    self.table = table
    (held, heldFrom) = (buffer, start)
    walker.engine = engine
    cursors = table.columns.map(\.start)
    rowStart = table.data ?? 0
    rowsLeft = table.rows
  }

  private var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: held.bytes[heldFrom...]) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = 0
    while count < buffer.count {
      if given == row.count {
        guard rowsLeft > 0 else { break }
        do throws(JSONFault) { try makeRow() } catch { throw ShardFault(error.reason) }
      }
      let length = min(row.count - given, buffer.count - count)
      row.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + length]))
      }
      given += length
      count += length
    }
    return count
  }

  /// Brings the cells of the next row together.
  private func makeRow() throws(JSONFault) {
    rowsLeft -= 1
    given = 0
    row.removeAll(keepingCapacity: true)
    row.append(UInt8(ascii: "{"))
    let bytes = bytes
    var inRow = JSONSpace.skip(bytes, rowStart + 1)
    for (column, place) in table.columns.enumerated() {
      if column > 0 { row.append(UInt8(ascii: ",")) }
      row.append(UInt8(ascii: "\""))
      row.append(contentsOf: bytes[place.name])
      row.append(UInt8(ascii: "\""))
      row.append(UInt8(ascii: ":"))
      let next = try cell(at: table.data == nil ? cursors[column] : inRow)
      if table.data == nil { cursors[column] = next } else { inRow = next }
    }
    row.append(UInt8(ascii: "}"))
    row.append(UInt8(ascii: "\n"))
    // Behind the closing bracket of the row, and the comma.
    if table.data != nil { rowStart = JSONSpace.skip(bytes, JSONSpace.skip(bytes, inRow) + 1) }
  }

  /// Appends a cell; returns where the one behind it starts.
  private func cell(at start: Int) throws(JSONFault) -> Int {
    let bytes = bytes
    var index = start
    if table.hasKeys {
      index = JSONSpace.skip(bytes, try walker.string(bytes, index + 1).end + 1)
      index = JSONSpace.skip(bytes, index + 1)
    }
    let end = try walker.walk(bytes, from: index)
    row.append(contentsOf: bytes[index..<end])
    return JSONSpace.skip(bytes, JSONSpace.skip(bytes, end) + 1)
  }
}
