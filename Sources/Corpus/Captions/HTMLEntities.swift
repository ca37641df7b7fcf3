/// HTML character references (`&amp;`, `&#39;`, `&eacute`) replaced by what they stand for.
///
/// Follows the HTML standard as Python's `html.unescape` does: numbers with or without the semicolon, the code
/// page of Windows for 128 to 159, U+FFFD for surrogates and numbers that are too large, nothing for
/// noncharacters; names by the longest one known. One pass: `&amp;amp;` becomes `&amp;`.
enum HTMLEntities {
  /// Appends a text with its references replaced.
  static func unescape(_ text: UnsafeRawBufferPointer, into result: inout [UInt8]) {
    var index = 0
    while index < text.count {
      let stop = LineScan.find(UInt8(ascii: "&"), in: text, from: index) ?? text.count
      result.append(contentsOf: text[index..<stop])
      guard stop < text.count else { return }
      index = stop + 1
      if index < text.count, text[index] == UInt8(ascii: "#") {
        index = number(text, index, into: &result)
      } else {
        index = name(text, index, into: &result)
      }
    }
  }

  /// Replaces a numeric reference whose `#` is at `start`; returns where the text goes on.
  private static func number(_ text: UnsafeRawBufferPointer, _ start: Int, into result: inout [UInt8]) -> Int
  {
    var index = start + 1
    let isHex = index < text.count && text[index] | 0x20 == UInt8(ascii: "x")
    if isHex { index += 1 }
    var value = 0
    let digits = index
    while index < text.count, let digit = digit(text[index], isHex: isHex) {
      value = min(value * (isHex ? 16 : 10) + digit, 0x110000)
      index += 1
    }
    guard index > digits else {
      result.append(UInt8(ascii: "&"))
      return start
    }
    if index < text.count, text[index] == UInt8(ascii: ";") { index += 1 }
    append(scalarValue: value, to: &result)
    return index
  }

  private static func digit(_ byte: UInt8, isHex: Bool) -> Int? {
    switch byte {
    case 48...57: Int(byte) - 48
    case 97...102 where isHex: Int(byte) - 87
    case 65...70 where isHex: Int(byte) - 55
    default: nil
    }
  }

  private static func append(scalarValue value: Int, to result: inout [UInt8]) {
    var value = value
    switch value {
    case 0: value = 0xFFFD
    case 0x80...0x9F: value = Int(windows1252[value - 0x80])
    case 0xD800...0xDFFF, 0x110000...: value = 0xFFFD
    case 0x1...0x8, 0xB, 0xE...0x1F, 0x7F, 0xFDD0...0xFDEF: return
    default: if value & 0xFFFE == 0xFFFE { return }
    }
    guard let scalar = Unicode.Scalar(UInt32(value)) else { return }
    result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// What browsers make of the numbers 128 to 159.
  private static let windows1252: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D,
    0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A,
    0x0153, 0x9D, 0x017E, 0x0178,
  ]

  /// Replaces a named reference whose name starts at `start`; returns where the text goes on.
  private static func name(_ text: UnsafeRawBufferPointer, _ start: Int, into result: inout [UInt8]) -> Int {
    // The standard's names have at most 31 letters; Python looks at 32 characters.
    var end = start
    while end < text.count, end - start < 32, isNameByte(text[end]) { end += 1 }
    if end < text.count, text[end] == UInt8(ascii: ";"), let entity = names[Array(text[start..<end])] {
      result.append(contentsOf: entity.utf8)
      return end + 1
    }
    while end - start > 1 {
      if let entity = names[Array(text[start..<end])], entity.isKnownBare {
        result.append(contentsOf: entity.utf8)
        return end
      }
      end -= 1
    }
    result.append(UInt8(ascii: "&"))
    return start
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
  }

  private struct Entity {
    let utf8: [UInt8]
    let isKnownBare: Bool
  }

  private static let names: [[UInt8]: Entity] = {
    var names: [[UInt8]: Entity] = [:]
    for entry in htmlEntityTable.description.split(separator: ",") {
      let parts = entry.split(separator: " ")
      var name = Array(parts[0].utf8)
      let isKnownBare = name.last == UInt8(ascii: "!")
      if isKnownBare { name.removeLast() }
      let scalars = parts.dropFirst().compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      names[name] = Entity(utf8: Array(String(text).utf8), isKnownBare: isKnownBare)
    }
    return names
  }()
}
