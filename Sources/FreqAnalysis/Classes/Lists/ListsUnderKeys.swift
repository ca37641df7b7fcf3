import Corpus

/// Finds the lists of names in a JSON object that holds other things too, and says which of them is the class list.
struct ListsUnderKeys {
  private let root: OrderedJSON

  /// Keys under which a list of names stands.
  private static let listKeys = [
    "classes", "names", "labels", "class_names", "classnames", "categories", "id2label", "label_names",
  ]
  /// Keys under which an object from name to number stands, the inverse of a list of names.
  private static let numberKeys = ["label2id", "label_to_id", "class_to_idx", "class2idx"]
  /// Keys of lists that stand beside a list of names and hold none.
  private static let sideKeys = [
    "templates", "template", "prompts", "prompt_templates", "colors", "palette", "architectures", "splits",
    "supercategories",
  ]
  /// Beginnings of data sets' names that are no class's name, letters and digits alone.
  private static let dataSets = [
    "imagenet", "tinyimagenet", "cifar10", "food101", "caltech101", "caltech256", "flowers102",
    "oxfordflowers",
    "oxfordpet", "oxfordiiitpet", "stanfordcars", "fgvcaircraft", "sun397", "eurosat", "resisc45", "birdsnap",
    "cub200", "ucf101", "kinetics400", "kinetics600", "kinetics700", "hmdb51", "mnist", "fashionmnist",
    "emnist",
    "svhn", "stl10", "gtsrb", "country211", "voc2007", "voc2012", "pascalvoc", "mscoco", "lvis", "objectnet",
    "places365", "places205", "patchcamelyon", "hatefulmemes", "renderedsst2", "clevr", "fer2013",
    "inaturalist",
    "inat20", "vtab", "domainnet", "officehome", "dtd", "fairface", "utkface",
  ]
  /// From this size on a list is hardly one of aliases.
  private static let longList = 10

  init(_ root: OrderedJSON) { self.root = root }

  /// A list that stands somewhere in the object.
  struct Found {
    var path: String
    var value: OrderedJSON
    var count: Int
  }

  /// What an object's lists are taken for.
  enum Choice {
    /// The list under a path is the class list; the object's other keys.
    case list(path: String, OrderedJSON, others: [String])
    /// The keys are names.
    case none
  }

  /// Chooses the list that is the class list; throws where several could be.
  func choice(file: String) throws -> Choice {
    guard case .object(let members) = root else { return .none }
    let features = featureLists()
    if let first = features.first {
      guard features.dropFirst().allSatisfy({ $0.value == first.value }) else {
        throw InputError(file: file, .severalLists(sizes(features)))
      }
      return .list(path: first.path, first.value, others: [])
    }
    var known = members.filter { member in
      Self.listKeys.contains(member.key.lowercased()) && isList(member.value)
    }
    if known.isEmpty {
      known = members.filter { Self.holdsNumbers($0.key) && Self.areNumbers($0.value, mayBeQuoted: true) }
    }
    // Names with their aliases are read where there is no plain list.
    if known.isEmpty {
      known = members.filter { Self.listKeys.contains($0.key.lowercased()) && Self.holdsAliases($0.value) }
    }
    let others = members.filter { member in !known.contains { $0.line == member.line && $0.key == member.key }
    }
    if known.count == 1, isClassList(known[0], beside: others) {
      return .list(path: known[0].key, known[0].value, others: others.map(\.key))
    }
    if known.count > 1, isDocument(others) {
      if known.dropFirst().allSatisfy({ $0.value == known[0].value }) {
        return .list(
          path: known[0].key, known[0].value, others: members.map(\.key).filter { $0 != known[0].key })
      }
      // What names the classes is sure where only one list holds their numbers, or objects.
      let sure = known.filter { isSure($0.value) }
      if sure.count == 1 {
        return .list(
          path: sure[0].key, sure[0].value, others: members.map(\.key).filter { $0 != sure[0].key })
      }
      throw InputError(file: file, .severalLists(sizes(known.map(found))))
    }
    let lists = members.map(found).filter { $0.count > 0 }
    guard !lists.isEmpty else { return .none }
    let areLong = lists.allSatisfy { $0.count >= Self.longList }
    if areLong && (lists.count == members.count || members.contains { Self.isNoAlias($0.value) })
      || members.contains(where: { Self.isDataSet($0.key) })
    {
      throw InputError(file: file, .severalLists(sizes(lists)))
    }
    return .none
  }

  /// The value under a key, or under a path of keys with dots between them.
  func value(under key: String, file: String) throws -> OrderedJSON {
    if let value = root[key] ?? featureLists().first(where: { $0.path.utf8.elementsEqual(key.utf8) })?.value {
      return value
    }
    var value = root
    for part in key.split(separator: ".", omittingEmptySubsequences: false) {
      guard let next = value[String(part)] else {
        guard case .object(let members) = root else {
          throw InputError(file: file, .noKeys(key, found: root.kind))
        }
        throw InputError(file: file, .noSuchKey(key, seen: members.map(\.key)))
      }
      value = next
    }
    return value
  }

  // MARK: What a value is

