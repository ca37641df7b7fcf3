/// The fonts of a picture, the first that the reader has: `Times New Roman, serif`.
///
/// Names go into a style sheet, so only letters, digits, blanks and hyphens are names.
public struct FontFamily: Sendable, Hashable {
  /// The names, in order.
  public var names: [String]

  /// Reads names between commas; nil where one of them has other characters, or there is none.
  public init?(_ text: String) {
    names = text.split(separator: ",").map { part in
      String(part.drop { " '\"".contains($0) }.reversed().drop { " '\"".contains($0) }.reversed())
    }
    let isPlain = names.allSatisfy { name in
      !name.isEmpty && name.utf8.count <= 80
        && name.unicodeScalars.allSatisfy {
          $0.properties.isAlphabetic || " -_.0123456789".unicodeScalars.contains($0)
        }
    }
    guard !names.isEmpty, isPlain else { return nil }
  }

  private static let generic = ["serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui"]

  /// The names as a style sheet has them.
  var css: String {
    names.map { Self.generic.contains($0) ? $0 : "'\($0)'" }.joined(separator: ",")
  }

  /// How wide its letters are, nearly.
  var measure: TextMeasure {
    let first = names.first?.lowercased() ?? ""
    let typewriters = ["mono", "courier", "consolas", "typewriter"]
    let wide = ["dejavu sans", "verdana"]
    return TextMeasure(
      factor: wide.contains(first) ? 1.13 : 1, isFixed: typewriters.contains(where: first.contains))
  }
}
