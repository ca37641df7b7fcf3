/// The cells of one row of a table.
///
/// In a TSV a quote is data, but where pandas wrote it (`readQuotedTabs`). In a CSV (RFC 4180) a cell that starts with a quote ends
/// at the next quote that is not doubled, and may hold commas and line feeds; elsewhere a quote is data. Some programs write
/// semicolons or bars for commas, and some a blank after each, or around it.
struct TableRow {
  /// One cell's place.
  struct Cell {
    var start: Int
    var end: Int
    /// Whether doubled quotes stand for one.
    var hasDoubledQuotes = false
  }

  /// What separates cells.
  enum Delimiter: UInt8, Sendable {
    case tab = 9
    case comma = 44
    case semicolon = 59
    case bar = 124
  }

  let delimiter: Delimiter
  /// Whether the blanks around a cell are none of its text.
  let skipsBlanks: Bool
  /// The cells of the row read last.
  var cells: [Cell] = []
  /// What is wrong with the quotes of the row read last.
  var quoteFault: String?

  init(_ delimiter: Delimiter, skipsBlanks: Bool = false) {
    self.delimiter = delimiter
    self.skipsBlanks = skipsBlanks
  }

  /// Reads the row at a place.
  ///
  /// - Returns: Where the next row starts.
  mutating func read(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    cells.removeAll(keepingCapacity: true)
    quoteFault = nil
    guard delimiter == .tab else { return readCommas(bytes, start, delimiter.rawValue) }
    let next = readTabs(bytes, start)
    if skipsBlanks {
      for place in cells.indices {
        while cells[place].start < cells[place].end, bytes[cells[place].start] == 32 {
          cells[place].start += 1
        }
        dropBlanks(bytes, endOf: &cells[place])
      }
    }
    return next
  }

  private func dropBlanks(_ bytes: UnsafeRawBufferPointer, endOf cell: inout Cell) {
    while cell.end > cell.start, bytes[cell.end - 1] == 32 { cell.end -= 1 }
  }

  /// Whether the row read last has nothing in it.
  var isBlank: Bool { cells.count == 1 && cells[0].start == cells[0].end }

  mutating func readTabs(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    let end = LineScan.lineFeed(in: bytes, from: start) ?? bytes.count
    let line = UnsafeRawBufferPointer(rebasing: bytes[..<LineScan.contentEnd(bytes, start, end)])
    var cell = start
    while let tab = LineScan.find(9, in: line, from: cell) {
      cells.append(Cell(start: cell, end: tab))
      cell = tab + 1
    }
    cells.append(Cell(start: cell, end: line.count))
    return end + 1
  }

  private mutating func readCommas(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ comma: UInt8) -> Int {
    var index = start
    while true {
      if skipsBlanks { while index < bytes.count, bytes[index] == 32 { index += 1 } }
      var cell = Cell(start: index, end: index)
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        cell.start += 1
        index = readQuoted(bytes, index + 1, &cell)
        let rest = index
        while index < bytes.count, bytes[index] != comma, bytes[index] != 10 { index += 1 }
        if LineScan.contentEnd(bytes, rest, index) > rest,
          bytes[rest..<index].contains(where: { $0 != 13 && !(skipsBlanks && $0 == 32) })
        {
          quoteFault = quoteFault ?? "a quote inside a quoted cell is not doubled"
        }
      } else {
        while index < bytes.count, bytes[index] != comma, bytes[index] != 10 { index += 1 }
        let endsRow = index == bytes.count || bytes[index] == 10
        cell.end = endsRow ? LineScan.contentEnd(bytes, cell.start, index) : index
        if skipsBlanks { dropBlanks(bytes, endOf: &cell) }
      }
      cells.append(cell)
      if index >= bytes.count { return index + 1 }
      index += 1
      if bytes[index - 1] == 10 { return index }
    }
  }

  /// Reads a quoted cell from after its quote; returns where it goes on after the closing quote.
  private mutating func readQuoted(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ cell: inout Cell) -> Int {
    var index = start
    while let quote = LineScan.find(UInt8(ascii: "\""), in: bytes, from: index) {
      cell.end = quote
      guard quote + 1 < bytes.count, bytes[quote + 1] == UInt8(ascii: "\"") else { return quote + 1 }
      cell.hasDoubledQuotes = true
      index = quote + 2
    }
    quoteFault = "a quoted cell is not closed"
    cell.end = bytes.count
    return bytes.count
  }

  /// A cell's text, its doubled quotes made single ones in `scratch`.
  static func withText<Result>(
    of cell: Cell, in bytes: UnsafeRawBufferPointer, _ scratch: inout [UInt8],
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let content = UnsafeRawBufferPointer(rebasing: bytes[cell.start..<cell.end])
    guard cell.hasDoubledQuotes else { return try body(content) }
    scratch.removeAll(keepingCapacity: true)
    var index = 0
    while index < content.count {
      scratch.append(content[index])
      index += content[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    return try scratch.withUnsafeBytes(body)
  }
}
