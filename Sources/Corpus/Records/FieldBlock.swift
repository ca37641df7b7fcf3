/// Fields of a record that are wanted beside its text: its key, and those that a person named.
struct FieldRequest: Sendable, Hashable {
  /// The fields that a person named; `[]` is in none of them.
  var keep: [FieldPath] = []
  /// Whether the record itself is wanted, byte for byte, as a last value; only JSON has one.
  var wantsWhole = false

  /// The names under which a record's key may stand, the preferred one first.
  static let keyNames = ["__key__", "id", "uid", "image"]

  /// Whether anything is wanted that the key does not say.
  var needsRecord: Bool { wantsWhole || !keep.isEmpty }

  /// How many values a record has: its key, then the kept ones, then itself.
  var count: Int { 1 + keep.count + (wantsWhole ? 1 : 0) }
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
  /// - Throws: `ShardFault` where a field's bytes are damaged.
  func appendFields(_ request: FieldRequest, of records: [WantedRecord], to values: inout RecordFields) throws
}

/// A Parquet file whose fields lie in columns of their own: they are read by whoever takes its records in their order.
///
/// - Note: `@unchecked Sendable`: reading near bytes at a place changes nothing in them, whichever task does it; far ones are opened
///   anew.
final class FieldFile: @unchecked Sendable {
  private let opening: () throws -> any RandomAccessBytes

  /// Takes bytes that several tasks may read.
  init(_ bytes: any RandomAccessBytes) { opening = { bytes } }

  /// Takes what opens the bytes a second time.
  init(opening: @escaping () throws -> any RandomAccessBytes) { self.opening = opening }

  /// The bytes.
  ///
  /// - Throws: `ShardFault`.
  func open() throws -> any RandomAccessBytes { try opening() }
}

/// The rows of a Parquet file that a block's records are.
struct FieldRows: Sendable {
  let file: FieldFile
  /// The row of the block's first record, from 0.
  let first: Int
}
