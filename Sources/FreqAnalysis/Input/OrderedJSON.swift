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
