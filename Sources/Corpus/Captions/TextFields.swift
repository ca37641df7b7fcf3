/// The fields that hold text: the recognised shapes in order, and the choice among them.
///
/// The choice is made once for a shard, from its first records: the first shape of the list that holds a string in
/// any of them is read and nothing else, so that no text is counted twice (`caption` beside `raw_caption`,
/// `TEXT` beside `top_caption`). Names are compared without regard to the case of ASCII letters.
public enum TextFields {
  /// One field of a shape.
  struct Field: Sendable {
    let path: String
    let role: TextChoice.RoleSource
    let joinsList: Bool

    init(_ path: String, _ role: TextChoice.RoleSource = .fixed(.caption), joinsList: Bool = false) {
      self.path = path
      self.role = role
      self.joinsList = joinsList
    }
  }

  /// A recognised shape: the fields that are read together.
  struct Shape: Sendable {
    let name: String
    let fields: [Field]

    init(_ name: String, _ fields: [Field]) {
      self.name = name
      self.fields = fields
    }

    /// A shape of one field of captions.
    init(_ path: String) { self.init(path, [Field(path)]) }
  }

  /// The recognised shapes, the preferred ones first; `ReadingRule.shapesVersion` is their version.
  static let shapes: [Shape] = [
    // Conversations, which hold a record's captions where both are there.
    Shape("conversations", turns(["conversations", "conversation"], ["value", "content"])),
    Shape("messages", turns(["messages"], ["content"])),
    Shape(
      "texts of user and assistant",
      [Field("texts[].user", .fixed(.human)), Field("texts[].assistant", .fixed(.assistant))]),
    // One caption, or a list of captions, of a picture.
    Shape("caption"), Shape("captions"), Shape("text"), Shape("txt"), Shape("top_caption"),
    Shape("blip_caption"),
    Shape("title and description", [Field("title"), Field("description")]),
    Shape("all_captions"), Shape("syn_text"), Shape("raw_caption"), Shape("alt_text"), Shape("alt"),
    Shape("sentence"),
    Shape("sentences"), Shape("sentences[].raw"),
    // Documents with pictures between their texts, and MetaCLIP's [key, text] pairs.
    Shape("texts[][1]"), Shape("texts"), Shape("text_list"),
    // Questions and answers, instructions and outputs.
    Shape(
      "question and answer",
      [
        Field("question", .fixed(.human)), Field("answer", .fixed(.assistant)),
        Field("answers", .fixed(.assistant)), Field("answers[].answer", .fixed(.assistant)),
      ]),
    Shape(
      "instruction and output",
      [
        Field("instruction", .fixed(.human)), Field("input", .fixed(.human)),
        Field("output", .fixed(.assistant)),
      ]),
    Shape(
      "prompt and response",
      [
        Field("prompt", .fixed(.human)), Field("response", .fixed(.assistant)),
        Field("completion", .fixed(.assistant)),
      ]),
  ]

  /// The names that make a table's first row a header: those of captions, and those of a table's other columns.
  static let columnNames: Set<String> = {
    var names: Set<String> = []
    for shape in shapes {
      for field in shape.fields where !field.path.contains("[") { names.insert(field.path) }
    }
    return names
  }()

  private static func turns(_ lists: [String], _ values: [String]) -> [Field] {
    lists.flatMap { list in
      values.flatMap { value in
        [
          Field("\(list)[].\(value)", .sibling, joinsList: true),
          Field("\(list)[].\(value)[].text", .sibling, joinsList: true),
        ]
      }
    }
  }

  /// A field that the user named, from a record on.
  struct Named {
    var role: Role?
    var steps: [FieldPath.Step]
    /// The field as the user wrote it.
    var name: String
  }

