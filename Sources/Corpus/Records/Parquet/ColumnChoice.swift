/// The choice of a Parquet file's text columns: by the names that the user gave, or by the recognised shapes
/// among the file's columns and the values of its first records.
struct ColumnChoice {
  /// What is read and why, as for other layouts.
  private(set) var choice: TextChoice
  /// The columns of it.
  private(set) var plan: ReadPlan
  private let status: Int?

  /// How many columns are looked at for an example alone.
  private static let examples = 64
  /// How many records are looked at.
  private static let peekedRecords = 64

  /// Chooses among a schema's columns; `peek` gives what the first records have in the columns at some nodes. With
  /// `showsExamples` each column of texts is looked at, not only those between which the choice is. Where there is no row
  /// no column has to be text: pandas gives a column of an empty table the type null.
  init(
    _ schema: SchemaTree, rule: ReadingRule, showsExamples: Bool = false, hasRows: () throws -> Bool,
    peek: ([Int]) throws -> [FirstValues]
  ) throws {
    let shown = schema.leaves.filter { node in
      // Bytes of an unknown kind are text where their column's name and their values say so.
      schema.nodes[node].isText || (schema.nodes[node].isBytes && Self.mayBeText(schema.nodes[node].steps))
    }
    let peeked = shown.filter { Self.mayBeText(schema.nodes[$0].steps) }
    var values: [Int: FirstValues] = [:]
    // A choice between columns needs their first values; a lone candidate that is known to be text does not.
    if peeked.count > 1 || peeked.contains(where: { Self.needsLook(schema.nodes[$0]) }) {
      for (node, found) in zip(peeked, try peek(peeked)) { values[node] = found }
    }
    if showsExamples {
      let others = shown.prefix(Self.examples).filter { values[$0] == nil }
      // A column that cannot be read is no fault where it is not asked for.
      let found = (try? peek(others)) ?? others.map { (try? peek([$0]).first) ?? FirstValues(strings: 1) }
      for (node, found) in zip(others, found) { values[node] = found }
    }
    let seen = schema.leaves.map { node in
      var found = values[node] ?? FirstValues()
      let isText =
        schema.nodes[node].isText || (schema.nodes[node].isBytes && values[node] != nil && found.isValid)
      if schema.nodes[node].isBytes, !found.isValid { found = FirstValues() }
      // Of a column that was not looked at, or has no rows, its type is all that is known.
      if found.strings + found.blanks == 0 { (found.strings, found.others) = isText ? (1, 0) : (0, 1) }
      return SeenField(
        steps: schema.nodes[node].steps, strings: found.strings, blanks: found.blanks, others: found.others,
        example: found.example)
    }
    var names = shown.map { schema.path(of: $0) }
    if names.isEmpty { names = schema.leaves.map { schema.path(of: $0) } }
    names = Array(names.prefix(Self.namesInError))

    let status = schema.leaves.first { Self.isStatus(schema.nodes[$0].steps) && schema.nodes[$0].isText }
    var choice: TextChoice?
    if rule.textFields.isEmpty {
      choice = TextFields.choose(from: seen, rule: rule)
    } else {
      do {
        choice = try Self.named(rule.textFields, in: schema, seen: seen, names: names)
      } catch {
        guard try !hasRows() else { throw error }
      }
      if let status, let example = values[status]?.example, DownloadStatus.isOutcome(example) {
        choice?.leavesOutFailures = true
      }
    }
    if choice == nil, try !hasRows() { choice = TextChoice(shape: "no records", texts: [], seen: seen) }
    guard let choice else { throw ShardFault(.noTextField(seen: names)) }
    self.choice = choice
    self.status = status
    plan = try ReadPlan(choice, in: schema, leavesOut: status)
  }

