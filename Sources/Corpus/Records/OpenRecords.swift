/// A shard's records, ready to be read.
struct OpenRecords {
  /// Gives the blocks.
  let reader: any RecordReader
  /// The codec of the stored bytes.
  let codec: Codec
  /// The layout's name.
  let layout: String
  /// How the layout compresses its own parts, as a Parquet file's pages are; empty where it has no such parts.
  var innerCodecs: [String] = []
  /// What is text; nil where the reader chooses as it goes.
  let choice: TextChoice?
  /// The digest of what was read, valid after the last block; nil where all stored bytes count.
  let digest: (() -> Digest)?
  /// What the digest covers.
  let digestKind: String
  /// The decoded bytes behind what the reader takes, where the content was compressed: they end with a checksum.
  var rest: (any ByteStream)?
  /// Whether its digest stands for its bytes in that of the archive around it, since they are read at any place.
  var hasOwnDigest = false
}

/// The reader of a shard that has no record.
final class NoRecords: RecordReader {
  func nextBlock() -> (any RecordBlock)? { nil }
}
