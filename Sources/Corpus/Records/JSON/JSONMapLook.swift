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

  /// Looks at the members of the object that starts at a place.
  init(_ bytes: UnsafeRawBufferPointer, from start: Int, rule: ReadingRule) {
    self.rule = rule
    let walker = JSONWalker(plan: JSONPlan(nil))
    var index = JSONSpace.skip(bytes, start + 1)
    while names + numbers < Self.members, others == 0, index < bytes.count,
      bytes[index] == UInt8(ascii: "\""),
      let end = try? walker.string(bytes, index + 1).end
    {
      add(key: UnsafeRawBufferPointer(rebasing: bytes[index + 1..<end]))
      index = JSONSpace.skip(bytes, end + 1)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return }
      guard let next = survey.add(bytes, from: JSONSpace.skip(bytes, index + 1)) else { return }
      index = JSONSpace.skip(bytes, next)
      guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return }
      index = JSONSpace.skip(bytes, index + 1)
    }
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
    guard others == 0, names > 0 || numbers > 1 else { return nil }
    let fields = survey.fields
    if !rule.textFields.isEmpty || fields.contains(where: { !$0.steps.isEmpty && $0.steps[0].isKey }) {
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

extension FieldPath.Step {
  /// Whether it leads into an object.
  fileprivate var isKey: Bool { if case .key = self { true } else { false } }
}
