import Corpus

/// What the columns of a table with a known header are.
struct ColumnsByHeader {
  /// The column of names.
  let name: Int
  /// The column of indices.
  private(set) var index: Int?
  /// The column of identifiers.
  private(set) var id: Int?
  /// The columns of aliases.
  let aliases: [Int]
  /// What is to be told: columns that were chosen, that were read by their content, that are not used.
  private(set) var notes: [Note] = []

  /// The headers of columns, the better known first.
  static let names = ["name", "class_name", "classname", "class"]
  private static let indices = ["index", "class_index", "idx"]
  private static let ids = ["wnid", "synset_id", "id", "synset"]
  private static let aliasHeaders = ["aliases", "alias", "synonyms", "common_name"]
  /// What a column may be headed by that numbers the classes, if its numbers do; without what stands between its words.
  private static let numbers: Set<String> = [
    "", "label", "target", "class", "classid", "labelid", "categoryid", "targetid",
  ]

  /// Finds the columns.
  ///
  /// - Parameters:
  ///   - header: The headers, trimmed.
  ///   - rows: The rows below, all as wide.
  ///   - chosen: The column of names, if it was asked for.
  ///   - file: The file, for an error.
  /// - Throws: `InputError` where two columns have the same header.
  init(_ header: [String], _ rows: [CSVRows.Row], name chosen: Int?, file: String) throws {
    var notes: [Note] = []
    func known(_ names: [String], but taken: Int?) throws -> Int? {
      let lower = header.map { $0.lowercased() }
      let found = names.compactMap { name in lower.firstIndex(of: name) }.filter { $0 != taken }
      guard let best = found.first else { return nil }
      if let last = lower.lastIndex(of: lower[best]), last != best {
        throw InputError(file: file, at: .line(1), .repeatedColumn(header[last]))
      }
      if found.count > 1 {
        notes.append(Note(.columnChosen(header[best], besides: found.dropFirst().map { header[$0] })))
      }
      return best
    }
    let name = try chosen ?? known(Self.names, but: nil) ?? 0
    self.name = name
    index = try known(Self.indices, but: name)
    id = try known(Self.ids, but: name)
    aliases = header.indices.filter { $0 != name && Self.aliasHeaders.contains(header[$0].lowercased()) }
    self.notes = notes
    takeByContent(header, rows)
  }

  /// Takes further columns for identifiers and indices, if they hold nothing else, and tells what is left.
  private mutating func takeByContent(_ header: [String], _ rows: [CSVRows.Row]) {
    var free = header.indices.filter { ![name, index, id].contains($0) && !aliases.contains($0) }
    func cells(_ column: Int) -> [String] { rows.map { InputFile.trimmed($0.cells[column]) } }
    if id == nil, let column = free.first(where: { cells($0).allSatisfy(ClassIdentifier.matches) }),
      !rows.isEmpty
    {
      id = column
      notes.append(Note(.columnByContent(header[column], role: "identifiers")))
      free.removeAll { $0 == column }
    }
    func isNumbered(_ column: Int) -> Bool {
      Self.numbers.contains(header[column].lowercased().filter { !"_- .".contains($0) })
    }
    // Numbers with gaps are no places in the list, but what others call the classes; the list sees to that.
    if index == nil, let number = free.first(where: { isNumbered($0) && Self.areDifferentNumbers(cells($0)) })
    {
      index = number
      notes.append(Note(.columnByContent(header[number], role: "indices")))
      free.removeAll { $0 == number }
    }
    if !free.isEmpty { notes.append(Note(.ignoredColumns, free.map { header[$0] })) }
  }

  /// Whether cells are whole numbers of which none comes twice.
  private static func areDifferentNumbers(_ cells: [String]) -> Bool {
    let numbers = cells.compactMap(NumberKey.value)
    return !numbers.isEmpty && numbers.count == cells.count && Set(numbers).count == numbers.count
  }
}
