import Corpus

/// Reads class lists in JSON: a list of names or of objects, or an object whose keys are names, numbers,
/// identifiers, or what lists stand under.
struct ClassListJSON {
  let file: String
  let options: ClassListOptions

  func read(_ value: OrderedJSON) throws -> ClassList {
    guard let key = options.key else { return try list(value) }
    let found = try ListsUnderKeys(value).value(under: key, file: file)
    var list = try list(found, under: key)
    list.notes.append(Note(.listUnderKey(key)))
    return list
  }

  /// Reads a list, which may stand under a path of keys.
  private func list(_ value: OrderedJSON, under path: String? = nil) throws -> ClassList {
    switch value {
    case .array(let elements) where ClassRecords.matches(elements):
      try ClassRecords(file: file).read(elements)
    case .array(let elements): try names(elements)
    case .object(let members): try object(members, under: path)
    case let other: throw InputError(file: file, .notAClassList(found: other.kind))
    }
  }

  private func names(_ elements: [OrderedJSON]) throws -> ClassList {
    let entries = try elements.enumerated().map { index, element in
      guard case .string(let name) = element else {
        throw InputError(file: file, .nameNotText(position: index + 1, found: element.kind))
      }
      return ClassSet.Class(name: name)
    }
    return ClassList(form: .jsonNames, entries: entries, isListing: true)
  }

  private func object(_ members: [OrderedJSON.Member], under path: String?) throws -> ClassList {
    if let list = try indexed(members) { return list }
    if let list = try numbersBehindNames(members, areNamed: path.map(ListsUnderKeys.holdsNumbers) ?? false) {
      return list
    }
    if !members.isEmpty, members.allSatisfy({ NumberKey.signed($0.key) != nil }) {
      return try numbered(members)
    }
    if !members.isEmpty, members.allSatisfy({ ClassIdentifier.matches($0.key) }) {
      return try identified(members)
    }
    if let list = try identifiersBehindNames(members) { return list }
    if let list = try numbersBehindNames(
      members, areNamed: path.map(ListsUnderKeys.holdsNumbers) ?? false, inQuotes: true)
    {
      return list
    }
    if OrderedJSON.object(members)["cells"] != nil, OrderedJSON.object(members)["nbformat"] != nil {
      throw InputError(file: file, .sourceText(.notebook))
    }
    switch try ListsUnderKeys(.object(members)).choice(file: file) {
    case .list(let path, let value, let others):
      var list = try list(value, under: path)
      list.notes.append(Note(.listUnderKey(path), others))
      return list
    case .none: return try withAliases(members)
    }
  }

  // MARK: Keys that are no names

  /// Reads `{"0": ["n01440764", "tench"], …}`; nil where any key is no number or any value no such pair.
  private func indexed(_ members: [OrderedJSON.Member]) throws -> ClassList? {
    var list = ClassList(form: .jsonIndex, entries: [])
    var indices: [(Int, Int)] = []
    for member in members {
      guard let index = NumberKey.value(member.key), case .array(let pair) = member.value, pair.count == 2,
        case .string(let id) = pair[0], ClassIdentifier.matches(id), case .string(let name) = pair[1]
      else { return nil }
      indices.append((index, member.line))
      list.entries.append(ClassSet.Class(name: name, id: id))
    }
    try list.order(by: indices, file: file)
    return list.entries.isEmpty ? nil : list
  }

  /// Reads `{"21": "fire lily", …}`: the number is the class's identifier and gives the order, and is no position.
  private func numbered(_ members: [OrderedJSON.Member]) throws -> ClassList {
    try refuseRepeated(members)
    var list = ClassList(form: .jsonNumbered, entries: [], isListing: true)
    if ClassRecords.matches(members.map(\.value)) {
      list.entries = try ClassRecords(file: file).read(members.map(\.value)).entries
      for (index, member) in members.enumerated() { list.entries[index].id = member.key }
    } else {
      list.entries = try members.map { member in
        let names = try names(of: member)
        return ClassSet.Class(name: names[0], id: member.key, aliases: Array(names.dropFirst()))
      }
    }
    list.order(byNumbers: members.compactMap { NumberKey.signed($0.key) })
    return list
  }

