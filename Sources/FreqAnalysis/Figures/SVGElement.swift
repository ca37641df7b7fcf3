/// One element of an SVG picture; text and attributes are escaped when it is written, so that no name can break it.
struct SVGElement: Sendable {
  /// What an element holds.
  enum Content: Sendable {
    /// The content is another element.
    case element(SVGElement)
    /// The content is text, which may have any characters.
    case text(String)
  }

  var name: String
  var attributes: [(name: String, value: String)]
  var content: [Content]

  /// Makes an element; attributes keep their order.
  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [SVGElement] = []) {
    self.name = name
    self.attributes = attributes.map { ($0.key, $0.value) }
    content = children.map(Content.element)
  }

  /// Makes an element that holds text.
  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    self.init(name, attributes)
    content = [.text(text)]
  }

  mutating func append(_ child: SVGElement) { content.append(.element(child)) }

  /// The element as XML without any white space added.
  var xml: String {
    var out = ""
    write(into: &out)
    return out
  }

  private func write(into out: inout String) {
    out += "<" + name
    for attribute in attributes { out += " \(attribute.name)=\"\(Self.escaped(attribute.value))\"" }
    if content.isEmpty {
      out += "/>"
      return
    }
    out += ">"
    for part in content {
      switch part {
      case .element(let element): element.write(into: &out)
      case .text(let text): out += Self.escaped(text)
      }
    }
    out += "</\(name)>"
  }

  /// Text as XML 1.0 takes it: markup as entities, and a character that XML forbids as U+FFFD.
  ///
  /// Line ends and tabs become spaces, which is how SVG shows them.
  static func escaped(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in drawable(text).unicodeScalars {
      switch scalar {
      case "&": out.append(contentsOf: "&amp;".unicodeScalars)
      case "<": out.append(contentsOf: "&lt;".unicodeScalars)
      case ">": out.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
      case "'": out.append(contentsOf: "&#39;".unicodeScalars)
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  /// Text without what XML 1.0 forbids or what would reorder its surroundings, markup left as it is.
  static func drawable(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t", "\n", "\r": out.append(" ")
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}"..."\u{FFFF}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        // The direction marks would reorder what stands around them.
        out.append("\u{FFFD}")
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}

/// A coordinate to a tenth of a unit, without a needless point: `12.3`, `7`.
func coordinate(_ value: Double) -> String {
  let tenths = (value * 10).rounded()
  guard tenths.isFinite, abs(tenths) < 1e12 else { return "0" }
  let whole = Int(tenths)
  let sign = whole < 0 ? "-" : ""
  let size = abs(whole)
  return size % 10 == 0 ? "\(sign)\(size / 10)" : "\(sign)\(size / 10).\(size % 10)"
}
