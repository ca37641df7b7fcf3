import Corpus
import Foundation

/// A file's lines one after another, whatever the file's size; a pipe is read once only.
struct InputLines {
  /// The longest line, in bytes.
  static let lengthLimit = 64 << 20

  let path: String
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var start = 0
  private var atEnd = false
  /// The number of lines given so far; after `next`, the line's number.
  private(set) var line = 0

  init(_ path: String) throws {
    self.path = path
    handle = try InputFile.open(path)
  }

  /// The bytes to come, at least `count` where there are so many, without stepping over them.
  mutating func peek(_ count: Int) throws -> [UInt8] {
    while buffer.count - start < count, try fill() {}
    return Array(buffer[start...])
  }

  /// Reads all bytes that are left.
  mutating func rest(limit: Int = InputFile.sizeLimit) throws -> [UInt8] {
    while try fill() {
      guard buffer.count - start <= limit else { throw InputError(file: path, .tooLarge(limit: limit)) }
    }
    defer { start = buffer.count }
    return Array(buffer[start...])
  }

  /// The next line without its line break, valid UTF-8; nil at the end.
  mutating func next() throws -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return try finished(buffer[start..<end])
      }
      guard buffer.count - start <= Self.lengthLimit else {
        throw InputError(file: path, at: .line(line + 1), .lineTooLong(limit: Self.lengthLimit))
      }
      let pending = buffer.count - start
      guard try fill() else {
        guard pending > 0 else { return nil }
        defer { start = buffer.count }
        return try finished(buffer[start...])
      }
      searched = start + pending
    }
  }

  /// The next line that is not all white space.
  mutating func nextFilled() throws -> [UInt8]? {
    while let line = try next() {
      if line.contains(where: { !InputFile.isSpace($0) }) { return line }
    }
    return nil
  }

  /// Reads on, and lets go of what was given; false at the end.
  private mutating func fill() throws -> Bool {
    guard !atEnd else { return false }
    buffer.removeSubrange(..<start)
    start = 0
    guard let chunk = try InputFile.read(handle, path), !chunk.isEmpty else {
      atEnd = true
      return false
    }
    buffer.append(contentsOf: chunk)
    return true
  }

  private mutating func finished(_ slice: ArraySlice<UInt8>) throws -> [UInt8] {
    line += 1
    var slice = slice
    if slice.last == 0x0D { slice.removeLast() }
    if line == 1, slice.starts(with: [0xEF, 0xBB, 0xBF]) { slice.removeFirst(3) }
    let bytes = Array(slice)
    guard UTF8Validation.firstInvalidByte(in: bytes) == nil else {
      if line == 1, let encoding = ForeignContent.encoding(of: bytes) {
        throw InputError(file: path, .foreign(encoding))
      }
      throw InputError(file: path, at: .line(line), .notUTF8)
    }
    return bytes
  }
}
