/// Fields of a record that are wanted beside its text: its key, and those that a person named.
struct FieldRequest: Sendable, Hashable {
  /// The fields that a person named; `[]` is in none of them.
  var keep: [FieldPath] = []

  /// The names under which a record's key may stand, the preferred one first.
  static let keyNames = ["__key__", "id", "uid", "image"]

  /// How many values a record has: its key, then the kept ones.
  var count: Int { 1 + keep.count }
}

/// Values of some fields of some records of a block.
struct RecordFields: Sendable {
  /// The records' places in the block, ascending.
  var records: [Int32] = []
  /// For each record its values as text, the key first; nil: none.
  var values: [[[UInt8]?]] = []
}

/// A block of a layout whose records have fields beside their text, in the bytes that the block holds.
protocol FieldBlock: RecordBlock {
  /// The values of the fields that the reading options ask for, of some records of the block, which was read before.
  ///
  /// - Parameters:
  ///   - request: The fields.
  ///   - records: The records' places, ascending; each has text.
  /// - Returns: Their values, in their order; fewer where the block ends before.
  func fields(_ request: FieldRequest, of records: [Int32]) -> [[[UInt8]?]]
}
