/// Which fields of a shard's records are text, and why: what the readers follow and what `inspect` shows.
public struct TextChoice: Sendable, Equatable {
  /// One field that is read.
  public struct Text: Sendable, Equatable {
    /// The way from a record to the text; empty where the record itself is the text. A value that is a list of
    /// strings gives a text for each string.
    public var steps: [FieldPath.Step]
    /// The role of the text.
    public var role: RoleSource
    /// Whether the strings of a list are one text, joined by spaces (tokens, the parts of a message).
    public var joinsList: Bool
    /// Whether it is read only where another text of its shape is: a `system` beside a conversation.
    public var isCompanion: Bool

    /// Makes a text.
    public init(
      steps: [FieldPath.Step], role: RoleSource, joinsList: Bool = false, isCompanion: Bool = false
    ) {
      self.steps = steps
      self.role = role
      self.joinsList = joinsList
      self.isCompanion = isCompanion
    }

    /// The field as a person writes it; `(record)` where the record itself is the text.
    public var name: String { FieldPath.name(of: steps) }
  }

  /// Where a text's role comes from.
  public enum RoleSource: Sendable, Equatable {
    /// The role is known beforehand.
    case fixed(Role)
    /// A field beside the text names it (`from`, `role`, `speaker`); `caption` where there is none.
    case sibling
    /// A list beside the text, which is a list too, names it element by element.
    case siblingList
    /// The text is JSON, a list of turns that name their roles; text of another kind is a `caption`.
    case inText
    /// The text is one of several answers, and that one is the assistant's whose index, from 0, `answer` gives.
    case option
  }

  /// A recognised shape as the records have it.
  public struct Alternative: Sendable, Equatable {
    /// The shape's name.
    public var shape: String
    /// The fields that are read together.
    public var texts: [Text]

    /// Makes an alternative.
    public init(shape: String, texts: [Text]) {
      self.shape = shape
      self.texts = texts
    }
  }

  /// What decided: the name of a recognised shape, or `named fields`.
  public var shape: String
  /// The fields that are read, of the first shape of which the first records have text.
  public var texts: [Text]
  /// The shapes that records may have, the preferred ones first, where each record is read by the first of which it has
  /// text; empty where the same fields are read of every record.
  public var alternatives: [Alternative]
  /// Whether records with a `status` that is not `success` are left out, as in img2dataset's tables.
  public var leavesOutFailures: Bool
  /// All fields seen in the first records, in their order.
  public var seen: [SeenField]
  /// Fields that the user named and that are in none of the first records.
  public var missing: [String]

  /// Makes a choice.
  public init(
    shape: String, texts: [Text], alternatives: [Alternative] = [], leavesOutFailures: Bool = false,
    seen: [SeenField] = [], missing: [String] = []
  ) {
    self.shape = shape
    self.texts = texts
    self.alternatives = alternatives
    self.leavesOutFailures = leavesOutFailures
    self.seen = seen
    self.missing = missing
  }
}

/// One field that the first records of a shard have, or a column.
public struct SeenField: Sendable, Equatable {
  /// The way from a record to the field.
  public var steps: [FieldPath.Step]
  /// How many strings it held.
  public var strings: Int
  /// How many nulls, empty strings and empty lists it held.
  public var blanks: Int
  /// How many numbers and truth values it held.
  public var others: Int
  /// Its first string that is not empty, at most 80 characters of it; empty where it held none.
  public var example: String

  /// Makes a field that was seen.
  public init(
    steps: [FieldPath.Step], strings: Int = 0, blanks: Int = 0, others: Int = 0, example: String = ""
  ) {
    self.steps = steps
    self.strings = strings
    self.blanks = blanks
    self.others = others
    self.example = example
  }

  /// The field as a person writes it.
  public var name: String { FieldPath.name(of: steps) }
}

extension FieldPath {
  /// The text form of steps: `conversations[].value`; `(record)` for none.
  static func name(of steps: [Step]) -> String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key): text += (text.isEmpty ? "" : ".") + key
      case .each: text += "[]"
      case .element(let index): text += "[\(index)]"
      }
    }
    return text.isEmpty ? "(record)" : text
  }
}
