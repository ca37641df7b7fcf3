import Corpus

/// Knows what may stand above a list of names: a header of one column, or lines of comment.
enum ListHead {
  /// Headers of a column of names, without what stands between their words.
  private static let headers: Set<String> = [
    "name", "names", "class", "classes", "classname", "classnames", "label", "labels", "labelname",
    "labelnames",
    "category", "categories", "categoryname", "categorynames", "species", "speciesname", "commonname",
    "scientificname", "displayname",
  ]

  /// Whether a text is what columns of names are headed by.
  static func isHeader(_ text: String) -> Bool {
    headers.contains(text.lowercased().filter { !"_- ".contains($0) })
  }

  /// Whether a file's name says that it is a table, which has a header more often than not.
  static func isOfTable(_ file: String) -> Bool {
    [".csv", ".tsv"].contains { file.lowercased().hasSuffix($0) }
  }

  /// The first name of a list of lines, where it may be a header; nil where nothing speaks for it.
  static func doubtful(_ names: [String], file: String) -> String? {
    guard let first = names.first, names.count > 1, NumberKey.value(first) == nil else { return nil }
    let isComment = first.hasPrefix("#") && !names.dropFirst().contains { $0.hasPrefix("#") }
    return isComment || isHeader(first) || isOfTable(file) ? first : nil
  }

  /// The lines of comment at a text's head: `#` and a blank. Names may begin with that sign as well, so all lines below
  /// are to begin with another.
  static func comments(_ lines: [String]) -> [String] {
    let comments = lines.prefix { $0 == "#" || $0.hasPrefix("# ") || $0.hasPrefix("##") }
    let below = lines.dropFirst(comments.count)
    return below.isEmpty || below.contains { $0.hasPrefix("#") } ? [] : Array(comments)
  }

  /// A text without its first lines, which stay as empty ones so that places are those of the file.
  static func without(_ lines: Int, _ bytes: [UInt8]) -> [UInt8] {
    let end: UInt8 = bytes.contains(0x0A) ? 0x0A : 0x0D
    var at = 0
    var left = lines
    while at < bytes.count, left > 0 {
      if bytes[at] == end { left -= 1 }
      at += 1
    }
    return Array(repeating: end, count: lines - left) + bytes[at...]
  }
}
