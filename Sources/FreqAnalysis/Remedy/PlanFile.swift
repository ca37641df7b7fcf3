import Corpus

/// A plan as a table: how many images each class gets.
public struct PlanFile: Sendable {
  /// For each class of the class set, in its order, how many are to be added.
  public let add: [Int]

  /// The names that the columns may have.
  private static let nameColumns = ["class", "name", "class_name", "label"]
  private static let addColumns = ["add", "count", "n"]

  /// Reads a table with the columns `class` and `add`; a class that is named twice gets both.
  ///
  /// - Throws: `InputError` for a file that cannot be read, `Failure` for a class that the class set lacks.
  public init(_ path: String, _ classSet: ClassSet) throws {
    let table = try DelimitedTable(given: path, as: "a plan")
    guard let name = try table.choice(Self.nameColumns, file: path),
      let added = try table.choice(Self.addColumns, file: path)
    else {
      throw InputError(
        file: path, at: .line(1), .missingColumn(wanted: ["class", "add"], seen: table.columns))
    }
    let index = try table.column(["class_index"], file: path)
    let join = NameJoin(classSet)
    var add = Array(repeating: 0, count: classSet.classes.count)
    for row in table.rows {
      let text = InputFile.trimmed(row.cells[added.position])
      guard let number = Int(text), StoredCount.range.contains(number) else {
        throw InputError(
          file: path, at: .line(row.line),
          .countNotWhole(
            name: row.cells[name.position], column: table.columns[added.position], found: "`\(text)`"))
      }
      let classes = join.match(row.cells[name.position], words: true)?.classes ?? []
      // Twins share a name; the index says which is meant.
      let own = index.flatMap { Int(InputFile.trimmed(row.cells[$0])) }.flatMap {
        classes.contains($0) ? $0 : nil
      }
      guard let one = own ?? (classes.count == 1 ? classes[0] : nil) else {
        throw Failure(
          file: path, line: row.line, name: row.cells[name.position], classSet: classSet.name,
          matches: classes.count)
      }
      let sum = add[one] + number
      guard StoredCount.range.contains(sum) else {
        throw InputError(
          file: path, at: .line(row.line),
          .countNotWhole(
            name: row.cells[name.position], column: table.columns[added.position],
            found: "\(ShownText.number(sum)) in all rows"))
      }
      add[one] = sum
    }
    self.add = add
  }

  /// A row of a plan whose class is not clear.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The plan's file.
    public var file: String
    /// The row's line, from 1.
    public var line: Int
    /// The name in the row.
    public var name: String
    /// The class set.
    public var classSet: String
    /// How many classes have the name.
    public var matches: Int

    /// The error as a sentence.
    public var description: String {
      let what =
        matches == 0
        ? "the class set `\(classSet)` has no class \(ShownText.name(name))"
        : "\(matches) classes are called \(ShownText.name(name)), and no column `class_index` says which is meant"
      return "\(file), line \(line): \(what)"
    }
  }
}
