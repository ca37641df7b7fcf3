/// The columns of an outermost object, as pandas writes a table (`{"caption": {"0": "a dog", …}}`), or as lists beside one
/// another (`{"captions": ["a dog", …]}`): which one is text.
///
/// The first shape of the list of shapes of which the columns have text is read, as of a record; it has to be in one column,
/// since what is larger than a record, or whose columns differ in their rows, is no `JSONTable` whose cells could be brought
/// together. Columns come one after another, so all that are near are looked at before the first is read, and one far behind
/// that should have been preferred is a fault.
struct JSONColumns {
  private let rule: ReadingRule
  private let limit: Int
  /// The columns that were looked at.
  private var keys: Set<[UInt8]> = []
  private var fields: [SeenField] = []
  /// The key of the column that is read, and what of it is text; nil where none is.
  private var read: (key: [UInt8], choice: TextChoice)?
  /// Whether the end of the object was seen, so that no column is missing.
  private(set) var areAll = false
  /// How columns open, as the first that was looked at does.
  private var opening: UInt8?
  /// Whether all members that were looked at are columns of one form.
  private(set) var areColumns = true
  /// Whether the object is known to its end, and is several columns.
  var areTable: Bool { areAll && areColumns && keys.count > 1 }

  /// Looks at a column and at those behind it, as far as the bytes go.
  ///
  /// - Parameters:
  ///   - bytes: The column's value from its opening bracket on, and what follows it.
  ///   - key: The column's key.
  ///   - options: The fields that the user named, and the bound of a record.
  /// - Throws: `ShardFault` where several columns would have to be read together.
  init(_ bytes: UnsafeRawBufferPointer, first key: String, options: ReadingOptions) throws(ShardFault) {
    rule = options.rule
    limit = options.maximumRecordBytes
    look(bytes, key)
    read = try choose()
  }

  /// Looks at the columns of an object that starts at a place and ends within the bytes; nil where its first member is none,
  /// where none has text, and where several would have to be read together.
  init?(ofObject bytes: UnsafeRawBufferPointer, from start: Int, options: ReadingOptions) {
    let name = JSONSpace.skip(bytes, start + 1)
    guard name < bytes.count, bytes[name] == UInt8(ascii: "\""),
      let end = try? JSONWalker(plan: JSONPlan(nil)).string(bytes, name + 1).end
    else { return nil }
    let colon = JSONSpace.skip(bytes, end + 1)
    guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { return nil }
    var key: [UInt8] = []
    JSONUnescape.append(UnsafeRawBufferPointer(rebasing: bytes[name + 1..<end]), to: &key)
    let value = UnsafeRawBufferPointer(rebasing: bytes[JSONSpace.skip(bytes, colon + 1)...])
    guard
      let columns = try? JSONColumns(value, first: String(decoding: key, as: UTF8.self), options: options),
      columns.areAll, columns.read != nil
    else { return nil }
    self = columns
  }

  /// What is text in a column of these fields; nil where it is not the one that is read.
  ///
  /// - Throws: `ShardFault` where it was not looked at before, and ought to be read rather than the other, or beside it.
  mutating func choice(of key: String, _ column: [SeenField]) throws(ShardFault) -> TextChoice? {
    let name = Array(key.utf8)
    if keys.insert(name).inserted {
      fields += column
      guard try choose()?.key == read?.key else { throw several(key) }
    }
    return read?.key == name ? read?.choice : nil
  }

