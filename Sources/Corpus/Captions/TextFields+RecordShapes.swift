/// The recognised shapes of records, the preferred ones first.
extension TextFields {
  /// One field of a shape.
  struct Field: Sendable {
    let path: String
    /// Its steps. All that follows from the path is made once, since each column of each file asks.
    let steps: [FieldPath.Step]
    /// The field as the name of a column: `history[][]` for `history[][0]`.
    let columnPath: String
    /// The paths that records may have the field under, each with how many steps it has more: its own, that of a list's elements,
    /// and the column's.
    let spellings: [(path: String, more: Int)]
    let role: TextChoice.RoleSource
    let joinsList: Bool
    /// Whether a record has the shape only where another of its fields has text: an instruction to a model beside a
    /// conversation is none by itself.
    let isCompanion: Bool
    /// Whether a string there that opens as a list of objects is a conversation, and any other a text of another shape.
    let isTextElse: Bool

    init(
      _ path: String, _ role: TextChoice.RoleSource = .fixed(.caption), joinsList: Bool = false,
      isCompanion: Bool = false, isTextElse: Bool = false
    ) {
      self.path = path
      steps = FieldPath(path)?.steps ?? []
      columnPath = FieldPath.name(of: steps.map { if case .element = $0 { .each } else { $0 } })
      spellings = [(path, 0), (path + "[]", 1), (columnPath, 0)]
      self.role = role
      self.joinsList = joinsList
      self.isCompanion = isCompanion
      self.isTextElse = isTextElse
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

  /// The recognised shapes; `ReadingRule.shapesVersion` is their version. At most 64: a text has a bit for each.
  static let shapes: [Shape] = [
    // Conversations, which hold a record's captions where both are there.
    Shape("conversations", turns("conversations", "value") + turns("conversation", "value") + beside),
    Shape("messages", turns("messages", "content") + beside),
    Shape(
      "texts of user and assistant",
      [
        Field("texts[].user", .fixed(.human)), Field("texts[].assistant", .fixed(.assistant)),
        Field("texts", .inText, isTextElse: true),
      ]),
    // One caption, or a list of captions, of a picture.
    Shape("caption"),
    Shape(
      "captions",
      [Field("captions"), Field("captions[].content", .sibling), Field("captions[].value", .sibling)]),
    Shape("text"), Shape("txt"), Shape("top_caption"), Shape("blip_caption"),
    Shape("title and description", [Field("title"), Field("description")]),
    Shape("all_captions"), Shape("syn_text"),
    Shape("raw_caption"), Shape("alt_text"), Shape("alt"), Shape("sentence"),
    Shape("sentences"), Shape("sentences[].raw"),
    // Documents with pictures between their texts, and MetaCLIP's [key, text] pairs.
    Shape("texts[][1]"), Shape("texts"), Shape("text_list"),
    // The answer that was preferred; the one that was rejected is never read.
    Shape(
      "chosen messages",
      parts("chosen", ["content", "value"]) + parts("prompt", ["content", "value"], isCompanion: true)),
    Shape(
      "chosen answer",
      asked(["question", "instruction", "prompt"]) + [Field("chosen", .fixed(.assistant))] + earlier),
    // Questions and answers, instructions and outputs.
    Shape(
      "question and answer",
      [
        Field("question", .fixed(.human)), Field("instruction", .fixed(.human), isCompanion: true),
        Field("answer", .fixed(.assistant)), Field("answers", .fixed(.assistant)),
        Field("answers[].answer", .fixed(.assistant)),
        Field("choices", .option, isCompanion: true), Field("options", .option, isCompanion: true),
      ] + earlier),
    Shape(
      "instruction and output",
      [
        Field("instruction", .fixed(.human)), Field("input", .fixed(.human)),
        Field("inputs", .fixed(.human)), Field("output", .fixed(.assistant)),
        Field("outputs", .fixed(.assistant)),
      ] + earlier),
    Shape(
      "prompt and response",
      [
        Field("prompt", .fixed(.human)), Field("query", .fixed(.human), isCompanion: true),
        Field("response", .fixed(.assistant)), Field("completion", .fixed(.assistant)),
      ] + earlier),
  ]

  /// The names that make a table's first row a header: those of captions, and those of a table's other columns.
  static let columnNames: Set<String> = {
    var names: Set<String> = []
    for shape in shapes {
      for field in shape.fields where !field.path.contains("[") && !field.path.contains(".") {
        names.insert(field.path)
      }
    }
    return names
  }()

  /// The fields of a list of turns: a turn's text, or its parts; two speakers in one turn; lists beside one another in
  /// one object, as Hugging Face's library writes a list of objects; or all of it as a JSON string.
  private static func turns(_ list: String, _ value: String) -> [Field] {
    let values = value == "value" ? ["value", "content"] : ["content", "value"]
    return parts(list, values) + [
      Field("\(list)[].content[].value", .sibling),
      Field("\(list)[].human", .fixed(.human)), Field("\(list)[].user", .fixed(.human)),
      Field("\(list)[].assistant", .fixed(.assistant)), Field("\(list)[].gpt", .fixed(.assistant)),
      Field("\(list).value", .siblingList), Field("\(list).content", .siblingList),
      Field(list, .inText),
    ]
  }

  /// A turn's text, which may be a list of parts.
  private static func parts(_ list: String, _ values: [String], isCompanion: Bool = false) -> [Field] {
    values.flatMap { value in
      [
        Field("\(list)[].\(value)", .sibling, joinsList: true, isCompanion: isCompanion),
        Field("\(list)[].\(value)[].text", .sibling, joinsList: true, isCompanion: isCompanion),
      ]
    }
  }

  /// What may stand beside a list of turns: an instruction to the model, and the answer that was preferred.
  private static let beside: [Field] = [
    Field("system", .fixed(.system), isCompanion: true),
    Field("chosen.value", .fixed(.assistant), isCompanion: true),
    Field("chosen.content", .fixed(.assistant), isCompanion: true),
  ]

  /// What was asked, beside an answer without which it makes no shape.
  private static func asked(_ questions: [String]) -> [Field] {
    questions.map { Field($0, .fixed(.human), isCompanion: true) }
  }

  /// What may stand beside an answer: an instruction to the model, and earlier turns as pairs.
  private static let earlier: [Field] = [
    Field("system", .fixed(.system), isCompanion: true),
    Field("history[][0]", .fixed(.human), isCompanion: true),
    Field("history[][1]", .fixed(.assistant), isCompanion: true),
  ]

  /// The fields of a list of turns from the list on: what a string that holds one is read by.
  static let turnFields: [TextChoice.Text] = turns("turns", "value").compactMap { field in
    guard field.steps.count > 1 else { return nil }
    return TextChoice.Text(
      steps: Array(field.steps.dropFirst()), role: field.role, joinsList: field.joinsList)
  }
}
