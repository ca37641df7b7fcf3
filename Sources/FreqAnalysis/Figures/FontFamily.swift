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

  /// How wide its letters are beside those of Helvetica, nearly.
  var widthFactor: Double {
    let first = names.first?.lowercased() ?? ""
    if ["mono", "courier", "consolas", "typewriter"].contains(where: first.contains) { return 1.25 }
    if ["dejavu sans", "verdana"].contains(first) { return 1.13 }
    return 1
  }
}
