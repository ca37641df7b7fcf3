/// The rows of one block: one for each caption and class that it mentions.
struct MentionRows: Sendable {
  /// One row.
  struct Row: Sendable, Equatable {
    /// The record's place in the block, from 0.
    var record: Int32
    /// The caption's number among its record's, from 1.
    var turn: Int32
    /// What the caption is in its record.
    var role: Role
    /// The class's index among the classes of all sets.
    var slot: UInt32
    /// The index of the term that made the first mention among the terms of all sets.
    var term: UInt32
    /// How often the caption mentions the class.
    var mentions: UInt32
    /// The byte of the caption where the first mention begins.
    var start: UInt32
    /// Where in the block the caption's text stands; -1 where that is not known.
    var place: Int32
    /// XXH3-64 of the folded caption.
    var hash: UInt64
  }

  /// The rows in the order of their captions, those of one caption in the order of their first mentions.
  var rows: [Row] = []
  /// What was kept of the records that have rows, in their order; nil: the block has no fields.
  var fields: RecordFields?
  /// Where their fields lie in columns of a file; nil: nowhere.
  var fieldRows: FieldRows?

  /// The records that have rows, each with the place of one of its texts.
  var records: [WantedRecord] {
    var records: [WantedRecord] = []
    for row in rows where records.last?.record != row.record {
      records.append(WantedRecord(record: row.record, textPlace: row.place))
    }
    return records
  }
}
