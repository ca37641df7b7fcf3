import Foundation

/// The elements of a JSON array in a file, by their places: an array of gigabytes is never held, only 16 bytes an element.
public struct RecordArray {
  /// Where each element's bytes are.
  public let elements: [Range<Int>]
  private let file: FileHandle
  private let path: String

  /// Finds the elements of the file's array.
  ///
  /// Brackets and strings are followed, the elements' own content is not checked.
  ///
  /// - Throws: `InputError` where the file holds no array, or one that does not end.
  /// - Complexity: O(*n*) in the bytes.
  public init(_ path: String) throws {
    self.path = path
    file = try InputFile.open(path)
    var elements: [Range<Int>] = []
    var scan = Scan()
    var at = 0
    while let chunk = try InputFile.read(file, path), !chunk.isEmpty {
      try chunk.withUnsafeBytes { bytes in
        for (offset, byte) in bytes.enumerated() {
          guard let fault = scan.take(byte, at: at + offset, &elements) else { continue }
          throw InputError(file: path, .unknownForm(wanted: "a JSON array", found: fault))
        }
      }
      at += chunk.count
    }
    guard scan.isDone else {
      let found = at == 0 ? "an empty file" : "an array that does not end; is the file truncated?"
      throw InputError(file: path, .unknownForm(wanted: "a JSON array", found: found))
    }
    self.elements = elements
  }

  /// The bytes of an element.
  ///
  /// - Throws: `InputError` where the file can no longer be read.
  public func bytes(of range: Range<Int>) throws -> [UInt8] {
    do {
      try file.seek(toOffset: UInt64(range.lowerBound))
      let data = try file.read(upToCount: range.count) ?? Data()
      guard data.count == range.count else {
        throw InputError(file: path, .unknownForm(wanted: "a JSON array", found: "a file that has changed"))
      }
      return Array(data)
    } catch let error as InputError {
      throw error
    } catch {
      throw InputError(file: path, .system(operation: "it cannot be read", code: EIO))
    }
  }

  /// Follows brackets and strings, byte by byte.
  private struct Scan {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Where the element in hand starts, and where what was seen of it ends.
    private var start: Int?
    private var end = 0
    private var hasComma = false
    private(set) var isDone = false

    /// Takes a byte; returns what is wrong with it.
    mutating func take(_ byte: UInt8, at place: Int, _ elements: inout [Range<Int>]) -> String? {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        end = place + 1
        return nil
      }
      if InputFile.isSpace(byte) { return nil }
      if isDone { return "more behind the array" }
      if depth == 0 {
        // A byte order mark is no part of the text.
        if place < 3, byte == [0xEF, 0xBB, 0xBF][place] { return nil }
        guard byte == UInt8(ascii: "[") else { return "something else at its start" }
        depth = 1
        return nil
      }
      if depth == 1 {
        if byte == UInt8(ascii: ",") {
          guard let start else { return "a comma without an element before it" }
          elements.append(start..<end)
          (self.start, hasComma) = (nil, true)
          return nil
        }
        if byte == UInt8(ascii: "]") {
          if let start { elements.append(start..<end) } else if hasComma { return "a comma before its end" }
          (depth, isDone) = (0, true)
          return nil
        }
        if start == nil { start = place }
      }
      end = place + 1
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return "a bracket that closes nothing" }
      default: break
      }
      return nil
    }
  }
}