  /// Whether the member is a class list although others stand beside it; one of aliases is not.
  private func isClassList(_ member: OrderedJSON.Member, beside others: [OrderedJSON.Member]) -> Bool {
    isSure(member.value) || isDocument(others)
  }

  /// Whether the members are such as describe a list, not names with their aliases.
  private func isDocument(_ others: [OrderedJSON.Member]) -> Bool {
    let lists = others.filter { found($0).count > 0 && !Self.sideKeys.contains($0.key.lowercased()) }
    return lists.isEmpty || others.contains { Self.isNoAlias($0.value) }
  }

  /// Whether a value stands behind no name.
  private static func isNoAlias(_ value: OrderedJSON) -> Bool {
    switch value {
    case .number, .bool, .object: true
    case .array(let elements): !elements.isEmpty && names(elements) == nil
    case .string, .null: false
    }
  }

  /// Whether a value can be nothing else than a list of classes: objects with names, names behind numbers, or numbers
  /// behind names.
  private func isSure(_ value: OrderedJSON) -> Bool {
    switch value {
    case .array(let elements): ClassRecords.matches(elements)
    case .object(let members):
      !members.isEmpty
        && (members.allSatisfy { NumberKey.value($0.key) != nil }
          || members.allSatisfy { ClassIdentifier.matches($0.key) }
          || members.allSatisfy {
            if case .string(let text) = $0.value { ClassIdentifier.matches(text) } else { false }
          })
        || Self.areNumbers(value)
    default: false
    }
  }

  /// Whether a value is an object from name to a list of aliases, or to nothing.
  private static func holdsAliases(_ value: OrderedJSON) -> Bool {
    guard case .object(let members) = value,
      members.contains(where: { $0.value.kind == OrderedJSON.array([]).kind })
    else { return false }
    return members.allSatisfy { member in
      switch member.value {
      case .array(let elements): elements.isEmpty || names(elements) != nil
      case .null: true
      default: false
      }
    }
  }

  /// Whether names with their numbers stand under a path of keys, as the last of them says.
  static func holdsNumbers(_ path: String) -> Bool {
    numberKeys.contains((path.split(separator: ".").last.map(String.init) ?? path).lowercased())
  }

  /// Whether a value is an object of whole numbers.
  private static func areNumbers(_ value: OrderedJSON, mayBeQuoted: Bool = false) -> Bool {
    guard case .object(let members) = value else { return false }
    return !members.isEmpty
      && members.allSatisfy {
        switch $0.value {
        case .number(let text): NumberKey.value(text) != nil
        case .string(let text): mayBeQuoted && NumberKey.value(text) != nil
        default: false
        }
      }
  }

  private func isList(_ value: OrderedJSON) -> Bool {
    if case .array(let elements) = value, Self.names(elements) != nil { return true }
    return isSure(value)
  }

  private func found(_ member: OrderedJSON.Member) -> Found {
    guard case .array(let elements) = member.value, Self.names(elements) != nil || isSure(member.value) else {
      return Found(path: member.key, value: member.value, count: 0)
    }
    return Found(path: member.key, value: member.value, count: elements.count)
  }

  private static func names(_ elements: [OrderedJSON]) -> Int? {
    guard !elements.isEmpty else { return nil }
    return elements.allSatisfy { if case .string = $0 { true } else { false } } ? elements.count : nil
  }

  private static func isDataSet(_ key: String) -> Bool {
    let tail = key.split(separator: "/").last.map(String.init) ?? key
    let letters = String(
      decoding: tail.lowercased().utf8.filter { $0 != 0x2D && $0 != 0x5F && $0 != 0x20 }, as: UTF8.self)
    return dataSets.contains { name in
      letters.hasPrefix(name)
        && letters.dropFirst(name.count).first.map {
          !$0.isLetter || name.last?.isNumber == true || name.count > 5
        } ?? true
    }
  }

  private func sizes(_ lists: [Found]) -> [InputError.NamedList] {
    lists.map { InputError.NamedList(key: $0.path, count: $0.count) }
  }

  // MARK: dataset_info.json

  /// The lists `features.*.names` of a data set's description, also under the names of its configurations.
  private func featureLists() -> [Found] {
    var lists: [Found] = []
    guard case .object(let members) = root else { return [] }
    for member in members {
      if member.key == "features" {
        collect(member.value, "features", &lists)
      } else if case .object(let inner) = member.value,
        let features = inner.first(where: { $0.key == "features" })
      {
        collect(features.value, "\(member.key).features", &lists)
      }
    }
    return lists
  }

  private func collect(_ value: OrderedJSON, _ path: String, _ lists: inout [Found]) {
    if case .array(let elements) = value {
      // A list of features says their names inside, as the data set's card does.
      for (index, element) in elements.enumerated() {
        let name = if case .string(let name)? = element["name"] { name } else { "\(index)" }
        collect(element, "\(path).\(name)", &lists)
      }
    }
    guard case .object(let members) = value else { return }
    for member in members {
      let here = "\(path).\(member.key)"
      if member.key == "names", isList(member.value) {
        let count = if case .array(let elements) = member.value { elements.count } else { 0 }
        lists.append(Found(path: here, value: member.value, count: count))
      } else {
        collect(member.value, here, &lists)
      }
    }
  }
}
