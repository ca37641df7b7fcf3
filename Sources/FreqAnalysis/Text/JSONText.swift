/// JSON after RFC 8259 that is the same bytes for the same value.
///
/// Keys stay in the order of the value. A missing value and a number that is not finite are `null`; a real number is
/// the shortest decimal that reads back to the same double. A list or an object that holds only scalars is one line,
/// so a table is one line a row. Control characters are escaped, those after ASCII too, so that the text is harmless
/// on a terminal.
public struct JSONText: Sendable {
  private let value: JSONValue

  /// Takes a value.
  public init(_ value: JSONValue) { self.value = value }

  /// Takes a table: a list of objects, one a row.
  public init(_ table: Table) { value = JSONValue(table) }

  /// The value over as many lines as it takes, each of them ended.
  public var text: String {
    var text = ""
    Self.append(value, to: &text, indent: 0)
    return text + "\n"
  }

  /// The value on one line, without a line end.
  public var line: String {
    var text = ""
    Self.append(value, to: &text, indent: nil)
    return text
  }

  /// Appends a value; without an indentation everything goes on one line.
  private static func append(_ value: JSONValue, to text: inout String, indent: Int?) {
    let inner = value.isFlat ? nil : indent.map { $0 + 2 }
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .integer(let number): text += String(number)
    case .real(let number): text += number.isFinite ? number.description : "null"
    case .text(let string): appendQuoted(string, to: &text)
    case .list(let values):
      text += "["
      for (index, element) in values.enumerated() {
        separate(index, inner, in: &text)
        append(element, to: &text, indent: inner)
      }
      close("]", inner.map { $0 - 2 }, in: &text)
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        separate(index, inner, in: &text)
        appendQuoted(member.key, to: &text)
        text += ": "
        append(member.value, to: &text, indent: inner)
      }
      close("}", inner.map { $0 - 2 }, in: &text)
    }
  }

  private static func separate(_ index: Int, _ indent: Int?, in text: inout String) {
    if index > 0 { text += "," }
    if let indent {
      text += "\n" + String(repeating: " ", count: indent)
    } else if index > 0 {
      text += " "
    }
  }

  private static func close(_ bracket: String, _ indent: Int?, in text: inout String) {
    if let indent { text += "\n" + String(repeating: " ", count: indent) }
    text += bracket
  }

  private static func appendQuoted(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar.value {
      case 0x22: text += "\\\""
      case 0x5C: text += "\\\\"
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      case 0x09: text += "\\t"
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
