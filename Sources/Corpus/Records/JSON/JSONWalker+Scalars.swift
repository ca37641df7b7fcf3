/// Strings, numbers and literals: what a value is made of.
extension JSONWalker {
  /// Validates a string from its content's start; returns where its closing quote is.
  func string(
    _ bytes: UnsafeRawBufferPointer, _ start: Int
  ) throws(JSONFault) -> (end: Int, isEscaped: Bool) {
    var index = start
    var isEscaped = false
    while true {
      // Eight bytes without a quote, a backslash or a control character are passed at once.
      while index + 8 <= bytes.count,
        Self.isPlain(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      {
        index += 8
      }
      guard index < bytes.count else { throw .unfinished }
      switch bytes[index] {
      case UInt8(ascii: "\""): return (index, isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        index = try escape(bytes, index)
      case 0..<32: throw fault("a string contains an unescaped control character", index)
      default: index += 1
      }
    }
  }

  /// Whether none of eight bytes is a quote, a backslash or a control character.
  static func isPlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    // A zero byte borrows; a byte above 127 may only hide itself, never a neighbour below it.
    let found =
      ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 32) & ~word)
    return found & highs == 0
  }

  /// Validates an escape from its backslash; returns where the string goes on.
  private func escape(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(JSONFault) -> Int {
    guard start + 1 < bytes.count else { throw .unfinished }
    switch bytes[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return start + 2
    case UInt8(ascii: "u"): break
    default: throw fault("a string contains an unknown escape", start)
    }
    // A surrogate without its other half is no character, and is read as one that stands for none; the escape after a
    // high one is looked at by itself then.
    guard 0xD800...0xDBFF ~= (try codeUnit(bytes, start)) else { return start + 6 }
    guard start + 6 < bytes.count else { throw .unfinished }
    guard bytes[start + 6] == UInt8(ascii: "\\") else { return start + 6 }
    guard start + 7 < bytes.count else { throw .unfinished }
    guard bytes[start + 7] == UInt8(ascii: "u") else { return start + 6 }
    return 0xDC00...0xDFFF ~= (try codeUnit(bytes, start + 6)) ? start + 12 : start + 6
  }

  /// The number in `\uXXXX` whose backslash is at `start`.
  private func codeUnit(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(JSONFault) -> UInt32 {
    var unit: UInt32 = 0
    for index in (start + 2)..<(start + 6) {
      guard index < bytes.count else { throw .unfinished }
      guard let digit = JSONUnescape.hexDigit(bytes[index]) else {
        throw fault("a \\u escape needs four hexadecimal digits", start)
      }
      unit = unit << 4 | digit
    }
    return unit
  }

  func literal(_ word: StaticString, _ bytes: UnsafeRawBufferPointer, _ start: Int) throws(JSONFault) -> Int {
    for offset in 0..<word.utf8CodeUnitCount {
      guard start + offset < bytes.count else { throw .unfinished }
      guard bytes[start + offset] == word.utf8Start[offset] else { throw fault("a value is missing", start) }
    }
    return start + word.utf8CodeUnitCount
  }

  func number(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(JSONFault) -> Int {
    var index = start
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    guard index < bytes.count else { throw .unfinished }
    if index > start, bytes[index] == UInt8(ascii: "I") { return try literal("Infinity", bytes, index) }
    if bytes[index] == UInt8(ascii: "0") {
      index += 1
    } else {
      index = try digits(bytes, index)
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") { index = try digits(bytes, index + 1) }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
        index += 1
      }
      index = try digits(bytes, index)
    }
    return index
  }

  private func digits(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(JSONFault) -> Int {
    guard start < bytes.count else { throw .unfinished }
    var index = start
    while index < bytes.count, 48...57 ~= bytes[index] { index += 1 }
    guard index > start else { throw fault("a number needs a digit", start) }
    return index
  }

  func fault(_ what: String, _ index: Int) -> JSONFault {
    .invalid("\(what) (byte \(index - origin + 1) of the record)")
  }
}
