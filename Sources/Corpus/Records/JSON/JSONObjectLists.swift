/// Which lists of an outermost object are read, chosen one by one as they are reached.
struct JSONObjectLists {
  /// A list is chosen from this many bytes of its start.
  private static let lookAhead = 64 << 10
  private static let maximumSeen = 1024

  private let rule: ReadingRule
  private var seen: [SeenField] = []
  private var readsStrings = false
  /// The choice of the first list that has text.
  private(set) var choice: TextChoice?

  init(rule: ReadingRule) { self.rule = rule }

  /// Chooses the fields of a list's elements; nil where they have no text. `held` is what the window has of the list
  /// after its opening bracket; where that is too little, `look` gives at least as many bytes as asked for, unless the
  /// shard ends before.
  mutating func choose(
    key: String, held: UnsafeRawBufferPointer, _ look: (Int) throws -> (bytes: [UInt8], complete: Bool)
  ) throws -> TextChoice? {
    var survey = JSONSurvey()
    survey.addElements(held)
    if held.count < Self.lookAhead, !survey.sawEnd, survey.fault == nil || survey.fault == .unfinished {
      survey = JSONSurvey()
      try look(Self.lookAhead).bytes.withUnsafeBytes { survey.addElements($0) }
    }
    let fields = survey.fields
    seen += fields.prefix(max(Self.maximumSeen - seen.count, 0)).map { field in
      var field = field
      field.steps = [.key(key), .each] + field.steps
      return field
    }
    guard let found = choice(key, fields) else { return nil }
    keep(found, under: [.key(key), .each])
    return found
  }

  /// Chooses the fields of the values of an object in the outermost one; nil where they are no records, or have no text.
  /// `held` is what the window has from the object's opening bracket on.
  mutating func chooseMembers(
    key: String, held: UnsafeRawBufferPointer, _ look: (Int) throws -> (bytes: [UInt8], complete: Bool)
  ) throws -> TextChoice? {
    func records(_ bytes: UnsafeRawBufferPointer) -> (choice: TextChoice, isColumn: Bool)? {
      JSONMapLook(bytes, from: 0, rule: rule).records(under: key, readsColumns: !readsStrings)
    }
    let found =
      held.count >= Self.lookAhead
      ? records(held) : try look(Self.lookAhead).bytes.withUnsafeBytes { records($0) }
    guard let found else { return nil }
    if found.isColumn {
      guard !TextFields.isOfSeveralFields(found.choice.shape) else {
        throw ShardFault(
          .unsupported(
            what:
              "JSON by columns with texts in several columns, such as `\(key)` (write it with a record for each row)"
          ))
      }
      readsStrings = true
    }
    keep(found.choice, under: [.key(key)])
    return found.choice
  }

  /// Keeps the first choice, with the way from the outermost object to its texts.
  private mutating func keep(_ found: TextChoice, under steps: [FieldPath.Step]) {
    guard choice == nil else { return }
    func within(_ texts: [TextChoice.Text]) -> [TextChoice.Text] {
      texts.map { text in
        var text = text
        text.steps = steps + text.steps
        return text
      }
    }
    choice = TextChoice(
      shape: found.shape, texts: within(found.texts),
      alternatives: found.alternatives.map {
        TextChoice.Alternative(shape: $0.shape, texts: within($0.texts))
      },
      leavesOutFailures: found.leavesOutFailures, seen: seen.isEmpty ? found.seen : seen,
      missing: found.missing)
  }

  private mutating func choice(_ key: String, _ fields: [SeenField]) -> TextChoice? {
    if !rule.textFields.isEmpty {
      // A path from the outermost object names its list; another is a path in the records of any list.
      let within = rule.textFields.map { field in
        let prefix: [FieldPath.Step] = [.key(key), .each]
        let isOfList = field.path.steps.starts(with: prefix)
        return TextFields.Named(
          role: field.role, steps: isOfList ? Array(field.path.steps.dropFirst(2)) : field.path.steps,
          name: field.path.description)
      }
      return TextFields.choose(from: fields, named: within)
    }
    if let strings = fields.first(where: { $0.steps.isEmpty }), strings.strings > 0 {
      // A column: its name says whether it is text. One column is read, so that no text counts twice.
      guard !readsStrings else { return nil }
      let column = SeenField(steps: [.key(key), .each], strings: strings.strings, example: strings.example)
      guard var found = TextFields.choose(from: [column], rule: rule) else { return nil }
      readsStrings = true
      for index in found.texts.indices { found.texts[index].steps = [] }
      found.alternatives = []
      found.seen = fields
      return found
    }
    return TextFields.choose(from: fields, rule: rule)
  }

  /// Fails where the object ended and no list had text.
  func checkThatTextWasFound(inObject isObject: Bool) throws {
    guard isObject, choice == nil else { return }
    throw TextFields.fault(rule: rule, seen: seen.map(\.name))
  }
}
