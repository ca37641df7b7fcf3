/// A text in quotes, single or double, with the escapes of Python, which has those of JSON among its own.
enum QuotedText {
  /// Reads from the opening quote to behind the closing one; nil where there is none.
  ///
  /// Half of a surrogate pair becomes U+FFFD; a backslash before what is no escape stays, as in Python.
  static func read(_ bytes: [UInt8], _ at: inout Int) -> String? {
    let quote = bytes[at]
    at += 1
    var units: [UInt8] = []
    /// The first half of a surrogate pair that was read last.
    var high: UInt32?
    func flush() {
      if high != nil { units += UTF8.encodedReplacementCharacter }
      high = nil
    }
    while at < bytes.count {
      let byte = bytes[at]
      if byte == quote {
        flush()
        at += 1
        return String(decoding: units, as: UTF8.self)
      }
      guard byte == UInt8(ascii: "\\"), at + 1 < bytes.count else {
        flush()
        units.append(byte)
        at += 1
        continue
      }
      let code = escape(bytes, &at)
      if let first = high, let low = code, (0xDC00..<0xE000).contains(low) {
        high = nil
        units += encoded(0x10000 + (first - 0xD800) << 10 + (low - 0xDC00))
        continue
      }
      flush()
      switch code {
      case let code? where (0xD800..<0xDC00).contains(code): high = code
      case let code?: units += encoded(code)
      case nil:
        units.append(byte)
        at += 1
      }
    }
    return nil
  }

  private static func encoded(_ code: UInt32) -> [UInt8] {
    Array(Unicode.Scalar(code).flatMap(UTF8.encode) ?? UTF8.encodedReplacementCharacter)
  }

  /// The code point of an escape, and steps over it; nil, without a step, where it is none.
  private static func escape(_ bytes: [UInt8], _ at: inout Int) -> UInt32? {
    let letter = bytes[at + 1]
    let digits: [UInt8: Int] = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8]
    if let count = digits[letter] {
      let hex = bytes[(at + 2)...].prefix(count)
      guard hex.count == count, hex.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let code = UInt32(String(decoding: hex, as: UTF8.self), radix: 16)
      else { return nil }
      at += 2 + count
      return code
    }
    let plain: [UInt8: UInt32] = [
      UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "b"): 0x08,
      UInt8(ascii: "f"): 0x0C, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "'"): 0x27, UInt8(ascii: "\""): 0x22,
      UInt8(ascii: "/"): 0x2F,
    ]
    guard let code = plain[letter] else { return nil }
    at += 2
    return code
  }
}
