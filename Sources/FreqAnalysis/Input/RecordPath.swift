/// Where a value stands in a JSON record: keys with dots between, elements of lists as `[0]`.
public struct RecordPath: Sendable, Hashable, CustomStringConvertible {
  private enum Step: Sendable, Hashable {
    case key(String)
    case element(Int)
  }

  /// The path as it was written.
  public let description: String
  private let steps: [Step]

  /// Reads a path such as `label` or `response.body.choices[0].message.content`; nil where it is none.
  public init?(_ text: String) {
    var steps: [Step] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let key = pieces.first, !key.isEmpty || (steps.isEmpty && pieces.count > 1) else { return nil }
      if !key.isEmpty { steps.append(.key(String(key))) }
      for piece in pieces.dropFirst() {
        guard piece.last == "]", let element = Int(piece.dropLast()), element >= 0 else { return nil }
        steps.append(.element(element))
      }
    }
    guard !steps.isEmpty else { return nil }
    self.steps = steps
    description = text
  }

  /// The path of one key, whatever characters it has.
  init(key: String) {
    description = key
    steps = [.key(key)]
  }

  /// The value at the path; nil where there is none. A key that is the whole path comes before its parts.
  func value(in record: OrderedJSON) -> OrderedJSON? {
    if let whole = record[description] { return whole }
    var value = record
    for step in steps {
      switch step {
      case .key(let key):
        guard let next = value[key] else { return nil }
        value = next
      case .element(let position):
        guard case .array(let elements) = value, position < elements.count else { return nil }
        value = elements[position]
      }
    }
    return value
  }

  /// The value at the path, unless it is null.
  func filled(in record: OrderedJSON) -> OrderedJSON? {
    guard let value = value(in: record), value != .null else { return nil }
    return value
  }
}
