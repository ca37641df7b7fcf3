/// Where a text lies in a record: `caption`, `conversations[].value`, `texts[][1]`, or a column's position.
///
/// Steps are separated by full stops; `[]` means every element of a list, `[1]` one element, from 0. In a table
/// without a header a path that is a number means the column, from 1.
public struct FieldPath: Sendable, Hashable, CustomStringConvertible {
  /// One step from a value to a value inside it.
  public enum Step: Sendable, Hashable {
    /// The value of an object's key, or of a column.
    case key(String)
    /// Every element of a list.
    case each
    /// One element of a list, from 0.
    case element(Int)
  }

  /// The steps, outermost first; never empty.
  public let steps: [Step]
  /// The path as it was written.
  public let description: String

  /// Reads a path; nil where it is empty or a bracket is not closed.
  public init?(_ text: String) {
    var steps: [Step] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      var rest = part
      let key = rest.prefix { $0 != "[" }
      rest = rest.dropFirst(key.count)
      if !key.isEmpty { steps.append(.key(String(key))) } else if rest.isEmpty { return nil }
      while !rest.isEmpty {
        guard rest.first == "[", let close = rest.firstIndex(of: "]") else { return nil }
        let inside = rest[rest.index(after: rest.startIndex)..<close]
        if inside.isEmpty {
          steps.append(.each)
        } else if let position = Int(inside), position >= 0 {
          steps.append(.element(position))
        } else {
          return nil
        }
        rest = rest[rest.index(after: close)...]
      }
    }
    guard !steps.isEmpty else { return nil }
    self.steps = steps
    self.description = text
  }
}
