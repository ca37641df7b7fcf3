/// A JSON string's content without its escapes.
enum JSONUnescape {
  /// Writes the content of a valid string; the result is never longer than the content.
  ///
  /// SOUND: the walker validated every escape, so each one is whole; an escape of 2, 6 or 12 bytes gives 1, at
  /// most 3 or 4 bytes, so `target`, which is as long as `content`, holds the result.
  /// WHY: half of all JSON captions in the wild are written with `\u` escapes.
  ///
  /// `surrogates` rises by how many were without their other half; each becomes U+FFFD, as in Python's `errors="replace"`.
  static func write(
    _ content: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer, surrogates: inout Int
  ) -> Int {
    var read = 0
    var written = 0
    while read < content.count {
      let stop = LineScan.find(UInt8(ascii: "\\"), in: content, from: read) ?? content.count
      UnsafeMutableRawBufferPointer(rebasing: target[written..<(written + stop - read)])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: content[read..<stop]))
      written += stop - read
      read = stop
      guard read < content.count else { break }
      if content[read + 1] == UInt8(ascii: "u") {
        var scalar = codeUnit(content, read)
        read += 6
        if 0xD800...0xDBFF ~= scalar, let low = lowSurrogate(content, read) {
          scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
          read += 6
        } else if 0xD800...0xDFFF ~= scalar {
          scalar = 0xFFFD
          surrogates += 1
        }
        written = put(scalar, target, written)
      } else {
        target[written] = single(content[read + 1])
        written += 1
        read += 2
      }
    }
    return written
  }

  /// Appends the content of a valid string; returns how many surrogates in it were without their other half.
  @discardableResult
  static func append(_ content: UnsafeRawBufferPointer, to result: inout [UInt8]) -> Int {
    if LineScan.find(UInt8(ascii: "\\"), in: content, from: 0) == nil {
      result.append(contentsOf: content)
      return 0
    }
    let start = result.count
    var surrogates = 0
    result.append(contentsOf: content)
    let count = result.withUnsafeMutableBytes {
      write(content, to: UnsafeMutableRawBufferPointer(rebasing: $0[start...]), surrogates: &surrogates)
    }
    result.removeLast(result.count - start - count)
    return surrogates
  }

  /// The low surrogate whose escape is at a place; nil where none is.
  private static func lowSurrogate(_ content: UnsafeRawBufferPointer, _ start: Int) -> UInt32? {
    guard start + 6 <= content.count, content[start] == UInt8(ascii: "\\"),
      content[start + 1] == UInt8(ascii: "u")
    else { return nil }
    let unit = codeUnit(content, start)
    return 0xDC00...0xDFFF ~= unit ? unit : nil
  }

  /// The value of a hexadecimal digit.
  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 48...57: UInt32(byte) - 48
    case 97...102: UInt32(byte) - 87
    case 65...70: UInt32(byte) - 55
    default: nil
    }
  }

  private static func codeUnit(_ content: UnsafeRawBufferPointer, _ start: Int) -> UInt32 {
    var unit: UInt32 = 0
    for index in (start + 2)..<(start + 6) { unit = unit << 4 | (hexDigit(content[index]) ?? 0) }
    return unit
  }

  private static func single(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    default: letter
    }
  }

  private static func put(_ scalar: UInt32, _ target: UnsafeMutableRawBufferPointer, _ start: Int) -> Int {
    switch scalar {
    case 0..<0x80:
      target[start] = UInt8(scalar)
      return start + 1
    case 0x80..<0x800:
      target[start] = UInt8(0xC0 | scalar >> 6)
      target[start + 1] = UInt8(0x80 | scalar & 0x3F)
      return start + 2
    case 0x800..<0x10000:
      target[start] = UInt8(0xE0 | scalar >> 12)
      target[start + 1] = UInt8(0x80 | scalar >> 6 & 0x3F)
      target[start + 2] = UInt8(0x80 | scalar & 0x3F)
      return start + 3
    default:
      target[start] = UInt8(0xF0 | scalar >> 18 & 0x07)
      target[start + 1] = UInt8(0x80 | scalar >> 12 & 0x3F)
      target[start + 2] = UInt8(0x80 | scalar >> 6 & 0x3F)
      target[start + 3] = UInt8(0x80 | scalar & 0x3F)
      return start + 4
    }
  }
}
