/// What text a shard gives: which fields are text and with which role, and which rows are left out.
///
/// Stored in clear with each shard. The same shard read by another reading rule replaces its counts.
public struct ReadingRule: Sendable, Hashable, CustomStringConvertible {
  /// A field that the user named, with the role of its text.
  public struct TextField: Sendable, Hashable {
    /// The role of the text; nil takes it from a sibling field such as `from`, else `caption`.
    public var role: Role?
    /// The path to the field that holds the text.
    public var path: FieldPath

    /// Makes a text field.
    public init(role: Role? = nil, path: FieldPath) {
      self.role = role
      self.path = path
    }

    /// Reads `[ROLE:]PATH`; nil where the path or the role is not one.
    public init?(_ text: String) {
      if let colon = text.firstIndex(of: ":"), let role = Role(name: String(text[..<colon])) {
        guard let path = FieldPath(String(text[text.index(after: colon)...])) else { return nil }
        self.init(role: role, path: path)
      } else {
        guard let path = FieldPath(text) else { return nil }
        self.init(path: path)
      }
    }

    /// The field as `--text-field` takes it.
    public var description: String { (role.map { $0.name + ":" } ?? "") + path.description }
  }

  /// The fields to read, all of them; empty: the recognised shapes.
  public var textFields: [TextField]
  /// Whether HTML entities in the text are replaced by what they stand for.
  public var unescapesHTML: Bool
  /// Whether text is read as plain lines, each a caption, whatever it looks like.
  public var readsLines: Bool

  /// Makes a reading rule; without fields, the recognised shapes are read.
  public init(textFields: [TextField] = [], unescapesHTML: Bool = false, readsLines: Bool = false) {
    self.textFields = textFields
    self.unescapesHTML = unescapesHTML
    self.readsLines = readsLines
  }

  /// The version of the list of recognised shapes; it rises when a shape would give other text.
  static let shapesVersion = 3

  private static let linesMark = ", as lines"
  private static let unescapedMark = ", HTML unescaped"

  /// The rule in clear, as it is stored: `shapes 3`, or `fields human:text assistant:label`.
  public var description: String {
    let what =
      textFields.isEmpty
      ? "shapes \(Self.shapesVersion)"
      : "fields " + textFields.map(\.description).joined(separator: " ")
    return what + (readsLines ? Self.linesMark : "") + (unescapesHTML ? Self.unescapedMark : "")
  }

  /// Reads a rule as it is stored; nil where it is of another version of the shapes, or no rule.
  ///
  /// A path with a space in it is read as two paths, since the stored form separates paths by spaces.
  public init?(description text: String) {
    var what = text
    func takeOff(_ mark: String) -> Bool {
      guard what.hasSuffix(mark) else { return false }
      what.removeLast(mark.count)
      return true
    }
    let unescapes = takeOff(Self.unescapedMark)
    let lines = takeOff(Self.linesMark)
    if what == "shapes \(Self.shapesVersion)" {
      self.init(unescapesHTML: unescapes, readsLines: lines)
    } else if what.hasPrefix("fields ") {
      let fields = what.dropFirst("fields ".count).split(separator: " ").map { TextField(String($0)) }
      let known = fields.compactMap(\.self)
      guard known.count == fields.count, !known.isEmpty else { return nil }
      self.init(textFields: known, unescapesHTML: unescapes, readsLines: lines)
    } else {
      return nil
    }
  }
}
