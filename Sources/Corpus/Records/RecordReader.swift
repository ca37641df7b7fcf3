/// The sequential side of reading: takes a shard's decoded bytes and cuts them to blocks of whole records.
///
/// One reader a layout. A reader belongs to one task; its blocks may be read by others, in any order.
protocol RecordReader: AnyObject {
  /// The next block, or nil at the shard's end.
  ///
  /// - Throws: `ShardFault`. A fault at a record's place counts from the first record of the block that would
  ///   have been next.
  func nextBlock() throws -> (any RecordBlock)?
}

/// Some whole records of a shard, ready to be read by any task.
protocol RecordBlock: AnyObject, Sendable {
  /// Appends the block's captions to a batch, `beginRecord` before each record's.
  ///
  /// - Throws: `ShardFault`; a fault at a record's place counts from the block's first record, from 1. What a
  ///   block adds to that count for the blocks after it is the batch's `position`.
  func readCaptions(into batch: CaptionBatch) throws

  /// The bytes that the block was cut from; they go back to the reader's pool when the block is done.
  var buffer: PaddedBuffer { get }

  /// Where the records' fields lie in columns of a file; nil for all blocks but Parquet's, and where no field is wanted.
  var fieldRows: FieldRows? { get }
}

extension RecordBlock {
  var fieldRows: FieldRows? { nil }
}
