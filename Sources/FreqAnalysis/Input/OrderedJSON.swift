/// A JSON value that keeps what others lose: the order of keys, keys that are duplicated, and numbers as written.
public enum OrderedJSON: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number as it was written, such as `1e3`.
  case number(String)
  /// A text, its escapes resolved.
  case string(String)
  /// A list.
  case array([OrderedJSON])
  /// An object's members in order, also those whose key is duplicated.
  case object([Member])

  /// One member of an object.
  public struct Member: Sendable, Equatable {
    /// The key, its escapes resolved.
    public var key: String
    /// The value.
    public var value: OrderedJSON
    /// The line of the key, from 1.
    public var line: Int
  }

  /// How deep values may nest.
  static let depthLimit = 64

  /// Reads one JSON value (RFC 8259), with nothing but white space around it.
  ///
  /// Takes time in proportion to the bytes; throws `JSONSyntaxFault` with line and column. With `readsNaN`, `NaN` and
  /// `Infinity`, as Python writes them, are numbers.
  public init(_ bytes: [UInt8], readsNaN: Bool = false) throws(JSONSyntaxFault) {
    var parser = OrderedJSONParser(bytes, readsNaN: readsNaN)
    self = try parser.wholeValue()
  }

  /// The value of the first member with a key; nil where there is none or the value is no object.
  public subscript(key: String) -> OrderedJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// What the value is, inside a sentence: `a list`, `a number`.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

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
