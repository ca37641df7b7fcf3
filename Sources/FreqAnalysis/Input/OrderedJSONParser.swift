import Corpus

/// Reads JSON by recursive descent, with a bound on depth.
struct OrderedJSONParser {
  private let bytes: [UInt8]
  private let readsNaN: Bool
  private var at = 0
  private var line = 1

  /// Reads bytes; with `readsNaN`, what Python writes for a number that is none is a number.
  init(_ bytes: [UInt8], readsNaN: Bool = false) {
    self.bytes = bytes
    self.readsNaN = readsNaN
  }

  mutating func wholeValue() throws(JSONSyntaxFault) -> OrderedJSON {
    if let offset = UTF8Validation.firstInvalidByte(in: bytes) { throw fault(.notUTF8, at: offset) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    let value = try value(depth: 0)
    skipSpace()
    if at < bytes.count { throw fault(.trailing(found: shown)) }
    return value
  }

  private mutating func value(depth: Int) throws(JSONSyntaxFault) -> OrderedJSON {
    skipSpace()
    guard let first = peek else { throw fault(.unfinished) }
    switch first {
    case UInt8(ascii: "{"): return try object(depth: try deeper(depth))
    case UInt8(ascii: "["): return try array(depth: try deeper(depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: return try word()
    }
  }

  private func deeper(_ depth: Int) throws(JSONSyntaxFault) -> Int {
    guard depth < OrderedJSON.depthLimit else {
      throw fault(.nestingTooDeep(limit: OrderedJSON.depthLimit))
    }
    return depth + 1
  }

  private mutating func object(depth: Int) throws(JSONSyntaxFault) -> OrderedJSON {
    at += 1
    var members: [OrderedJSON.Member] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw unexpected(wanted: "a key") }
      let keyLine = line
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw unexpected(wanted: "a colon") }
      members.append(.init(key: key, value: try value(depth: depth), line: keyLine))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw unexpected(wanted: "a comma or }") }
    }
  }

  private mutating func array(depth: Int) throws(JSONSyntaxFault) -> OrderedJSON {
    at += 1
    var elements: [OrderedJSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      elements.append(try value(depth: depth))
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw unexpected(wanted: "a comma or ]") }
    }
  }

  private mutating func string() throws(JSONSyntaxFault) -> String {
    at += 1
    var start = at
    var decoded: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        defer { at += 1 }
        if decoded.isEmpty { return String(decoding: bytes[start..<at], as: UTF8.self) }
        decoded.append(contentsOf: bytes[start..<at])
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"):
        decoded.append(contentsOf: bytes[start..<at])
        decoded.append(contentsOf: try escape())
        start = at
      case 0..<0x20: throw fault(.controlCharacter)
      default: at += 1
      }
    }
    throw fault(.unfinished)
  }

  private mutating func escape() throws(JSONSyntaxFault) -> [UInt8] {
    let begin = at
    at += 1
    guard let letter = peek else { throw fault(.unfinished) }
    at += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): break
    default: throw fault(.badEscape, at: begin)
    }
    var code = try fourHex(begin)
    if (0xD800..<0xDC00).contains(code), peek == UInt8(ascii: "\\"), at + 1 < bytes.count,
      bytes[at + 1] == UInt8(ascii: "u")
    {
      at += 2
      let low = try fourHex(begin)
      guard (0xDC00..<0xE000).contains(low) else { throw fault(.loneSurrogate, at: begin) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw fault(.loneSurrogate, at: begin) }
    return Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private mutating func fourHex(_ begin: Int) throws(JSONSyntaxFault) -> UInt32 {
    guard at + 4 <= bytes.count else { throw fault(.unfinished) }
    var code: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw fault(.badEscape, at: begin)
      }
      code = code << 4 | UInt32(digit)
    }
    at += 4
    return code
  }

  private mutating func number() throws(JSONSyntaxFault) -> OrderedJSON {
    let start = at
    if take(UInt8(ascii: "-")), let byte = peek, isLetter(byte) { return try word(from: start) }
    if take(UInt8(ascii: "0")) {
      if let byte = peek, isDigit(byte) { throw fault(.badNumber, at: start) }
    } else {
      try digits(start)
    }
    if take(UInt8(ascii: ".")) { try digits(start) }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits(start)
    }
    return .number(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  private mutating func digits(_ start: Int) throws(JSONSyntaxFault) {
    guard let byte = peek else { throw fault(.unfinished) }
    guard isDigit(byte) else { throw fault(.badNumber, at: start) }
    while let byte = peek, isDigit(byte) { at += 1 }
  }

  private mutating func word(from begin: Int? = nil) throws(JSONSyntaxFault) -> OrderedJSON {
    let start = begin ?? at
    while let byte = peek, isLetter(byte) { at += 1 }
    let word = String(decoding: bytes[start..<at].prefix(20), as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "NaN", "nan", "Infinity", "-Infinity", "-NaN", "inf", "-inf":
      if readsNaN, ["NaN", "Infinity", "-Infinity"].contains(word) { return .number(word) }
      throw fault(.notFinite(word), at: start)
    default:
      let isCut = at == bytes.count && ["null", "true", "false"].contains { $0.hasPrefix(word) }
      at = start
      throw isCut ? fault(.unfinished, at: bytes.count) : unexpected(wanted: "a value")
    }
  }

  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    at += 1
    return true
  }

  // A line break can only stand between tokens, so counting here counts them all.
  private mutating func skipSpace() {
    while let byte = peek, JSONSpace.isOne(byte) {
      if byte == 0x0A { line += 1 }
      at += 1
    }
  }

  private var shown: String {
    let rest = String(decoding: bytes[at...].prefix(12), as: UTF8.self)
    guard let scalar = rest.unicodeScalars.first else { return "the end" }
    let isWord = scalar.properties.isAlphabetic
    return ShownText.name(
      isWord ? String(rest.prefix { $0.isLetter || $0.isNumber }) : String(Character(scalar)))
  }

  private func unexpected(wanted: String) -> JSONSyntaxFault {
    at < bytes.count ? fault(.unexpected(found: shown, wanted: wanted)) : fault(.unfinished)
  }

  private func fault(_ reason: JSONSyntaxFault.Reason, at offset: Int? = nil) -> JSONSyntaxFault {
    let before = bytes[..<(offset ?? at)]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    // A continuation byte begins no character.
    let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    return JSONSyntaxFault(line: before.count { $0 == 0x0A } + 1, column: column, reason: reason)
  }
}
