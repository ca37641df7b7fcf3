import Corpus

/// Recognises the form of a class list and reads its entries as given; what they are worth is not judged here.
struct ClassListReader {
  let file: String
  var options = ClassListOptions()

  /// Reads valid UTF-8 that is not all white space.
  func read(_ bytes: [UInt8]) throws -> ClassList {
    var list = try recognised(bytes)
    try refuseIdentifiersAlone(list)
    GluedIdentifiers.apply(to: &list)
    NumberedNames.apply(to: &list)
    // `0 n01440764` is one behind its number, and so may be `0 n01440764 tench`.
    try refuseIdentifiersAlone(list)
    GluedIdentifiers.apply(to: &list)
    try refuseIdentifiersAlone(list)
    let isAsGiven =
      list.form == .lines && !list.notes.contains { if case .listingParts = $0.kind { true } else { false } }
    if isAsGiven, let first = ListHead.doubtful(list.entries.map(\.name), file: file) {
      list.notes.append(Note(.firstLine(first)))
    }
    SynonymNames.apply(to: &list, splits: options.splitsSynonyms)
    return list
  }

  /// Refuses a list of identifiers without names; a header may stand above them, and a number beside each of them.
  private func refuseIdentifiersAlone(_ list: ClassList) throws {
    guard list.entries.allSatisfy({ $0.terms.count == 1 }) else { return }
    let numbered = list.entries.filter { WholeNumber.isWritten($0.name) }.compactMap(\.id)
    if !numbered.isEmpty, numbered.count == list.entries.count, numbered.allSatisfy(ClassIdentifier.matches) {
      throw InputError(file: file, .identifiersAlone(numbered))
    }
    let identifiers = list.entries.map(\.name).filter(ClassIdentifier.matches)
    let names = list.entries.count - identifiers.count
    let hasHeader = names == 1 && identifiers.count > 1 && !ClassIdentifier.matches(list.entries[0].name)
    guard !identifiers.isEmpty, names == 0 || hasHeader else { return }
    throw InputError(file: file, .identifiersAlone(identifiers))
  }

  private func recognised(_ bytes: [UInt8], isBelowComments: Bool = false) throws -> ClassList {
    let first = bytes.first { !InputFile.isSpace($0) }
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") { return try json(bytes) }
    let lines = ClassListLines(bytes, file: file, isBelowComments: isBelowComments)
    if let source = SourceText(lines: lines.lines.map(\.text), file: file),
      source != .yaml || !lines.beginWithIdentifiers
    {
      throw InputError(file: file, .sourceText(source))
    }
    let comments = ListHead.comments(lines.lines.map(\.text))
    if !comments.isEmpty {
      let below = ListHead.without(lines.lines[comments.count - 1].number, bytes)
      var list = try recognised(below, isBelowComments: true)
      list.notes.insert(Note(.commentLines, comments), at: 0)
      return list
    }
    if let key = options.key { throw InputError(file: file, .noKeys(key, found: "a text")) }
    if lines.areSynsets { return try lines.synsets() }
    return try ClassListTable(file: file, options: options).read(bytes) ?? lines.names()
  }

  /// The values of a file with an object a line; nil where any line is none.
  private static func jsonLines(_ bytes: [UInt8]) -> [OrderedJSON]? {
    var values: [OrderedJSON] = []
    for line in bytes.split(separator: 0x0A) where line.contains(where: { !InputFile.isSpace($0) }) {
      guard let value = try? OrderedJSON(Array(line)), case .object = value else { return nil }
      values.append(value)
    }
    return values
  }

  private func json(_ bytes: [UInt8]) throws -> ClassList {
    let value: OrderedJSON
    do {
      value = try OrderedJSON(bytes)
    } catch {
      if SourceText.isPythonLiteral(error) { throw InputError(file: file, .sourceText(.python)) }
      if case .trailing = error.reason, let lines = Self.jsonLines(bytes) {
        return try ClassListJSON(file: file, options: options).read(.array(lines))
      }
      throw InputError(file: file, at: .column(line: error.line, column: error.column), .json(error.reason))
    }
    if let name = options.nameColumn { throw InputError(file: file, .notATable(nameColumn: name)) }
    return try ClassListJSON(file: file, options: options).read(value)
  }
}
