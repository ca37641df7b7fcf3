/// What the tool understands of a shard, before a long run: the answer to "why is my count zero?".
public struct ShardInspection: Sendable {
  /// The shard.
  public let shard: ShardName
  /// How its stored bytes are compressed.
  public let codec: Codec
  /// How the pages of its text columns are compressed, where it is a Parquet file; else empty.
  public let innerCodecs: [String]
  /// How its records lie in it.
  public let layout: String
  /// What decided which fields are text; nil where a reader chooses as it goes.
  public let choice: TextChoice?
  /// The records in the part that was read.
  public let records: Int
  /// The captions of each role in that part.
  public let captions: RoleCounts
  /// The further records in it that the reading rule leaves out.
  public let excludedRecords: Int
  /// The further records in it that are bad and were skipped.
  public let skippedRecords: Int
  /// Members of an archive in it that were passed over since they are of no known kind, by kind.
  public let passedOver: [String: Int]
  /// What is understood of the archive that it is, as far as it was read; nil of any other layout.
  public let archive: ArchiveLook?
  /// Halves of surrogate pairs in JSON that stood alone and were read as U+FFFD.
  public let replacedSurrogates: Int
  /// Whether the part is all of the shard.
  public let isComplete: Bool
  /// Bytes behind its compressed data that are no part of it, where all of it was read.
  public let trailing: TrailingBytes?
  /// The captions of the first records.
  public let samples: [Sample]

  /// One caption of one of the first records.
  public struct Sample: Sendable, Equatable {
    /// The record, from 1.
    public var record: Int
    /// What the caption is in its record.
    public var role: Role
    /// The caption.
    public var text: String
  }

  /// Of how many records, the first with captions, the captions are shown.
  static let sampledRecords = 3

  /// Reads the first bytes of a shard.
  ///
  /// - Parameters:
  ///   - shard: the shard; what comes from a pipe is read no further than this.
  ///   - options: how shards are read.
  ///   - bytes: how much of the decoded bytes is read, about.
  /// - Throws: `ShardError`.
  public init(_ shard: ShardName, options: ReadingOptions = ReadingOptions(), bytes: Int = 4 << 20) throws {
    do {
      self = try ShardBlocks.twiceIfNeeded(shard) { readsTwice in
        let found = try ShardInspection(
          opening: shard, options: options, bytes: bytes, readsTwice: readsTwice)
        // What lies behind the part may decide how its records are numbered; all of a server's archive is not fetched for that.
        guard !readsTwice, !found.isComplete, found.archive != nil, case .file = shard,
          try ShardBlocks.isReadTwice(shard, options: options)
        else { return found }
        return try ShardInspection(opening: shard, options: options, bytes: bytes, readsTwice: true)
      }
    } catch {
      throw ShardError(shard: shard, error)
    }
  }

  private init(opening shard: ShardName, options: ReadingOptions, bytes: Int, readsTwice: Bool) throws {
    var options = options
    options.keepsOrder = true
    options.showsExamples = true
    let blockBytes = 256 << 10
    let blocks = try ShardBlocks(
      shard, options: options, blockBytes: blockBytes, pool: BufferPool(capacity: blockBytes), meter: nil,
      readsTwice: readsTwice)
    var (captions, records, excluded, skipped) = (RoleCounts(), 0, 0, 0)
    var surrogates = 0
    var (samples, sampled) = ([Sample](), 0)
    let batch = CaptionBatch { batch in
      for entry in batch.entries {
        captions[entry.role] += Int(entry.weight)
        let record = blocks.recordsBefore + Int(entry.record) + 1
        if samples.last?.record != record { sampled += 1 }
        guard sampled <= Self.sampledRecords else { continue }
        let text = batch.text[Int(entry.start)..<Int(entry.end)]
        samples.append(Sample(record: record, role: entry.role, text: String(decoding: text, as: UTF8.self)))
      }
    }
    var (read, isComplete) = (0, false)
    while read < bytes {
      guard let count = try blocks.readNext(into: batch) else {
        isComplete = true
        break
      }
      read += max(count, 1)
      records += batch.records
      excluded += batch.excludedRecords
      skipped += batch.skippedRecords
      surrogates += batch.replacedSurrogates
    }
    innerCodecs = blocks.innerCodecs
    trailing = isComplete ? try blocks.finish() : nil
    passedOver = blocks.passedOver
    archive = blocks.archive
    replacedSurrogates = surrogates
    (self.shard, codec, layout, choice) = (shard, blocks.codec, blocks.layout, blocks.choice)
    (self.records, self.captions, self.samples) = (records, captions, samples)
    (excludedRecords, skippedRecords, self.isComplete) = (excluded, skipped, isComplete)
  }
}
