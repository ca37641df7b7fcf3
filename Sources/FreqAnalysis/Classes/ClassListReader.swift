import Corpus

/// Recognises the form of a class list and reads its entries as given; what they are worth is not judged here.
struct ClassListReader {
  let file: String
  var options = ClassListOptions()

  /// Reads valid UTF-8 that is not all white space.
  func read(_ bytes: [UInt8]) throws -> ClassList {
    var list = try recognised(bytes)
    let names = list.entries.map(\.name)
    if !names.isEmpty, list.entries.allSatisfy({ $0.terms.count == 1 }),
      names.allSatisfy(ClassIdentifier.matches)
    {
      throw InputError(file: file, .identifiersAlone(names))
    }
    NumberedNames.apply(to: &list)
    SynonymNames.apply(to: &list, splits: options.splitsSynonyms)
    return list
  }

  private func recognised(_ bytes: [UInt8]) throws -> ClassList {
    let first = bytes.first { !InputFile.isSpace($0) }
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") { return try json(bytes) }
    let lines = ClassListLines(bytes, file: file)
    if let source = SourceText(lines: lines.lines.map(\.text), file: file) {
      throw InputError(file: file, .sourceText(source))
    }
    if let key = options.key { throw InputError(file: file, .noKeys(key, found: "a text")) }
    if lines.areSynsets { return try lines.synsets() }
    return try ClassListTable(file: file, options: options).read(bytes) ?? lines.names()
  }

  private func json(_ bytes: [UInt8]) throws -> ClassList {
    let value: OrderedJSON
    do {
      value = try OrderedJSON(bytes)
    } catch {
      if SourceText.isPythonLiteral(error) { throw InputError(file: file, .sourceText(.python)) }
      throw InputError(file: file, at: .column(line: error.line, column: error.column), .json(error.reason))
    }
    if let name = options.nameColumn { throw InputError(file: file, .notATable(nameColumn: name)) }
    return try ClassListJSON(file: file, options: options).read(value)
  }
}
