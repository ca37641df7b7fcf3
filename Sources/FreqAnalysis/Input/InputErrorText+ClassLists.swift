/// The sentences of class lists.
extension InputErrorText {
  /// What is wrong with a class list; nil for another file's error.
  var classReason: String? {
    switch error.reason {
    case .noNames: "the file has no names"
    case .namesWithoutWords(let names):
      "\(ShownText.count(names.count, "name has", "names have")) neither a letter nor a number and can never be matched: \(ShownText.names(names))"
    case .repeatedName(let name):
      "the key \(ShownText.name(name)) is duplicated; a list of names can repeat a name, an object cannot"
    case .notASynsetLine:
      "the line does not begin with an identifier such as n01440764, as the first line does"
    case .indexNotNumber(let text): "the index \(ShownText.name(text)) is not a number"
    case .indexGap(let expected, let found):
      "the indices are not consecutive: \(expected) was expected, \(found) found"
    case .noWordNet(let folder):
      "WordNet's files are not in \(ShownText.escaped(folder)); on Debian: apt-get install wordnet-base"
    case .otherWordNet(let version):
      "these files are from WordNet \(ShownText.escaped(version)); identifiers such as n01440764 are from WordNet 3.0"
    case .sourceText(let language): language.sentence
    case .identifiersAlone(let names):
      "the list holds identifiers (\(ShownText.names(names, limit: 3))) and no names, and no caption contains an identifier; give a file that has both, with lines such as n01440764 tench"
    case .noClassSetOrFile(let near): "there is no class set and no file of this name\(Self.meant(near))"
    default: jsonReason ?? columnReason
    }
  }

  private var jsonReason: String? {
    switch error.reason {
    case .notAClassList(let found):
      "a JSON class list must be a list of names, or an object from name to aliases; this is \(found)"
    case .nameNotText(let position, let found): "element \(position) of the list is \(found), not a name"
    case .aliasesNotTexts(let name, let found):
      "the value of \(ShownText.name(name)) is \(found); aliases must be a list of strings"
        + (error.reason.mayHoldList
          ? ", and a class list inside it has to be chosen by its key" : "")
    case .valueNotName(let key, let found):
      "the value of \(ShownText.name(key)) is \(found), not a name"
    case .recordWithoutName(let position, let field, let found):
      "in element \(position) of the list \(ShownText.name(field)) is \(found ?? "missing")"
        + (found == nil ? "" : ", not a name")
    case .severalLists(let lists):
      "there \(lists.count == 1 ? "is a list" : "are \(ShownText.number(lists.count)) lists of names") under "
        + (lists.count == 1 ? "a key" : "keys") + ": \(sizes(lists)); choose one"
    case .noSuchKey(let key, let seen):
      "there is no key \(ShownText.name(key))\(Self.meant(NearMiss.names(near: key, among: seen)))"
        + Self.listed("keys seen", seen, limit: 20, after: NearMiss.names(near: key, among: seen))
    case .noKeys(let key, let found):
      "the key \(ShownText.name(key)) chooses a list of a JSON object, and this is \(found)"
    default: nil
    }
  }

  private var columnReason: String? {
    switch error.reason {
    case .tableWithoutHeader:
      "the first line is separated by tabs, but the lines do not all have the same number of them; is a tab missing?"
    case .notATable(let name):
      "the column \(ShownText.name(name)) is to be one of a table, and this is none"
    case .noSuchColumn(let name, let seen):
      "there is no column \(ShownText.name(name)); the columns, by number: \(columns(seen))"
    case .repeatedNames(let name, let different, let rows, let others, let columns):
      "the \(ShownText.count(rows, "row has", "rows have")) "
        + "\(ShownText.count(different, "different name", "different names")) under \(ShownText.name(name)), "
        + "and more under \(ShownText.names(others)); which column holds the names? By number: "
        + self.columns(columns)
    case .columnsUnknown(let cells, let isHeader):
      "the table has no column called name or class, and its content does not show which column holds the names; "
        + "choose one by its "
        + (isHeader ? "header or its number" : "number, or if the first line is a header by its header")
        + ": \(columns(cells))"
    default: nil
    }
  }

  private func sizes(_ lists: [InputError.NamedList]) -> String {
    let shown = lists.prefix(30).map { "\(ShownText.name($0.key)) (\(ShownText.number($0.count)))" }
    return shown.joined(separator: ", ")
      + (lists.count > shown.count ? " and \(ShownText.number(lists.count - shown.count)) more" : "")
  }

  /// Columns as a person chooses them: their numbers, and what they begin with.
  private func columns(_ cells: [String]) -> String {
    let shown = cells.prefix(20).enumerated().map { "\($0 + 1) \(ShownText.name($1))" }.joined(
      separator: ", ")
    return cells.count > 20 ? "\(shown) and \(ShownText.number(cells.count - 20)) more" : shown
  }

  /// What there is, behind a question or behind the first half of a sentence.
  static func listed(_ what: String, _ names: [String], limit: Int, after near: [String]) -> String {
    let list = "\(what): \(ShownText.names(names, limit: limit))"
    return near.isEmpty ? "; " + list : " " + list.prefix(1).uppercased() + list.dropFirst()
  }

  /// A question for what may have been meant.
  static func meant(_ near: [String]) -> String {
    near.isEmpty ? "" : "; did you mean \(near.map(ShownText.name).joined(separator: " or "))?"
  }
}

extension InputError.Reason {
  /// Whether an object stands where aliases were expected, which may hold a class list.
  public var mayHoldList: Bool {
    guard case .aliasesNotTexts(_, let found) = self else { return false }
    return found == OrderedJSON.object([]).kind
  }
}
