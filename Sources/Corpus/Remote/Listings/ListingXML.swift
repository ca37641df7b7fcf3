/// The XML of a listing: elements with text, and nothing that XML can do beyond that.
///
/// A document type definition, which could define entities without end, is refused, as is an entity that XML itself does not
/// define. Attributes and namespaces are passed over. Source: XML 1.0 (fifth edition), sections 2 and 4.6.
struct ListingXML: Sendable, Equatable {
  /// The element's name without a namespace's prefix.
  var name: String
  /// The text inside it, the text of its children left out.
  var text = ""
  /// The elements inside it, in order.
  var children: [ListingXML] = []

  /// How deep elements may nest.
  static let depthLimit = 16

  init(name: String) { self.name = name }

  /// Reads a document; nil where it is malformed, nested deeper than the bound, not UTF-8, or has what is refused.
  init?(_ bytes: [UInt8]) {
    guard UTF8Validation.firstInvalidByte(in: bytes) == nil else { return nil }
    var reader = ListingXMLReader(bytes)
    guard let root = reader.document() else { return nil }
    self = root
  }

  /// The first child of a name; nil where there is none.
  subscript(name: String) -> ListingXML? { children.first { $0.name == name } }

  /// The children of a name.
  func all(_ name: String) -> [ListingXML] { children.filter { $0.name == name } }
}

private struct ListingXMLReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...] }

  mutating func document() -> ListingXML? {
    // The elements that are open, outermost first, and a pretended one around them all.
    var open = [ListingXML(name: "")]
    var text: [UInt8] = []
    while let byte = rest.first {
      guard byte == UInt8(ascii: "<") else {
        if byte == UInt8(ascii: "&") {
          guard let scalar = entity() else { return nil }
          text += Array(String(scalar).utf8)
        } else {
          text.append(byte)
          rest.removeFirst()
        }
        continue
      }
      if take("<!--") {
        guard skip(past: "-->") else { return nil }
      } else if take("<?") {
        guard skip(past: "?>") else { return nil }
      } else if take("<![CDATA[") {
        guard let content = content(before: "]]>") else { return nil }
        text += content
      } else if take("<!") {
        return nil
      } else {
        open[open.count - 1].text += String(decoding: text, as: UTF8.self)
        text = []
        if take("</") {
          guard let inside = content(before: ">"), open.count > 1, let last = open.popLast(),
            Self.name(inside) == last.name
          else { return nil }
          open[open.count - 1].children.append(last)
        } else {
          guard let (inside, isEmpty) = tag(), let name = Self.name(inside) else { return nil }
          if isEmpty {
            open[open.count - 1].children.append(ListingXML(name: name))
          } else {
            open.append(ListingXML(name: name))
          }
          guard open.count <= ListingXML.depthLimit + 1 else { return nil }
        }
      }
    }
    guard open.count == 1, open[0].children.count == 1, Self.isSpace(Array(open[0].text.utf8) + text) else {
      return nil
    }
    return open[0].children[0]
  }

  /// What stands in a start tag, and whether the tag is an end, too; a `>` in an attribute's quotes ends nothing.
  private mutating func tag() -> (inside: [UInt8], isEmpty: Bool)? {
    rest.removeFirst()
    var inside: [UInt8] = []
    var quote: UInt8?
    while let byte = rest.popFirst() {
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        let isEmpty = inside.last == UInt8(ascii: "/")
        return (isEmpty ? inside.dropLast() : inside, isEmpty)
      } else if byte == UInt8(ascii: "<") {
        return nil
      }
      inside.append(byte)
    }
    return nil
  }

  /// The name at the start of a tag, behind a prefix.
  private static func name(_ inside: [UInt8]) -> String? {
    let whole = inside.prefix { !isSpace([$0]) }
    let local = whole.lastIndex(of: UInt8(ascii: ":")).map { whole[($0 + 1)...] } ?? whole
    guard let first = local.first,
      first >= 0x80 || first == UInt8(ascii: "_") || first | 0x20 >= UInt8(ascii: "a"),
      !local.contains(where: { $0 < 0x2D || $0 == UInt8(ascii: "=") })
    else { return nil }
    return String(decoding: local, as: UTF8.self)
  }

  private mutating func entity() -> Unicode.Scalar? {
    rest.removeFirst()
    let name = rest.prefix(10).prefix { $0 != UInt8(ascii: ";") }
    rest.removeFirst(name.count)
    guard rest.popFirst() == UInt8(ascii: ";") else { return nil }
    switch String(decoding: name, as: UTF8.self) {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard name.first == UInt8(ascii: "#") else { return nil }
    let isHexadecimal = name.dropFirst().first == UInt8(ascii: "x")
    let digits = String(decoding: name.dropFirst(isHexadecimal ? 2 : 1), as: UTF8.self)
    guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
    return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init)
  }

  private static func isSpace(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let isThere = text.withUTF8Buffer { rest.starts(with: $0) }
    if isThere { rest.removeFirst(text.utf8CodeUnitCount) }
    return isThere
  }

  private mutating func skip(past end: String) -> Bool { content(before: end) != nil }

  /// The bytes up to a mark, which is passed; nil where it does not come.
  private mutating func content(before mark: String) -> [UInt8]? {
    let mark = Array(mark.utf8)
    var content: [UInt8] = []
    while rest.count >= mark.count {
      if rest.starts(with: mark) {
        rest.removeFirst(mark.count)
        return content
      }
      if let byte = rest.popFirst() { content.append(byte) }
    }
    return nil
  }
}
