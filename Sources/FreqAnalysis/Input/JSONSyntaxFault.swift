/// Why a text is no JSON, and where.
public struct JSONSyntaxFault: Error, Sendable, Equatable {
  /// The line, from 1.
  public var line: Int
  /// The character in the line, from 1.
  public var column: Int
  /// The reason why the JSON is invalid.
  public var reason: Reason

  /// What is wrong with the JSON.
  public enum Reason: Sendable, Equatable {
    /// Something else stands where a value, a comma or a colon belongs.
    case unexpected(found: String, wanted: String)
    /// The text ends inside a value.
    case unfinished
    /// Something follows the end of the value.
    case trailing(found: String)
    /// Values are nested deeper than the bound.
    case nestingTooDeep(limit: Int)
    /// `NaN` or `Infinity`, which JSON does not have.
    case notFinite(String)
    /// A number that is not written as JSON writes it.
    case badNumber
    /// An unknown escape, or one that is cut short.
    case badEscape
    /// Half of a surrogate pair.
    case loneSurrogate
    /// A control character that is not escaped.
    case controlCharacter
    /// The bytes are not valid UTF-8.
    case notUTF8

    /// The reason as part of a sentence.
    public var sentence: String {
      switch self {
      case .unexpected(let found, let wanted): "found \(found) where \(wanted) was expected"
      case .unfinished: "it ends before it is complete; is the file truncated?"
      case .trailing(let found): "\(found) follows the end of the value"
      case .nestingTooDeep(let limit): "values are nested deeper than \(limit) levels"
      case .notFinite(let word): "\(word) is not a JSON number; omit unknown values, or write null"
      case .badNumber: "a number is malformed"
      case .badEscape: "a string contains a malformed escape"
      case .loneSurrogate: "a string contains an unpaired surrogate"
      case .controlCharacter: "a string contains an unescaped control character"
      case .notUTF8: "it is not valid UTF-8"
      }
    }
  }
}
