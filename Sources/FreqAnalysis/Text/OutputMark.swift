import Corpus
import Foundation

/// By what a file is known as a result that the same command wrote before, so that a script may run again.
///
/// It is the form of the content, not a mark put into it: the columns of a table, the keys of a JSON text, the words that
/// stand in every such file. An empty file fits always, since nothing is lost with it.
public enum OutputMark: Sendable, Hashable {
  /// CSV with these columns.
  case csv([String])
  /// Parquet with these columns.
  case parquet([String])
  /// A JSON object with these keys, or a list of such objects.
  case json([String])
  /// Aligned columns under these headings.
  case headings([String])
  /// A content that begins so, and has these pieces after it, one behind another.
  case pieces(start: String, [String])
  /// Lines that each begin with a place, as a concordance's do: `shard:record`.
  case placedLines
  /// The picture format that has no words.
  case png
  /// A page as the library cairo begins it, with which rsvg-convert draws; a paper made with TeX begins otherwise.
  case pdf
  /// Nothing is known as an earlier result.
  case never

  /// What an SQLite database begins with (<https://www.sqlite.org/fileformat.html>).
  static let sqlite = Array("SQLite format 3\0".utf8)
  /// How much of a file is looked at.
  static let headBytes = 64 << 10

  /// The first bytes of a file; none where it cannot be read.
  static func head(of path: String, atMost limit: Int = headBytes) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let read = bytes.withUnsafeMutableBytes {
        Foundation.read(file, $0.baseAddress?.advanced(by: count), limit - count)
      }
      if read < 0, errno == EINTR { continue }
      if read <= 0 { break }
      count += read
    }
    return Array(bytes[..<count])
  }

  /// Whether the file at a path is such a result.
  func fits(fileAt path: String) -> Bool {
    let head = Self.head(of: path)
    guard case .parquet(let columns) = self, !head.isEmpty else { return fits(head) }
    guard head.starts(with: "PAR1".utf8), let found = try? ParquetTable(path: path).columnNames else {
      return false
    }
    return Self.agree(found, columns)
  }

  /// Whether a file that begins with these bytes is such a result.
  func fits(_ head: [UInt8]) -> Bool {
    if head.isEmpty { return true }
    switch self {
    case .csv(let columns): return Self.agree(Self.cells(head), columns)
    case .json(let keys):
      guard let found = JSONKeys(head) else { return false }
      return found.isEmptyList || Self.agree(found.keys, keys, isCut: !found.isWhole)
    case .headings(let headings): return Self.agree(Self.headings(head), headings)
    case .pieces(let start, let pieces):
      guard head.starts(with: start.utf8) else { return false }
      var rest = head[...]
      for piece in pieces {
        guard let found = rest.firstRange(of: Array(piece.utf8)) else { return false }
        rest = rest[found.upperBound...]
      }
      return true
    case .placedLines: return Self.hasPlaces(head)
    // Its columns are named at the file's end.
    case .parquet: return false
    case .png: return head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    case .pdf:
      return head.starts(with: "%PDF-1.".utf8)
        && head.dropFirst(8).starts(with: [0x0A, 0x25, 0xB5, 0xED, 0xAE, 0xFB, 0x0A])
    case .never: return false
    }
  }

  /// Whether two rows of names are of one kind of table: the first is the same, one's names are all among the other's and
  /// in their order, and half of them at least are in both. A column more or less is another option of the same command.
  ///
  /// Where the found names are cut, those that are missing say nothing.
  static func agree(_ found: [String], _ own: [String], isCut: Bool = false) -> Bool {
    guard let first = found.first, let ours = own.first, first.utf8.elementsEqual(ours.utf8) else {
      return false
    }
    let (short, long) = found.count < own.count ? (found, own) : (own, found)
    let missingSayNothing = isCut && found.count > 1 && found.count < own.count
    guard missingSayNothing || 2 * short.count >= long.count else { return false }
    var rest = long[...]
    for name in short {
      guard let place = rest.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else { return false }
      rest = rest[(place + 1)...]
    }
    return true
  }

  /// The cells of the first line, as `CSVText` writes them; none where the line is not whole.
  private static func cells(_ head: [UInt8]) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var (isQuoted, wasQuote) = (false, false)
    for byte in head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...] {
      if byte == UInt8(ascii: "\"") {
        // A quote behind the one that seems to end the cell is one of the text's.
        if wasQuote { cell.append(byte) }
        wasQuote = isQuoted
        isQuoted.toggle()
        continue
      }
      wasQuote = false
      if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
        if byte == UInt8(ascii: "\n") { return cells }
      } else {
        cell.append(byte)
      }
    }
    return []
  }

  /// The headings of aligned columns: two blanks or more stand between them.
  private static func headings(_ head: [UInt8]) -> [String] {
    let line = String(decoding: head.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return line.split(separator: /[ ]{2,}/).map { $0.trimmingCharacters(in: .whitespaces) }.filter {
      !$0.isEmpty
    }
  }

  /// Whether every whole line begins with a name, a colon and a number, and goes on after two blanks.
  private static func hasPlaces(_ head: [UInt8]) -> Bool {
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\n")
    let whole = head.count < headBytes || lines.count == 1 ? lines[...] : lines.dropLast()
    return whole.allSatisfy { $0.prefixMatch(of: #/[^ ].*?:[0-9]+ {2}/#) != nil }
  }
}
