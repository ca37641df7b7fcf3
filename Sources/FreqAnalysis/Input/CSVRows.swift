/// The rows of a comma- or tab-separated text, by RFC 4180: quoted cells may hold separators, line breaks and
/// doubled quotes. A quote inside an unquoted cell is text.
struct CSVRows: Sendable {
  /// One row and the line on which it begins.
  struct Row: Sendable, Equatable {
    var cells: [String]
    var line: Int
  }

  /// Why a row could not be read: the line, and whether a quoted cell was never closed.
  struct Fault: Error, Sendable, Equatable {
    var line: Int
    var unclosed: Bool
  }

  private let bytes: [UInt8]
  private let separator: UInt8
  private let joinsBeforeBlank: Bool
  private var at = 0
  private var line = 1

  /// Reads UTF-8; the separator is an ASCII byte.
  ///
  /// With `joinsBeforeBlank`, a separator that a blank follows is text, as in `n01440764,tench, Tinca tinca`.
  init(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ","), joinsBeforeBlank: Bool = false) {
    self.bytes = bytes
    self.separator = separator
    self.joinsBeforeBlank = joinsBeforeBlank
  }

  /// The next row; nil at the end. Lines without any byte are passed over, and those of nothing but separators and blanks,
  /// as Excel writes rows that once held something.
  mutating func next() throws(Fault) -> Row? {
    while at < bytes.count {
      if bytes[at] != 0x0A, bytes[at] != 0x0D {
        guard let end = endOfEmptyRow() else { break }
        at = end
      }
      if at < bytes.count { endLine() }
    }
    guard at < bytes.count else { return nil }
    var row = Row(cells: [], line: line)
    while true {
      row.cells.append(try cell())
      guard at < bytes.count else { return row }
      guard endsCell(at) else {
        endLine()
        return row
      }
      at += 1
    }
  }

  /// Where the line ends, if it holds separators and blanks alone; nil where it is a row.
  private func endOfEmptyRow() -> Int? {
    var end = at
    var hasSeparator = false
    while end < bytes.count, bytes[end] == separator || bytes[end] == 0x20 {
      hasSeparator = hasSeparator || bytes[end] == separator
      end += 1
    }
    return hasSeparator && (end == bytes.count || bytes[end] == 0x0A || bytes[end] == 0x0D) ? end : nil
  }

  /// Whether the byte at a place separates two cells.
  private func endsCell(_ place: Int) -> Bool {
    bytes[place] == separator && !(joinsBeforeBlank && place + 1 < bytes.count && bytes[place + 1] == 0x20)
  }

  private mutating func cell() throws(Fault) -> String {
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") { return try quotedCell() }
    let start = at
    while at < bytes.count, !endsCell(at), bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func quotedCell() throws(Fault) -> String {
    let begin = line
    var content: [UInt8] = []
    at += 1
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        at += 1
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
          guard at >= bytes.count || endsCell(at) || bytes[at] == 0x0A || bytes[at] == 0x0D
          else { throw Fault(line: line, unclosed: false) }
          return String(decoding: content, as: UTF8.self)
        }
      } else if byte == 0x0A {
        line += 1
      }
      content.append(byte)
      at += 1
    }
    throw Fault(line: begin, unclosed: true)
  }

  /// Steps over one line break, which is a line feed, a carriage return, or both.
  private mutating func endLine() {
    if bytes[at] == 0x0D, at + 1 < bytes.count, bytes[at + 1] == 0x0A { at += 1 }
    at += 1
    line += 1
  }
}

extension CSVRows {
  /// The next row of a file; nil at the end.
  ///
  /// - Throws: `InputError` where a quoted cell is malformed.
  mutating func next(in file: String) throws(InputError) -> Row? {
    do {
      return try next()
    } catch {
      throw InputError(file: file, at: .line(error.line), .quoting(unclosed: error.unclosed))
    }
  }

  /// All rows that are left, which have to be as wide as the header.
  ///
  /// - Throws: `InputError` where one is not, or a quoted cell is malformed.
  mutating func rows(below header: [String], in file: String) throws(InputError) -> [Row] {
    var rows: [Row] = []
    while let row = try next(in: file) {
      guard row.cells.count == header.count else {
        throw InputError(
          file: file, at: .line(row.line), .cellCount(found: row.cells.count, header: header.count))
      }
      rows.append(row)
    }
    return rows
  }
}
