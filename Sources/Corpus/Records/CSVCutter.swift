/// Cuts a CSV after its last whole row: a line feed inside a quoted cell is none.
struct CSVCutter: BlockCutter {
  private let delimiter: TableRow.Delimiter
  private let skipsBlanks: Bool
  private var isQuoted = false
  /// The byte before those that are looked at next, and whether it is the quote that ended a quoted cell.
  private var previous = UInt8(ascii: "\n")
  private var previousCloses = false

  init(_ delimiter: TableRow.Delimiter = .comma, skipsBlanks: Bool = false) {
    self.delimiter = delimiter
    self.skipsBlanks = skipsBlanks
  }

  mutating func restart() { self = CSVCutter(delimiter, skipsBlanks: skipsBlanks) }

  mutating func lastBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int? {
    boundary(in: bytes, from: scanned) { LineScan.lastLineFeed(in: $0, from: $1) }
  }

  mutating func firstBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int? {
    boundary(in: bytes, from: scanned, stopsAtFirst: true) { LineScan.lineFeed(in: $0, from: $1) }
  }

  /// Goes from quote to quote. Outside quoted cells one opens a cell where it is the cell's first byte; inside, any
  /// quote ends it, and a doubled one starts it again at once, since no byte is between.
  private mutating func boundary(
    in bytes: UnsafeRawBufferPointer, from scanned: Int, stopsAtFirst: Bool = false,
    _ lineFeed: (UnsafeRawBufferPointer, Int) -> Int?
  ) -> Int? {
    guard scanned < bytes.count else { return nil }
    var boundary: Int?
    var closing = -1
    var index = scanned
    while index < bytes.count {
      let quote = LineScan.find(UInt8(ascii: "\""), in: bytes, from: index) ?? bytes.count
      if isQuoted {
        if quote < bytes.count {
          isQuoted = false
          closing = quote
        }
      } else {
        if let feed = lineFeed(UnsafeRawBufferPointer(rebasing: bytes[..<quote]), index) {
          boundary = feed + 1
          if stopsAtFirst { return boundary }
        }
        if quote < bytes.count {
          let before = lastByte(of: bytes, from: scanned, before: quote)
          let follows = quote > scanned ? closing == quote - 1 : previousCloses
          isQuoted = before == delimiter.rawValue || before == 10 || follows
        }
      }
      index = quote + 1
    }
    previous = lastByte(of: bytes, from: scanned, before: bytes.count)
    previousCloses = closing == bytes.count - 1
    return boundary
  }

  /// The byte before a place, or, where blanks are skipped, the last before it that is none.
  private func lastByte(of bytes: UnsafeRawBufferPointer, from scanned: Int, before place: Int) -> UInt8 {
    var last = place - 1
    if skipsBlanks { while last >= scanned, bytes[last] == 32 { last -= 1 } }
    return last >= scanned ? bytes[last] : previous
  }
}