  private mutating func look(_ bytes: UnsafeRawBufferPointer, _ first: String) {
    var walker = JSONWalker(plan: JSONPlan(nil))
    var (key, index) = (first, 0)
    func isAt(_ sign: Character, _ index: Int) -> Bool {
      index < bytes.count && sign.asciiValue == bytes[index]
    }
    while true {
      let (before, isNew) = (fields.count, !keys.contains(Array(key.utf8)))
      add(key, bytes, index)
      guard let end = try? walker.walk(bytes, from: index) else {
        // The bytes end in it. If they show no text of it, it was not looked at, and is when it is reached.
        let found = Array(fields[before...])
        let showsText = found.contains { $0.strings > 0 } && TextFields.choose(from: found, rule: rule) != nil
        if isNew, key != first, !showsText {
          fields.removeSubrange(before...)
          keys.remove(Array(key.utf8))
        }
        return
      }
      index = JSONSpace.skip(bytes, end)
      areAll = isAt("}", index)
      guard isAt(",", index) else { return }
      index = JSONSpace.skip(bytes, index + 1)
      guard isAt("\"", index), let end = try? walker.string(bytes, index + 1).end else { return }
      var name: [UInt8] = []
      JSONUnescape.append(UnsafeRawBufferPointer(rebasing: bytes[index + 1..<end]), to: &name)
      key = String(decoding: name, as: UTF8.self)
      index = JSONSpace.skip(bytes, end + 1)
      guard isAt(":", index) else { return }
      index = JSONSpace.skip(bytes, index + 1)
    }
  }

  /// Adds the fields of a column, if the value at a place is one.
  private mutating func add(_ key: String, _ bytes: UnsafeRawBufferPointer, _ start: Int) {
    guard start < bytes.count else { return }
    let first = JSONSpace.skip(bytes, start + 1)
    let isColumn = bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[")
    // Objects in a list are records.
    let areRecords =
      bytes[start] == UInt8(ascii: "[") && first < bytes.count && bytes[first] == UInt8(ascii: "{")
    opening = opening ?? bytes[start]
    if !isColumn || areRecords || bytes[start] != opening { areColumns = false }
    guard keys.insert(Array(key.utf8)).inserted else { return }
    if bytes[start] == UInt8(ascii: "{") {
      fields += JSONMapLook(bytes, from: start, rule: rule).column(under: key)
    } else if bytes[start] == UInt8(ascii: "[") {
      var survey = JSONSurvey(isBrief: true)
      survey.addElements(UnsafeRawBufferPointer(rebasing: bytes[(start + 1)...]))
      fields += Self.column(ofStrings: survey.fields, under: key)
    }
  }

  /// The column that a list of strings is; empty where it is none.
  static func column(ofStrings fields: [SeenField], under key: String) -> [SeenField] {
    guard let cell = fields.first(where: { $0.steps.isEmpty }), cell.strings > 0 else { return [] }
    return [SeenField(steps: [.key(key)], strings: cell.strings, blanks: cell.blanks, example: cell.example)]
  }

  /// The column that is read: the one that has all texts of the choice.
  private func choose() throws(ShardFault) -> (key: [UInt8], choice: TextChoice)? {
    guard var choice = TextFields.choose(from: fields, rule: rule) else { return nil }
    choice.texts = choice.texts.filter { text in keys.contains(Self.key(of: text.steps)) }
    guard let first = choice.texts.first else { return nil }
    let key = Self.key(of: first.steps)
    if let other = choice.texts.first(where: { Self.key(of: $0.steps) != key }) {
      throw several(other.steps.first?.name ?? "")
    }
    // Which captions count is then said by another column.
    if choice.leavesOutFailures { throw several(DownloadStatus.field) }
    for index in choice.texts.indices { choice.texts[index].steps.removeFirst() }
    choice.alternatives = []
    choice.missing = []
    choice.seen = fields.filter { Self.key(of: $0.steps) == key }.map { field in
      var field = field
      field.steps.removeFirst()
      return field
    }
    return (key, choice)
  }

  private static func key(of steps: [FieldPath.Step]) -> [UInt8] { Array((steps.first?.name ?? "").utf8) }

  private func several(_ key: String) -> ShardFault { ShardFault(.severalColumns(key: key, limit: limit)) }
}

extension FieldPath.Step {
  /// The key that it follows; nil where it leads into a list.
  fileprivate var name: String? { if case .key(let name) = self { name } else { nil } }
}
