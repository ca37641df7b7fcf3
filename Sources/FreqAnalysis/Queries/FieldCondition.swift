import Corpus

/// What a field of a record must be for the record to be taken: `similarity>=0.3`.
public struct FieldCondition: Sendable, Hashable, CustomStringConvertible {
  /// How a number is compared.
  public enum Comparison: String, Sendable, Hashable, CaseIterable {
    /// The comparisons, those of two characters first, so that none is taken for another.
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
    case equal = "="
  }

  /// The field.
  public let field: FieldPath
  /// How its value is compared.
  public let comparison: Comparison
  /// With what.
  public let number: Double

  /// Reads a condition as a person writes it; nil where it is none, or its field has `[]`.
  public init?(_ text: String) {
    guard let start = text.firstIndex(where: { "<>=".contains($0) }) else { return nil }
    guard let comparison = Comparison.allCases.first(where: { text[start...].hasPrefix($0.rawValue) }) else {
      return nil
    }
    let rest = text[start...].dropFirst(comparison.rawValue.count)
    func trimmed(_ part: Substring) -> String {
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    guard let field = FieldPath(trimmed(text[..<start])), !field.steps.contains(.each),
      let number = Double(trimmed(rest)), number.isFinite
    else { return nil }
    (self.field, self.comparison, self.number) = (field, comparison, number)
    description = "\(field)\(comparison.rawValue)\(trimmed(rest))"
  }

  /// The condition as it was written, but for blanks.
  public let description: String

  /// Whether a value is such; nil where it is missing or no number.
  func holds(for value: String?) -> Bool? {
    guard let value = value.flatMap(Double.init), !value.isNaN else { return nil }
    return switch comparison {
    case .atLeast: value >= number
    case .atMost: value <= number
    case .above: value > number
    case .below: value < number
    case .equal: value == number
    }
  }
}
