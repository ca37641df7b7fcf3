/// The captions of one shard, one after another in the order of its records: what is counted, to be looked at or used.
///
/// ```swift
/// for try await caption in ShardCaptions(ShardName("captions.jsonl.zst")) { print(caption.text) }
/// ```
///
/// Memory is bounded by a block of the shard and its captions.
public struct ShardCaptions: AsyncSequence, Sendable {
  /// One caption.
  public struct Caption: Sendable, Hashable {
    /// The text, as it is counted: without placeholders, and with HTML entities replaced where the rule says so.
    public var text: String
    /// What it is in its record.
    public var role: Role
    /// Its record, from 1; those left out and skipped count too.
    public var record: Int
  }

  /// The shard.
  public let shard: ShardName
  /// How it is read.
  public let reading: ReadingOptions

  /// Takes a shard, which is opened when the first caption is asked for.
  public init(_ shard: ShardName, reading: ReadingOptions = ReadingOptions()) {
    self.shard = shard
    self.reading = reading
  }

  /// Starts at the shard's first record.
  public func makeAsyncIterator() -> Iterator { Iterator(self) }

  /// Goes through the captions once.
  public struct Iterator: AsyncIteratorProtocol {
    private let captions: ShardCaptions
    private var blocks: ShardBlocks?
    /// The captions of the block in hand, the next one last.
    private var waiting: [Caption] = []
    private var isAtEnd = false

    init(_ captions: ShardCaptions) { self.captions = captions }

    /// The next caption; nil after the last.
    ///
    /// - Throws: `ShardError`; `CancellationError` when the task is cancelled.
    public mutating func next() async throws -> Caption? {
      while waiting.isEmpty, !isAtEnd {
        try Task.checkCancellation()
        do {
          try readBlock()
        } catch {
          isAtEnd = true
          throw ShardError(shard: captions.shard, error)
        }
      }
      return waiting.popLast()
    }

    private mutating func readBlock() throws {
      let blocks = try self.blocks ?? open()
      self.blocks = blocks
      var found: [Caption] = []
      let batch = CaptionBatch { batch in
        for entry in batch.entries {
          let text = batch.text[Int(entry.start)..<Int(entry.end)]
          found.append(
            Caption(
              text: String(decoding: text, as: UTF8.self), role: entry.role,
              record: blocks.recordsBefore + Int(entry.record) + 1))
        }
      }
      isAtEnd = try blocks.readNext(into: batch) == nil
      waiting = found.reversed()
    }

    private func open() throws -> ShardBlocks {
      var options = captions.reading
      options.keepsOrder = true
      let blockBytes = 256 << 10
      return try ShardBlocks(
        captions.shard, options: options, blockBytes: blockBytes, pool: BufferPool(capacity: blockBytes),
        meter: nil, readsTwice: try ShardBlocks.isReadTwice(captions.shard, options: options))
    }
  }
}
