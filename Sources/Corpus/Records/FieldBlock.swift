/// Fields of a record that are wanted beside its text: its key, and those that a person named.
struct FieldRequest: Sendable, Hashable {
  /// The fields that a person named; `[]` is in none of them.
  var keep: [FieldPath] = []

  /// The names under which a record's key may stand, the preferred one first.
  static let keyNames = ["__key__", "id", "uid", "image"]

  /// How many values a record has: its key, then the kept ones.
  var count: Int { 1 + keep.count }
}

/// A record of a block whose fields are wanted.
struct WantedRecord: Sendable, Equatable {
  /// Its place among the block's records.
  var record: Int32
  /// Where in the block one of its texts stands; -1 where that is not known.
  var textPlace: Int32 = -1
}

/// A block of a layout whose records have fields beside their text, in the bytes that the block holds.
protocol FieldBlock: RecordBlock {
  /// Appends the values of the fields that the reading options ask for, of some records of the block, which was read before.
  ///
  /// - Parameters:
  ///   - request: The fields.
  ///   - records: The records, ascending; each has text.
  ///   - values: What their values are appended to, in their order; of fewer records where the block ends before.
  func appendFields(_ request: FieldRequest, of records: [WantedRecord], to values: inout RecordFields)
}
