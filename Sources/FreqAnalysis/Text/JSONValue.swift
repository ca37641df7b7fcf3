/// A JSON value whose objects keep their keys in the order in which they were given.
public indirect enum JSONValue: Sendable, Hashable {
  /// The value is null: nothing is known.
  case null
  /// The value is true or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A number; one that is not finite is written as `null`.
  case real(Double)
  /// The value is a string with any characters.
  case text(String)
  /// The value is a list, in order.
  case list([JSONValue])
  /// Keys with values in order.
  case object([Member])

  /// One key of an object with its value.
  public struct Member: Sendable, Hashable {
    /// The key.
    public var key: String
    /// The value.
    public var value: JSONValue

    /// Makes a member.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The number, or `null` for nil.
  public init(_ number: Double?) { self = number.map(JSONValue.real) ?? .null }
  /// The number, or `null` for nil.
  public init(_ number: Int?) { self = number.map(JSONValue.integer) ?? .null }
  /// The text, or `null` for nil.
  public init(_ text: String?) { self = text.map(JSONValue.text) ?? .null }

  /// The cell of a table.
  public init(_ value: Table.Value) {
    switch value {
    case .text(let text): self = .text(text)
    case .integer(let number): self = .integer(number)
    case .real(let number): self = .real(number)
    case .missing: self = .null
    }
  }

  /// A table as a list of objects, one a row, with the columns' names as keys.
  public init(_ table: Table) {
    self = .list(
      table.rows.map { row in
        .object(zip(table.columns, row).map { Member($0.name, JSONValue($1)) })
      })
  }

  private var isScalar: Bool {
    switch self {
    case .list(let values): values.isEmpty
    case .object(let members): members.isEmpty
    default: true
    }
  }

  var isFlat: Bool {
    switch self {
    case .list(let values): values.allSatisfy(\.isScalar)
    case .object(let members): members.allSatisfy(\.value.isScalar)
    default: true
    }
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// Makes an object with the keys in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0, $1) })
  }
  /// Makes a list.
  public init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
  /// Makes a text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// Makes a whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// Makes a number.
  public init(floatLiteral value: Double) { self = .real(value) }
  /// Makes true or false.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Makes `null`.
  public init(nilLiteral: ()) { self = .null }
}
