import Corpus

/// A mention in its caption, for the classes that a name stands for: what `examples` wrote to a file.
public struct ClassExample: Sendable, Hashable {
  /// The indices of the classes.
  public var classes: [Int]
  /// The caption before the mention.
  public var before: String
  /// The mention.
  public var mention: String
  /// The caption after the mention.
  public var after: String

  /// Reads what `examples --format json` or `--format csv` wrote, and finds the classes by their names.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - classSet: The class set.
  /// - Returns: The examples, each caption cut to 80 characters on either side; those of other classes left out.
  /// - Throws: `InputError`.
  public static func read(_ path: String, classSet: ClassSet) throws -> [ClassExample] {
    let bytes = try InputFile.checked(InputFile.bytes(path), file: path)
    let wanted = ["class", "before", "mention", "after"]
    let join = NameJoin(classSet)
    func example(_ cells: [String]) -> ClassExample? {
      join.match(cells[0]).map {
        ClassExample(
          classes: $0.classes, before: cut(cells[1], fromEnd: true), mention: cells[2],
          after: cut(cells[3], fromEnd: false))
      }
    }
    if bytes.first(where: { !InputFile.isSpace($0) }) == UInt8(ascii: "[") {
      guard case .array(let rows) = try OrderedJSON(bytes, file: path) else { return [] }
      return try rows.enumerated().compactMap { index, row in
        try example(
          wanted.map { key in
            guard case .string(let text) = row[key] ?? .null else {
              throw InputError(
                file: path,
                .unknownForm(
                  wanted: "the JSON that corpus-tool examples writes",
                  found: "element \(index + 1) without `\(key)`"))
            }
            return text
          })
      }
    }
    let table = try DelimitedTable(bytes, file: path)
    let columns = try wanted.map { name in
      guard let column = try table.column([name], file: path) else {
        throw InputError(file: path, at: .line(1), .missingColumn(wanted: wanted, seen: table.columns))
      }
      return column
    }
    return table.rows.compactMap { row in example(columns.map { row.cells[$0] }) }
  }

  private static func cut(_ text: String, fromEnd: Bool) -> String {
    guard text.count > 80 else { return text }
    return fromEnd ? "…" + text.suffix(80) : text.prefix(80) + "…"
  }
}
