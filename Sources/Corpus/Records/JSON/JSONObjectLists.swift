/// Which lists of an outermost object are read, chosen one by one as they are reached.
struct JSONObjectLists {
  /// A list is chosen from this many bytes of its start.
  private static let lookAhead = 64 << 10
  private static let maximumSeen = 1024

  /// Columns are looked for in so many bytes, and no more than a record may have.
  private static let columnBytes = 16 << 20

  private let options: ReadingOptions
  private var rule: ReadingRule { options.rule }
  private var seen: [SeenField] = []
  private var columns: JSONColumns?
  /// The choice of the first list that has text.
  private(set) var choice: TextChoice?

  /// Makes the choice; `columns` are those of the object, where all are known.
  init(options: ReadingOptions, columns: JSONColumns? = nil) {
    self.options = options
    self.columns = columns
  }

  /// Whether the choice cannot be another when more of the shard is known.
  var isSettled: Bool { columns?.areAll ?? true }

  /// Chooses the fields of a list's elements; nil where they have no text. `held` is what the window has of the list
  /// from its opening bracket on; where that is too little, `look` gives as many bytes as asked for, unless the
  /// shard ends before.
  mutating func choose(
    key: String, held: UnsafeRawBufferPointer, _ look: (Int) throws -> [UInt8]
  ) throws -> TextChoice? {
    let fields = try lookFurther(held, look) { bytes in
      var survey = JSONSurvey()
      survey.addElements(UnsafeRawBufferPointer(rebasing: bytes[1...]))
      let isKnown = survey.sawEnd || !(survey.fault == nil || survey.fault == .unfinished)
      return (survey.fields, isKnown, survey.isCutInFirst)
    }
    seen += fields.prefix(max(Self.maximumSeen - seen.count, 0)).map { field in
      var field = field
      field.steps = [.key(key), .each] + field.steps
      return field
    }
    guard let found = try choice(key, fields, held, look) else { return nil }
    keep(found, under: [.key(key), .each])
    return found
  }

  /// Chooses the fields of the values of an object in the outermost one; nil where they are no records, or have no text.
  /// `held` is what the window has from the object's opening bracket on.
  mutating func chooseMembers(
    key: String, held: UnsafeRawBufferPointer, _ look: (Int) throws -> [UInt8]
  ) throws -> TextChoice? {
    let found = try lookFurther(held, look) { bytes in
      let look = JSONMapLook(bytes, from: 0, rule: rule)
      return ((records: look.records, column: look.column(under: key)), false, look.isCutInFirst)
    }
    guard let choice = try found.records ?? column(key, found.column, held, look) else { return nil }
    keep(choice, under: [.key(key)])
    return choice
  }

  /// Looks at a member of the object in the bytes that are held, or in as many as are looked at of any; where these end in its first
  /// value, in as many as this one has, or a record may have.
  private func lookFurther<Found>(
    _ held: UnsafeRawBufferPointer, _ look: (Int) throws -> [UInt8],
    _ find: (UnsafeRawBufferPointer) -> (found: Found, isKnown: Bool, isCutInFirst: Bool)
  ) throws -> Found {
    // `isKnown`: more bytes cannot show anything else.
    var seen = find(held)
    var (count, wanted) = (held.count, Self.lookAhead)
    while !seen.isKnown {
      if count >= wanted {
        guard seen.isCutInFirst, wanted <= options.maximumRecordBytes else { break }
        wanted = min(wanted * 4, options.maximumRecordBytes + 1)
      }
      let bytes = try look(wanted)
      seen = bytes.withUnsafeBytes(find)
      // The shard ends before.
      if bytes.count < wanted { break }
      count = bytes.count
    }
    return seen.found
  }

  /// What is text in a column, if its name says that it may be the one that is read, or on which that one depends; nil where
  /// it is not.
  private mutating func column(
    _ key: String, _ fields: [SeenField], _ held: UnsafeRawBufferPointer,
    _ look: (Int) throws -> [UInt8]
  ) throws -> TextChoice? {
    guard TextFields.hasOutcomes(fields) || TextFields.choose(from: fields, rule: rule) != nil else {
      return nil
    }
    if columns == nil, let near = try? JSONColumns(held, first: key, options: options), near.areAll {
      columns = near
    }
    if columns == nil {
      columns = try look(min(Self.columnBytes, options.maximumRecordBytes)).withUnsafeBytes {
        try JSONColumns($0, first: key, options: options)
      }
    }
    return try columns?.choice(of: key, fields)
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

  private mutating func choice(
    _ key: String, _ fields: [SeenField], _ held: UnsafeRawBufferPointer,
    _ look: (Int) throws -> [UInt8]
  ) throws -> TextChoice? {
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
    // Its name says whether it is text. One column is read, so that no text counts twice.
    let strings = JSONColumns.column(ofStrings: fields, under: key)
    if !strings.isEmpty { return try column(key, strings, held, look) }
    return TextFields.choose(from: fields, rule: rule)
  }

  /// Fails where the object ended and no list had text.
  func checkThatTextWasFound(inObject isObject: Bool) throws {
    guard isObject, choice == nil else { return }
    throw TextFields.fault(rule: rule, seen: seen.map(\.name))
  }
}