  /// Leaves out the shapes after the first that every record has, so that their columns are not read for nothing.
  ///
  /// `isFilled` says for columns of text outside all lists, by their place in a row group, which have text in each record.
  mutating func settle(in schema: SchemaTree, isFilled: ([Int]) throws -> [Bool]) throws {
    guard choice.alternatives.count > 1 else { return }
    let makers = choice.alternatives.map { alternative in
      alternative.texts.filter { text in
        if case .fixed = text.role { return !text.isCompanion } else { return false }
      }.flatMap { text in
        schema.leaves.indices.filter { leaf in
          let node = schema.nodes[schema.leaves[leaf]]
          return node.isText && node.maximumRepetition == 0
            && ReadPlan.positions(of: text.steps, in: node.steps) == []
        }
      }
    }
    let leaves = Array(Set(makers.joined())).sorted()
    guard !leaves.isEmpty else { return }
    let filled = Set(zip(leaves, try isFilled(leaves)).filter(\.1).map(\.0))
    guard let last = makers.firstIndex(where: { $0.contains { filled.contains($0) } }),
      last + 1 < choice.alternatives.count
    else { return }
    choice.alternatives.removeSubrange((last + 1)...)
    plan = try ReadPlan(choice, in: schema, leavesOut: status)
  }

  /// How many columns an error names.
  private static let namesInError = 12

  /// What the first records have in one column.
  struct FirstValues {
    var strings = 0
    var blanks = 0
    var others = 0
    var example = ""
    /// Whether all of them are valid UTF-8.
    var isValid = true

    /// Counts one value.
    mutating func add(_ value: UnsafeRawBufferPointer?) {
      guard let value, value.count > 0 else {
        blanks += 1
        return
      }
      strings += 1
      if isValid, UTF8Validation.firstInvalidByte(in: value) != nil { isValid = false }
      if example.isEmpty { example = String(String(decoding: value, as: UTF8.self).prefix(80)) }
    }
  }

  /// Finds out what the first records have, from a cursor for each column.
  static func firstValues(_ cursors: [any LeafCursor], rows: Int) throws -> [FirstValues] {
    try cursors.map { cursor in
      var found = FirstValues()
      var records = 0
      // Values are bounded as well as records, since one record may hold a million.
      for _ in 0..<peekedRecords * 64 {
        let level = try cursor.peek()
        if level == ColumnCursor.end { break }
        if level == 0 { records += 1 }
        if records > min(peekedRecords, rows) { break }
        found.add(try cursor.next())
      }
      return found
    }
  }

  /// Whether a recognised shape has the column, so that its values are worth a look.
  static func mayBeText(_ steps: [FieldPath.Step]) -> Bool {
    if isStatus(steps) { return true }
    let name = TextFields.canonical(steps)
    return TextFields.shapes.contains { shape in
      shape.fields.contains {
        $0.path == name || $0.path + "[]" == name || $0.columnPath == name
      }
    }
  }

  /// Whether a column's name does not tell what its values are.
  private static func needsLook(_ node: SchemaTree.Node) -> Bool {
    if node.isBytes { return true }
    let name = TextFields.canonical(node.steps)
    return TextFields.shapes.contains { $0.fields.contains { $0.role == .inText && $0.path == name } }
  }

  private static func isStatus(_ steps: [FieldPath.Step]) -> Bool { steps == [.key(DownloadStatus.field)] }

  /// The columns that the user named, as `conversations[].value` or in full, as `conversations.list.element.value`.
  private static func named(
    _ fields: [ReadingRule.TextField], in schema: SchemaTree, seen: [SeenField], names: [String]
  ) throws -> TextChoice {
    let texts = try fields.map { field in
      let full = schema.leaves.first { node in
        schema.names(of: node).joined(separator: ".").utf8.elementsEqual(field.path.description.utf8)
      }
      let short = schema.leaves.first { node in
        ReadPlan.positions(of: field.path.steps, in: schema.nodes[node].steps) != nil
      }
      guard let node = full ?? short else {
        throw ShardFault(.missingTextField(name: field.path.description, seen: names))
      }
      let steps = full == nil ? field.path.steps : schema.nodes[node].steps
      return TextChoice.Text(
        steps: steps, role: TextFields.role(of: schema.nodes[node].steps, named: field.role),
        joinsList: joins(TextFields.canonical(schema.nodes[node].steps)))
    }
    return TextChoice(shape: "named fields", texts: texts, seen: seen)
  }

  /// Whether a column is that of a message's content, whose parts are one text.
  private static func joins(_ name: String) -> Bool {
    TextFields.shapes.contains { shape in
      shape.fields.contains { $0.joinsList && ($0.path == name || $0.path + "[]" == name) }
    }
  }
}
