/// Rows of a TSV as pandas writes it: a cell with a tab, a line feed or a quote in it is quoted, with its quotes doubled.
///
/// Elsewhere a quote in a TSV is data (`"half a quote` of CC3M). So a row is read with quotes only where it does not have
/// the header's width without them, or one of the lines that it goes over has not, and it has that width with them; or
/// where a quote inside a cell is doubled, as no text has it.
extension TableRow {
  /// Reads the row at a place, of a table with a header of `columns` columns.
  ///
  /// - Returns: Where the next row starts.
  mutating func readQuotedTabs(_ bytes: UnsafeRawBufferPointer, from start: Int, columns: Int) -> Int {
    if let end = quotedTabs(bytes, from: start, columns: columns) {
      if cells.contains(where: \.hasDoubledQuotes) { return end }
      let isTable = isTable(bytes, start..<min(end, bytes.count), columns: columns)
      if !isTable {
        _ = quotedTabs(bytes, from: start, columns: columns)
        return end
      }
    }
    return read(bytes, from: start)
  }

  /// Reads a row with its quotes; nil where it has none, one is not closed at its cell's end, or the width is another.
  private mutating func quotedTabs(_ bytes: UnsafeRawBufferPointer, from start: Int, columns: Int) -> Int? {
    cells.removeAll(keepingCapacity: true)
    quoteFault = nil
    var hasQuotes = false
    var index = start
    while cells.count < columns {
      var cell = Cell(start: index, end: index)
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        hasQuotes = true
        guard let end = closingQuote(bytes, from: index + 1, &cell) else { return nil }
        (cell.start, cell.end) = (index + 1, end)
        index = end + 1
        if index < bytes.count, bytes[index] == 13, index + 1 == bytes.count || bytes[index + 1] == 10 {
          index += 1
        }
        guard index >= bytes.count || bytes[index] == 9 || bytes[index] == 10 else { return nil }
      } else {
        while index < bytes.count, bytes[index] != 9, bytes[index] != 10 { index += 1 }
        let endsRow = index >= bytes.count || bytes[index] == 10
        cell.end = endsRow ? LineScan.contentEnd(bytes, cell.start, index) : index
      }
      cells.append(cell)
      if index >= bytes.count || bytes[index] == 10 { break }
      index += 1
    }
    guard hasQuotes, cells.count == columns, index >= bytes.count || bytes[index] == 10 else { return nil }
    return index + 1
  }

  private func closingQuote(_ bytes: UnsafeRawBufferPointer, from start: Int, _ cell: inout Cell) -> Int? {
    var index = start
    while let quote = LineScan.find(UInt8(ascii: "\""), in: bytes, from: index) {
      guard quote + 1 < bytes.count, bytes[quote + 1] == UInt8(ascii: "\"") else { return quote }
      cell.hasDoubledQuotes = true
      index = quote + 2
    }
    return nil
  }

  /// Whether all lines of some bytes are rows of a width, quotes being data.
  private mutating func isTable(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, columns: Int) -> Bool {
    let lines = UnsafeRawBufferPointer(rebasing: bytes[..<range.upperBound])
    var index = range.lowerBound
    while index < lines.count {
      index = read(lines, from: index)
      if cells.count != columns { return false }
    }
    return true
  }
}

extension TableReading {
  /// Whether a cell of the table may be quoted though tabs separate them.
  var mayQuoteTabs: Bool { delimiter == .tab && hasHeader && columns > 1 }

  /// Whether a cell that is not a row's first begins with a quote.
  static func hasQuoteAfterTab(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var next = 1
    while let quote = LineScan.find(UInt8(ascii: "\""), in: bytes, from: next) {
      if bytes[quote - 1] == 9 { return true }
      next = quote + 1
    }
    return false
  }
}

/// Cuts a TSV of which cells may be quoted, after a line feed that is in no cell.
///
/// A quote that is data may look like the start of such a cell; where none ends for long, it is taken for one, and the cut
/// is after a line.
struct QuotedTabCutter: BlockCutter {
  private var quotes = CSVCutter(.tab)
  /// A cell is not looked for beyond this many bytes.
  private static let longestCell = 4 << 20

  mutating func restart() { self = QuotedTabCutter() }

  mutating func lastBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int? {
    if let boundary = quotes.lastBoundary(in: bytes, from: scanned) { return boundary }
    guard bytes.count >= Self.longestCell else { return nil }
    return LineScan.lastLineFeed(in: bytes, from: 0).map { $0 + 1 }
  }

  mutating func firstBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int? {
    LineScan.lineFeed(in: bytes, from: scanned).map { $0 + 1 }
  }
}
