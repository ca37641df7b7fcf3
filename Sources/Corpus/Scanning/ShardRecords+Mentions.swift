import Dispatch
import Synchronization

extension ShardRecords {
  /// Hands on the records that mention classes: while some blocks are looked through, the next are cut.
  ///
  /// Memory is bounded by a few blocks a thread, and what is wanted of them.
  func readRounds(
    _ mentioned: Mentioned, threads: Int, _ body: (Record) throws -> Void
  ) throws {
    let pool = BufferPool(capacity: 256 << 10)
    let cutter = BlocksAhead(try openBlocks(pool), count: 4 * threads)
    let readers = Pool<MentionedBlockReader>()
    var columns = RowFields(request)
    var before = 0
    cutter.cut()
    while true {
      let (blocks, fault) = cutter.take()
      let results = Mutex([Result<BlockRecords, any Error>?](repeating: nil, count: blocks.count))
      // The first job cuts the next blocks; those of one thread are cut when they are due.
      let next = Mutex(threads > 1 && fault == nil ? -1 : 0)
      DispatchQueue.concurrentPerform(iterations: min(threads, blocks.count + 1)) { _ in
        let reader = readers.take() ?? MentionedBlockReader(mentioned, request)
        defer { readers.give(reader) }
        while true {
          let job = next.withLock { next in
            defer { next += 1 }
            return next
          }
          guard job < blocks.count else { return }
          if job < 0 {
            cutter.cut()
          } else {
            let found = Result { try reader.read(blocks[job]) }
            results.withLock { $0[job] = found }
          }
        }
      }
      for (block, result) in zip(blocks, results.withLock { $0 }) {
        defer { pool.give(block.buffer) }
        guard let result else { continue }
        let found = try Self.after(before) { try result.get() }
        try handOn(found, after: before, &columns, body)
        before += found.count
      }
      if let fault { try Self.after(before) { throw fault } }
      if blocks.isEmpty { return }
      if threads == 1 { cutter.cut() }
    }
  }
}

/// Cuts the blocks of a shard, several at a time.
///
/// - Note: `@unchecked Sendable`: of a round's jobs one alone cuts, and what it cut is taken when all are done.
private final class BlocksAhead: @unchecked Sendable {
  private let blocks: ShardBlocks
  private let count: Int
  private var cutBlocks: [any RecordBlock] = []
  private var fault: (any Error)?

  init(_ blocks: ShardBlocks, count: Int) {
    self.blocks = blocks
    self.count = count
  }

  /// Cuts the next blocks, up to the first fault.
  func cut() {
    do {
      while cutBlocks.count < count, let block = try blocks.next() { cutBlocks.append(block) }
    } catch {
      fault = error
    }
  }

  /// Takes what was cut, and the fault that lies behind it.
  func take() -> (blocks: [any RecordBlock], fault: (any Error)?) {
    defer { cutBlocks = [] }
    return (cutBlocks, fault)
  }
}

/// Looks for mentions in blocks. Belongs to one task at a time.
private final class MentionedBlockReader {
  private let found: RecordsOfBlock
  private let batch: CaptionBatch
  private let request: FieldRequest

  init(_ mentioned: ShardRecords.Mentioned, _ request: FieldRequest) {
    let found = RecordsOfBlock(mentioned)
    self.found = found
    batch = CaptionBatch { try found.take($0, nil) }
    self.request = request
  }

  /// Reads a block.
  ///
  /// - Throws: `ShardFault`, which counts from the block's first record.
  func read(_ block: any RecordBlock) throws -> BlockRecords {
    if let fault = batch.read(block) { throw fault }
    return try BlockRecords(found.finish(batch.position, nil), found, block, batch.position, request)
  }
}
