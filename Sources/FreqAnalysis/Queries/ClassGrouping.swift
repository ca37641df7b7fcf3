import Corpus

/// Where the groups of classes come from, as `--cluster` names it.
public enum ClassGrouping: Sendable, Hashable {
  /// Neighbors in the class list.
  case order
  /// Subtrees of WordNet's hypernyms.
  case wordNet
  /// A file with a group for each class.
  case file(String)

  /// Reads `order`, `wordnet` or the path of a file; nil for an empty text.
  public init?(_ text: String) {
    switch text {
    case "": return nil
    case "order": self = .order
    case "wordnet": self = .wordNet
    default: self = .file(text)
    }
  }

  /// The file that is read, if any.
  public var path: String? { if case .file(let path) = self { path } else { nil } }

  /// Finds the groups of a class set.
  ///
  /// - Returns: The groups, and what a person should know.
  /// - Throws: `InputError` where a file cannot be read or is none of groups.
  public func groups(of classSet: ClassSet) throws -> (groups: ClassGroups, notes: [Note]) {
    switch self {
    case .order: return (.order, [])
    case .wordNet:
      let tree = try WordNetTree(classSet, in: WordNetLemmas())
      let groups = ClassGroups(labels: tree.subtrees, places: tree.places, source: "subtrees of WordNet")
      return (groups, Self.note(tree.unknown, classSet))
    case .file(let path): return try Self.read(path, classSet)
    }
  }

  /// Reads CSV or TSV with a header: the column of classes, and the first other one as the group.
  private static func read(_ path: String, _ classSet: ClassSet) throws -> (ClassGroups, [Note]) {
    let table = try DelimitedTable(InputFile.checked(InputFile.bytes(path), file: path), file: path)
    guard let names = try table.column(["class", "name", "class_name", "classname"], file: path) else {
      throw InputError(file: path, at: .line(1), .missingColumn(wanted: ["class"], seen: table.columns))
    }
    guard let column = table.columns.indices.first(where: { $0 != names }) else {
      throw InputError(
        file: path, at: .line(1), .missingColumn(wanted: ["a column of groups"], seen: table.columns))
    }
    guard !table.rows.isEmpty else { throw InputError(file: path, .noRows) }
    let joined = try NameJoin(classSet).join(table.rows.map { $0.cells[names] }, file: path)
    var (numbers, labels): ([[UInt8]: Int], [Int: Int]) = ([:], [:])
    for (match, row) in zip(joined.matches, table.rows) {
      let text = Array(InputFile.trimmed(row.cells[column]).utf8)
      guard !text.isEmpty else { continue }
      let number = numbers[text] ?? numbers.count
      numbers[text] = number
      for index in match?.classes ?? [] { labels[index] = number }
    }
    guard !labels.isEmpty else { throw InputError(file: path, .noRows) }
    let without = classSet.classes.indices.filter { labels[$0] == nil }
    return (
      ClassGroups(labels: labels, places: labels, source: "groups of \(table.columns[column])"),
      joined.notes + Self.note(without, classSet)
    )
  }

  private static func note(_ without: [Int], _ classSet: ClassSet) -> [Note] {
    without.isEmpty ? [] : [Note(.classesWithoutGroup, without.map { classSet.classes[$0].name })]
  }
}
