import Corpus

/// Reads JSON objects that are a class each, as the `categories` of COCO, LVIS and iNaturalist:
/// `{"id": 1, "name": "aerosol_can", "synonyms": ["spray_can"]}`.
struct ClassRecords {
  let file: String

  /// The names of members, the better known first.
  private static let nameFields = ["name", "class_name", "classname", "class", "label", "category"]
  private static let idFields = ["wnid", "id", "synset_id", "synset", "category_id", "class_id"]
  private static let aliasFields = ["synonyms", "aliases", "alias", "common_name"]

  /// Whether every value is an object, and the first has a name.
  static func matches(_ values: [OrderedJSON]) -> Bool {
    guard let first = values.first, field(nameFields, of: first) != nil else { return false }
    return values.allSatisfy { if case .object = $0 { true } else { false } }
  }

  /// Reads the classes in the order in which they stand.
  func read(_ values: [OrderedJSON]) throws -> ClassList {
    guard let first = values.first, let nameField = Self.field(Self.nameFields, of: first) else {
      return ClassList(form: .jsonRecords, entries: [])
    }
    let idField = Self.field(Self.idFields, of: first, but: nameField)
    var list = ClassList(form: .jsonRecords, entries: [], isListing: true)
    var unused: [String] = []
    var seen: Set<[UInt8]> = []
    for (index, value) in values.enumerated() {
      guard case .string(let name)? = value[nameField] else {
        throw InputError(
          file: file, .recordWithoutName(position: index + 1, field: nameField, found: value[nameField]?.kind)
        )
      }
      let aliases = Self.aliasFields.flatMap { value[$0].map(Self.texts) ?? [] }
      list.entries.append(
        ClassSet.Class(
          name: name, id: idField.flatMap { value[$0].flatMap(Self.identifier) }, aliases: aliases))
      guard case .object(let members) = value else { continue }
      for member in members where seen.count < 100 && seen.insert(Array(member.key.utf8)).inserted {
        let used = [nameField, idField ?? nameField] + Self.aliasFields
        if !used.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) { unused.append(member.key) }
      }
    }
    if !unused.isEmpty { list.notes.append(Note(.ignoredFields, unused)) }
    return list
  }

  private static func field(_ names: [String], of value: OrderedJSON, but taken: String? = nil) -> String? {
    names.first { name in
      guard name != taken, let found = value[name] else { return false }
      return identifier(found) != nil
    }
  }

  private static func identifier(_ value: OrderedJSON) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let text): text
    default: nil
    }
  }

  private static func texts(_ value: OrderedJSON) -> [String] {
    switch value {
    case .string(let text): AliasCells.list(in: text) ?? [text]
    case .array(let elements): elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    default: []
    }
  }
}
