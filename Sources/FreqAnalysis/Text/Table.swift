/// Rows under named and typed columns: what the commands hand to `AlignedText`, `CSVText` and `JSONText`.
///
/// A table is a value without any formatting; the three writers decide how it looks.
public struct Table: Sendable, Hashable {
  /// The columns, from left to right.
  public let columns: [Column]
  /// The rows; each has one value a column.
  public private(set) var rows: [[Value]] = []

  /// Makes a table without rows.
  public init(columns: [Column]) { self.columns = columns }

  /// Makes a table of rows that each have one value a column.
  package init(columns: [Column], rows: some Sequence<[Value]>) {
    self.columns = columns
    for row in rows { append(row) }
  }

  /// Appends a row, which must have one value a column.
  package mutating func append(_ row: [Value]) {
    precondition(row.count == columns.count, "a row of \(row.count) values under \(columns.count) columns")
    rows.append(row)
  }

  /// One column: its name in files, its heading for people, and what it holds.
  public struct Column: Sendable, Hashable {
    /// The name in CSV's header and JSON's keys; part of the contract with scripts.
    public var name: String
    /// The shorter name above an aligned column.
    public var heading: String
    /// What the column holds; decides on which side it is aligned.
    public var kind: Kind
    /// Whether `AlignedText` may leave the column out where the width does not suffice.
    public var isDetail: Bool

    /// Makes a column; without a heading its name is shown.
    public init(_ name: String, _ kind: Kind, heading: String? = nil, isDetail: Bool = false) {
      self.name = name
      self.heading = heading ?? name
      self.kind = kind
      self.isDetail = isDetail
    }

    /// What a column holds.
    public enum Kind: Sendable, Hashable {
      /// Text, aligned left and cut where the width does not suffice.
      case text
      /// Whole numbers, aligned right; their digits are grouped for people.
      case integer
      /// Numbers, aligned right; people see four significant digits.
      case real
      /// Whole numbers that are names, such as a class's index: aligned right and never grouped.
      case ordinal
    }
  }

  /// One cell.
  public enum Value: Sendable, Hashable {
    /// Any text; may hold any character.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number; one that is not finite is written as `missing` is.
    case real(Double)
    /// Nothing is known; never the same as zero.
    case missing

    /// The text, or `missing` for nil.
    public init(_ text: String?) { self = text.map(Value.text) ?? .missing }
    /// The number, or `missing` for nil.
    public init(_ number: Int?) { self = number.map(Value.integer) ?? .missing }
    /// The number, or `missing` for nil.
    public init(_ number: Double?) { self = number.map(Value.real) ?? .missing }
  }
}

extension Table.Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByNilLiteral
{
  /// Makes a text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// Makes a whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// Makes a number.
  public init(floatLiteral value: Double) { self = .real(value) }
  /// Makes a missing value.
  public init(nilLiteral: ()) { self = .missing }
}
