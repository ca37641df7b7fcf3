/// The JSON of a listing (RFC 8259): small, whole in memory, and read only for what names it has.
indirect enum ListingJSON: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number as it was written.
  case number(String)
  case string(String)
  case array([ListingJSON])
  /// An object; of a name that occurs twice the last value counts.
  case object([String: ListingJSON])

  /// How deep values may nest.
  static let depthLimit = 32

  /// Reads one value; nil where the bytes are no JSON, nested deeper than the bound, or not UTF-8.
  init?(_ bytes: [UInt8]) {
    guard UTF8Validation.firstInvalidByte(in: bytes) == nil else { return nil }
    var reader = ListingJSONReader(bytes)
    guard let value = reader.wholeValue() else { return nil }
    self = value
  }

  /// A member of an object; nil where there is none.
  subscript(name: String) -> ListingJSON? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The text of a string; nil for other values.
  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The value of a number that is whole and not negative; nil for others.
  var count: Int? {
    guard case .number(let digits) = self, let number = Int(digits), number >= 0 else { return nil }
    return number
  }
}

/// Reads JSON by recursive descent; nil at the first byte that does not fit.
private struct ListingJSONReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func wholeValue() -> ListingJSON? {
    guard let value = value(depth: 0) else { return nil }
    skipSpace()
    return rest.isEmpty ? value : nil
  }

  private mutating func value(depth: Int) -> ListingJSON? {
    skipSpace()
    guard depth <= ListingJSON.depthLimit, let first = rest.first else { return nil }
    switch first {
    case UInt8(ascii: "{"): return object(depth: depth + 1)
    case UInt8(ascii: "["): return array(depth: depth + 1)
    case UInt8(ascii: "\""): return string().map { .string($0) }
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
    default:
      for (word, value) in [("null", ListingJSON.null), ("true", .bool(true)), ("false", .bool(false))]
      where rest.starts(with: word.utf8) {
        rest.removeFirst(word.utf8.count)
        return value
      }
      return nil
    }
  }

  private mutating func object(depth: Int) -> ListingJSON? {
    rest.removeFirst()
    var members: [String: ListingJSON] = [:]
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      guard rest.first == UInt8(ascii: "\""), let name = string(), take(":"), let value = value(depth: depth)
      else { return nil }
      members[name] = value
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func array(depth: Int) -> ListingJSON? {
    rest.removeFirst()
    var values: [ListingJSON] = []
    if take("]") { return .array(values) }
    repeat {
      guard let value = value(depth: depth) else { return nil }
      values.append(value)
    } while take(",")
    return take("]") ? .array(values) : nil
  }

  private mutating func number() -> ListingJSON? {
    let digits = rest.prefix { byte in
      (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    rest.removeFirst(digits.count)
    let text = String(decoding: digits, as: UTF8.self)
    return Double(text) == nil ? nil : .number(text)
  }

  private mutating func string() -> String? {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escaped() else { return nil }
        bytes += Array(String(scalar).utf8)
      case 0..<0x20: return nil
      default: bytes.append(byte)
      }
    }
    return nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    switch rest.popFirst() {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal() else { return nil }
      guard unit & 0xFC00 == 0xD800 else { return Unicode.Scalar(unit) }
      guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"),
        let low = hexadecimal(),
        low & 0xFC00 == 0xDC00
      else { return nil }
      return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
    default: return nil
    }
  }

  private mutating func hexadecimal() -> UInt32? {
    let digits = rest.prefix(4)
    rest.removeFirst(digits.count)
    guard digits.count == 4, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
      return nil
    }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func skipSpace() {
    while let byte = rest.first, JSONSpace.isOne(byte) { rest.removeFirst() }
  }
}