  /// Chooses the fields to read among those that the first records have.
  ///
  /// - Parameters:
  ///   - seen: the fields of the first records or the columns of the table.
  ///   - rule: the fields that the user named, which are then the choice.
  /// - Returns: The choice; nil where no field is text.
  public static func choose(from seen: [SeenField], rule: ReadingRule) -> TextChoice? {
    choose(
      from: seen,
      named: rule.textFields.map { Named(role: $0.role, steps: $0.path.steps, name: $0.path.description) })
  }

  /// Chooses the fields to read; those named, where any is, else the first shape that the records have.
  static func choose(from seen: [SeenField], named fields: [Named]) -> TextChoice? {
    var choice = fields.isEmpty ? recognised(in: seen) : named(fields, in: seen)
    choice?.leavesOutFailures = seen.contains { field in
      canonical(field.steps) == DownloadStatus.field && DownloadStatus.isOutcome(field.example)
    }
    return choice
  }

  /// What is thrown where no field is text.
  static func fault(rule: ReadingRule, seen: [String]) -> ShardFault {
    let shown = seen.count > 40 ? Array(seen.prefix(40)) + ["and \(seen.count - 40) more"] : seen
    if let name = rule.textFields.first?.path.description {
      return ShardFault(.missingTextField(name: name, seen: shown))
    }
    return ShardFault(.noTextField(seen: shown))
  }

  /// The first shape that the fields have.
  private static func recognised(in seen: [SeenField]) -> TextChoice? {
    let fold = Dictionary(seen.map { (canonical($0.steps), $0) }, uniquingKeysWith: { first, _ in first })
    for needsText in [true, false] {
      for shape in shapes {
        let texts = shape.fields.compactMap { text(of: $0, in: fold, needsText: needsText) }
        guard !texts.isEmpty else { continue }
        // Where some records have text, fields of the shape that are blank in the first records count as well.
        let all = needsText ? shape.fields.compactMap { text(of: $0, in: fold, needsText: false) } : texts
        return TextChoice(shape: shape.name, texts: all, seen: seen)
      }
    }
    return nil
  }

  /// The steps of a shape's field as the records spell them; nil where they do not have it.
  private static func text(of field: Field, in seen: [String: SeenField], needsText: Bool) -> TextChoice.Text?
  {
    for (path, drop) in [(field.path, 0), (field.path + "[]", 1)] {
      guard let found = seen[path], found.strings > 0 || (!needsText && found.blanks > 0) else { continue }
      return TextChoice.Text(
        steps: Array(found.steps.dropLast(drop)), role: field.role, joinsList: field.joinsList)
    }
    return nil
  }

  /// The fields that the user named, as far as the records have them.
  private static func named(_ fields: [Named], in seen: [SeenField]) -> TextChoice? {
    let paths = Set(seen.filter { $0.strings + $0.blanks > 0 }.map { FieldPath.name(of: $0.steps) })
    var missing: [String] = []
    let texts = fields.map { field in
      let name = FieldPath.name(of: field.steps)
      let inList = FieldPath.name(of: field.steps.map { if case .element = $0 { .each } else { $0 } })
      if !paths.contains(name), !paths.contains(name + "[]"), !paths.contains(inList) {
        missing.append(field.name)
      }
      return TextChoice.Text(
        steps: field.steps, role: field.role.map { .fixed($0) } ?? .sibling, joinsList: joins(field.steps))
    }
    guard missing.count < fields.count else { return nil }
    return TextChoice(shape: "named fields", texts: texts, seen: seen, missing: missing)
  }

  /// Whether a named path is that of a message's content, whose parts are one text.
  private static func joins(_ steps: [FieldPath.Step]) -> Bool {
    let name = canonical(steps)
    return shapes.contains { $0.fields.contains { $0.joinsList && $0.path == name } }
  }

  /// The path in lower case, by which shapes are found.
  static func canonical(_ steps: [FieldPath.Step]) -> String {
    String(
      decoding: FieldPath.name(of: steps).utf8.map { 65...90 ~= $0 ? $0 + 32 : $0 }, as: UTF8.self)
  }
}
