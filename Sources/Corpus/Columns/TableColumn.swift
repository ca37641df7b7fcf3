/// A column of a table that is written as Parquet: its name, what it holds, and whether a value may be missing.
package struct TableColumn: Sendable, Hashable {
  /// What a column's values are.
  package enum Kind: Sendable, Hashable, CaseIterable {
    /// Valid UTF-8.
    case text
    /// Whole numbers of 32 bits.
    case int32
    /// Whole numbers of 64 bits.
    case int64
    /// Whole numbers of 64 bits without a sign, such as hashes.
    case uint64
    /// Floating-point numbers of 64 bits.
    case real
    /// True or false.
    case truth
  }

  /// The name in the file.
  package var name: String
  /// What the values are.
  package var kind: Kind
  /// Whether a row may have no value.
  package var isOptional: Bool
  /// Whether a row has a list of values, none of which may be missing.
  package var isList: Bool
  /// The member of a structure that the values are: list columns of one name that stand beside one another are one list of
  /// structures, each with a member of every column; nil: no structure.
  package var member: String?
  /// Whether the values mostly rise by little, so that each is written by its distance from the one before; whole numbers
  /// with a sign alone.
  package var isAscending: Bool
  /// Whether pages are compressed, by which hashes and numbers that are packed already hardly become smaller.
  package var isCompressed: Bool
  /// The texts that the values are among, each of which is then appended by its number; nil: any.
  var entries: [String]?

  /// Makes a column.
  package init(
    _ name: String, _ kind: Kind, isOptional: Bool = false, isList: Bool = false, member: String? = nil,
    isAscending: Bool = false, isCompressed: Bool = true
  ) {
    precondition(!isAscending || kind == .int32 || kind == .int64)
    precondition(member == nil || isList)
    self.member = member
    self.name = name
    self.kind = kind
    self.isOptional = isOptional
    self.isList = isList
    self.isAscending = isAscending
    self.isCompressed = isCompressed
  }

  /// The names from the top of the schema down to the values.
  var path: [String] { isList ? [name, "list", "element"] + (member.map { [$0] } ?? []) : [name] }

  /// How deep a value lies in what may be missing: the highest definition level.
  var maximumDefinition: UInt32 { (isOptional ? 1 : 0) + (isList ? 1 : 0) }
}

extension TableColumn.Kind {
  /// The physical type that the format has for it.
  var physical: SchemaTree.Physical {
    switch self {
    case .text: .byteArray
    case .int32: .int32
    case .int64, .uint64: .int64
    case .real: .double
    case .truth: .boolean
    }
  }
}