  /// Reads `{"tench": 0, …}`, the inverse of `{"0": "tench", …}`; nil where a value is no whole number or two are the same.
  ///
  /// Where no key says that the numbers are those of labels, there have to be several that run from 0 or 1 without a gap:
  /// counts of the names, which are no class list, would not. Several other numbers in quotes are refused, since they
  /// are no aliases either.
  private func numbersBehindNames(
    _ members: [OrderedJSON.Member], areNamed: Bool, inQuotes: Bool = false
  ) throws -> ClassList? {
    var numbers: [Int] = []
    for member in members {
      let text: String
      switch member.value {
      case .number(let number) where !inQuotes: text = number
      case .string(let number) where inQuotes: text = number
      default: return nil
      }
      guard let number = NumberKey.value(text) else { return nil }
      numbers.append(number)
    }
    let sorted = numbers.sorted()
    guard let first = sorted.first, let last = sorted.last, Set(numbers).count == numbers.count,
      areNamed || numbers.count > 1 && first <= 1 && last - first == numbers.count - 1
    else {
      guard inQuotes, numbers.count > 1 else { return nil }
      throw InputError(
        file: file, at: .line(members[0].line),
        .aliasesNotTexts(name: members[0].key, found: "a number in quotes"))
    }
    try refuseRepeated(members)
    let entries = zip(members, numbers).map { ClassSet.Class(name: $0.key, id: String($1)) }
    var list = ClassList(form: .jsonLabelNumbers, entries: entries, isListing: true)
    list.order(byNumbers: numbers)
    return list
  }

  /// Reads `{"n01440764": "tench, Tinca tinca", …}`, in which commas divide names as in synset lines.
  private func identified(_ members: [OrderedJSON.Member]) throws -> ClassList {
    try refuseRepeated(members)
    let entries = try members.map { member in
      var names = try names(of: member)
      if names.count == 1 { names = ClassListLines.synonyms(names[0]) }
      guard let name = names.first else {
        throw InputError(file: file, at: .line(member.line), .namesWithoutWords([member.key]))
      }
      return ClassSet.Class(name: name, id: member.key, aliases: Array(names.dropFirst()))
    }
    return ClassList(form: .jsonIdentified, entries: entries)
  }

  /// Reads `{"tench": "n01440764", …}`; nil where any value is no identifier.
  private func identifiersBehindNames(_ members: [OrderedJSON.Member]) throws -> ClassList? {
    var entries: [ClassSet.Class] = []
    for member in members {
      guard case .string(let id) = member.value, ClassIdentifier.matches(id) else { return nil }
      entries.append(ClassSet.Class(name: member.key, id: id))
    }
    guard !entries.isEmpty else { return nil }
    try refuseRepeated(members)
    return ClassList(form: .jsonIdentifiers, entries: entries)
  }

  /// The names that stand behind a number or an identifier, at least one.
  private func names(of member: OrderedJSON.Member) throws -> [String] {
    switch member.value {
    case .string(let name): return [name]
    case .array(let elements) where !elements.isEmpty:
      return try elements.map { element in
        guard case .string(let name) = element else {
          throw InputError(
            file: file, at: .line(member.line),
            .valueNotName(key: member.key, found: "a list that holds \(element.kind)"))
        }
        return name
      }
    case .array:
      throw InputError(
        file: file, at: .line(member.line), .valueNotName(key: member.key, found: "an empty list"))
    case let other:
      throw InputError(file: file, at: .line(member.line), .valueNotName(key: member.key, found: other.kind))
    }
  }

  // MARK: Keys that are names

  private func withAliases(_ members: [OrderedJSON.Member]) throws -> ClassList {
    try refuseRepeated(members)
    let entries = try members.map { ClassSet.Class(name: $0.key, aliases: try aliases(of: $0)) }
    var list = ClassList(form: .jsonAliases, entries: entries)
    if !entries.isEmpty { list.notes.append(Note(.keysAsNames)) }
    return list
  }

  private func refuseRepeated(_ members: [OrderedJSON.Member]) throws {
    var seen: Set<[UInt8]> = []
    for member in members where !seen.insert(Array(member.key.utf8)).inserted {
      throw InputError(file: file, at: .line(member.line), .repeatedName(member.key))
    }
  }

  private func aliases(of member: OrderedJSON.Member) throws -> [String] {
    func refused(_ found: String) -> InputError {
      InputError(file: file, at: .line(member.line), .aliasesNotTexts(name: member.key, found: found))
    }
    switch member.value {
    case .string(let alias): return AliasCells.list(in: alias) ?? [alias]
    case .null: return []
    case .array(let elements):
      return try elements.map { element in
        guard case .string(let alias) = element else { throw refused("a list that holds \(element.kind)") }
        return alias
      }
    case let other: throw refused(other.kind)
    }
  }
}
