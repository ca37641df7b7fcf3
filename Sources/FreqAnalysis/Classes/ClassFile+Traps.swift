import Corpus

extension ClassFile {
  /// Refuses a list that has names without a letter or a number: they could never be found.
  static func refuseNamesWithoutWords(_ set: ClassSet, file: String) throws {
    let wordless = set.classes.map(\.name).filter { !NameKey.hasWord($0) }
    guard wordless.isEmpty else { throw InputError(file: file, .namesWithoutWords(wordless)) }
  }

  /// What in a class set a person should know before counting; an empty list is not told.
  static func traps(of set: ClassSet) -> [Note] {
    [
      duplicateNames(set), equalNames(set), Note(.outerPunctuation, namesWithOuterPunctuation(set)),
      parentheses(set), aliasesWithoutWords(set),
    ].filter { !$0.isEmptyList }
  }

  private static func duplicateNames(_ set: ClassSet) -> Note {
    let groups = grouped(set) { Array($0.utf8) }
    return Note(.duplicateNames, groups.map { "\(set.classes[$0[0]].name) (\($0.count) classes)" })
  }

  /// Names with the same words, as groups of the different spellings.
  private static func equalNames(_ set: ClassSet) -> Note {
    let groups = grouped(set, by: NameKey.words).compactMap { group -> String? in
      var seen: Set<[UInt8]> = []
      let spellings = group.map { set.classes[$0].name }.filter { seen.insert(Array($0.utf8)).inserted }
      return spellings.count > 1 ? spellings.joined(separator: ", ") : nil
    }
    return Note(.equalNames, groups)
  }

  /// The classes whose names share a key, in the order of the first; classes alone with theirs left out.
  private static func grouped(_ set: ClassSet, by key: (String) -> [UInt8]) -> [[Int]] {
    var groups: [[UInt8]: [Int]] = [:]
    for (index, entry) in set.classes.enumerated() { groups[key(entry.name), default: []].append(index) }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  private static func parentheses(_ set: ClassSet) -> Note {
    let names = set.classes.filter { entry in
      guard let base = ClassSet.baseName(of: entry.name) else { return false }
      return !entry.terms.contains { $0.text.utf8.elementsEqual(base.utf8) }
    }.map(\.name)
    return Note(.parenthesis, names)
  }

  private static func aliasesWithoutWords(_ set: ClassSet) -> Note {
    let items = set.classes.flatMap { entry in
      entry.terms.filter { $0.kind != .name && !NameKey.hasWord($0.text) }.map { "\(entry.name): \($0.text)" }
    }
    return Note(.aliasesWithoutWords, items)
  }

  /// Names whose first or last sign is punctuation or a symbol; a final parenthesis is told of elsewhere.
  private static func namesWithOuterPunctuation(_ set: ClassSet) -> [String] {
    set.classes.map(\.name).filter { name in
      let scalars = InputFile.trimmed(Folding.folded(name)).unicodeScalars
      let last = ClassSet.baseName(of: name) == nil ? scalars.last : nil
      return [scalars.first, last].contains { scalar in
        switch scalar?.properties.generalCategory {
        case .otherPunctuation, .dashPunctuation, .connectorPunctuation, .openPunctuation, .closePunctuation,
          .initialPunctuation, .finalPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
          true
        default: false
        }
      }
    }
  }
}
