/// Whether an outermost object maps pictures to captions: `{"1.jpg": "a dog", "2.jpg": ["a cat", "a kitten"]}`.
///
/// Each of its first keys is then the name of a file, a URL or a number, and its values are the records.
struct JSONMapLook {
  /// Members that are looked at.
  private static let members = 200

  private let rule: ReadingRule
  private var survey = JSONSurvey(isBrief: true)
  private var numbers = 0
  private var names = 0
  private var others = 0
  /// The keys of the first value, and whether all values are objects with just these.
  private var keys: [[UInt8]]?
  private var hasEqualKeys = true
  /// Whether the bytes ended in the first member.
  private(set) var isCutInFirst = false

  /// Looks at the members of the object that starts at a place.
  init(_ bytes: UnsafeRawBufferPointer, from start: Int, rule: ReadingRule) {
    self.rule = rule
    let walker = JSONWalker(plan: JSONPlan(nil))
    var index = JSONSpace.skip(bytes, start + 1)
    while names + numbers + others < Self.members, index < bytes.count,
      bytes[index] == UInt8(ascii: "\""),
      let end = try? walker.string(bytes, index + 1).end
    {
      let isFirst = names + numbers + others == 0
      add(key: UnsafeRawBufferPointer(rebasing: bytes[index + 1..<end]))
      index = JSONSpace.skip(bytes, end + 1)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return }
      let value = JSONSpace.skip(bytes, index + 1)
      guard let next = survey.add(bytes, from: value) else {
        isCutInFirst = isFirst
        return
      }
      compareKeys(bytes, value)
      index = JSONSpace.skip(bytes, next)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return }
      index = JSONSpace.skip(bytes, index + 1)
    }
  }

  /// Compares the keys of the value at a place with those of the first, while all are equal.
  private mutating func compareKeys(_ bytes: UnsafeRawBufferPointer, _ start: Int) {
    guard hasEqualKeys else { return }
    let found = Self.keys(ofObject: bytes, start)
    if keys == nil { keys = found }
    hasEqualKeys = found != nil && found == keys
  }

  /// The keys of an object as they stand; nil where it is none, has none, or is not whole.
  private static func keys(ofObject bytes: UnsafeRawBufferPointer, _ start: Int) -> [[UInt8]]? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return nil }
    var walker = JSONWalker(plan: JSONPlan(nil))
    var keys: [[UInt8]] = []
    var index = JSONSpace.skip(bytes, start + 1)
    while index < bytes.count, bytes[index] == UInt8(ascii: "\""),
      let end = try? walker.string(bytes, index + 1).end
    {
      keys.append(Array(bytes[index + 1..<end]))
      index = JSONSpace.skip(bytes, end + 1)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":"),
        let next = try? walker.walk(bytes, from: JSONSpace.skip(bytes, index + 1))
      else { return nil }
      index = JSONSpace.skip(bytes, next)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { break }
      index = JSONSpace.skip(bytes, index + 1)
    }
    return index < bytes.count && bytes[index] == UInt8(ascii: "}") && !keys.isEmpty ? keys : nil
  }

  private mutating func add(key: UnsafeRawBufferPointer) {
    switch CellKind(key) {
    case .fileName, .url, .identifier: names += 1
    case .number: numbers += 1
    default: others += 1
    }
  }

  /// What is text in the values; nil where the object is no such map.
  var choice: TextChoice? {
    let fields = survey.fields
    let isKeyed = fields.contains { !$0.steps.isEmpty && $0.steps[0].isKey }
    // One number may be a key of anything, unless an object stands behind it.
    guard others == 0, names > 0 || numbers > 1 || (numbers == 1 && isKeyed) else { return nil }
    if !rule.textFields.isEmpty || isKeyed {
      return TextFields.choose(from: fields, rule: rule)
    }
    let isPhrases = survey.tokens.withSpace > 0 && survey.tokens.others == 0
    let isString = fields.contains {
      $0.steps.isEmpty && $0.strings > 0 && (names > 0 || $0.example.contains(" "))
    }
    guard isString || isPhrases else { return nil }
    return TextChoice(
      shape: "pictures to captions", texts: [TextChoice.Text(steps: [], role: .fixed(.caption))], seen: fields
    )
  }
}

/// Objects of objects, and columns as pandas writes them.
extension JSONMapLook {
  /// What is text in the values of a member of the outermost object, where they are records: objects under names, as
  /// MIMIC-IT's `data`; nil where they are none.
  var records: TextChoice? {
    let fields = survey.fields
    guard names + numbers + others > 0, fields.allSatisfy({ $0.steps.first?.isKey ?? false }),
      let found = TextFields.choose(from: fields, rule: rule), found.shape != "title and description"
    else { return nil }
    return found
  }

  /// What is text in the values of the outermost object, where they are records under names that are words, as pandas writes
  /// them with `orient="index"`; nil where they are none. Each has the keys of the first: other objects in an object are
  /// parts of one record.
  static func namedRecords(
    _ bytes: UnsafeRawBufferPointer, from start: Int, rule: ReadingRule
  ) -> TextChoice? {
    let look = JSONMapLook(bytes, from: start, rule: rule)
    guard look.names + look.numbers + look.others > 1, look.hasEqualKeys, let found = look.records else {
      return nil
    }
    return found
  }

  /// The fields of a column under a key, whose own keys are the numbers or the names of its rows (`to_json` of pandas); empty
  /// where the object is none.
  func column(under key: String) -> [SeenField] {
    let fields = survey.fields
    guard numbers + names > 0, others == 0, !fields.allSatisfy({ $0.steps.first?.isKey ?? false }) else {
      return []
    }
    return fields.map { field in
      var field = field
      // A list in a column is no row of its own.
      if case .element? = field.steps.first { field.steps[0] = .each }
      field.steps.insert(.key(key), at: 0)
      return field
    }
  }

  /// Whether a member of an object that starts at a place holds records.
  static func hasRecords(
    inMembersOf bytes: UnsafeRawBufferPointer, from start: Int, rule: ReadingRule
  ) -> Bool {
    var walker = JSONWalker(plan: JSONPlan(nil))
    var index = JSONSpace.skip(bytes, start + 1)
    while index < bytes.count, bytes[index] == UInt8(ascii: "\""),
      let end = try? walker.string(bytes, index + 1).end
    {
      var key: [UInt8] = []
      JSONUnescape.append(UnsafeRawBufferPointer(rebasing: bytes[index + 1..<end]), to: &key)
      index = JSONSpace.skip(bytes, end + 1)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return false }
      index = JSONSpace.skip(bytes, index + 1)
      if index < bytes.count, bytes[index] == UInt8(ascii: "{") {
        let look = JSONMapLook(bytes, from: index, rule: rule)
        let column = look.column(under: String(decoding: key, as: UTF8.self))
        if look.records != nil || TextFields.choose(from: column, rule: rule) != nil { return true }
      }
      guard let next = try? walker.walk(bytes, from: index) else { return false }
      index = JSONSpace.skip(bytes, next)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return false }
      index = JSONSpace.skip(bytes, index + 1)
    }
    return false
  }
}

extension FieldPath.Step {
  /// Whether it leads into an object.
  fileprivate var isKey: Bool { if case .key = self { true } else { false } }
}
