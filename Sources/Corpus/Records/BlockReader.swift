/// Finds the places where a block may end.
protocol BlockCutter {
  /// Looks at the bytes from `scanned` on, those before were given before; returns the last place in them that
  /// is after a whole record, counted from the start of `bytes`.
  mutating func lastBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int?
  /// Goes on looking, from `scanned` on, for the first place after a whole record; the bytes before may be other ones
  /// than those given before.
  mutating func firstBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int?
  /// Starts again at a boundary.
  mutating func restart()
}

/// Cuts after the last line feed.
struct LineCutter: BlockCutter {
  func lastBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int? {
    LineScan.lastLineFeed(in: bytes, from: scanned).map { $0 + 1 }
  }

  func firstBoundary(in bytes: UnsafeRawBufferPointer, from scanned: Int) -> Int? {
    LineScan.lineFeed(in: bytes, from: scanned).map { $0 + 1 }
  }

  func restart() {}
}

/// Reads a layout whose records follow one another without anything around them: lines, rows, JSON values.
final class BlockReader<Cutter: BlockCutter>: RecordReader {
  private var window: BlockWindow
  private var cutter: Cutter
  private let options: ReadingOptions
  private let blockBytes: Int
  private let makeBlock: (CutBlock) -> any RecordBlock
  private var isFirst = true
  private var skipped = 0

  /// Makes a reader whose blocks are made by `makeBlock`.
  init(
    _ stream: PeekedStream, cutter: Cutter, options: ReadingOptions, blockBytes: Int, pool: BufferPool,
    makeBlock: @escaping (CutBlock) -> any RecordBlock
  ) {
    window = BlockWindow(stream: stream, pool: pool, maximumRecordBytes: options.maximumRecordBytes)
    self.cutter = cutter
    self.options = options
    self.blockBytes = max(blockBytes, 1)
    self.makeBlock = makeBlock
  }

  func nextBlock() throws -> (any RecordBlock)? {
    var scanned = 0
    cutter.restart()
    try window.fill(to: blockBytes)
    while true {
      if let boundary = cutter.lastBoundary(in: window.bytes, from: scanned) { return block(boundary) }
      if window.atEnd { return window.count > 0 || skipped > 0 ? block(window.count) : nil }
      scanned = window.count
      if scanned > options.maximumRecordBytes, options.skipsBadRecords {
        try skipRecord()
        scanned = 0
        cutter.restart()
        try window.fill(to: blockBytes)
      } else {
        try window.grow()
      }
    }
  }

  private func block(_ length: Int) -> any RecordBlock {
    let (buffer, start) = window.cut(length)
    defer {
      isFirst = false
      skipped = 0
    }
    return makeBlock(CutBlock(buffer: buffer, start: start, isFirst: isFirst, skippedBefore: skipped))
  }

  /// Passes over a record that is larger than the bound, without holding it.
  private func skipRecord() throws {
    while true {
      window.drop()
      try window.fill(to: 64 << 10)
      if window.count == 0 { break }
      if let end = cutter.firstBoundary(in: window.bytes, from: 0) {
        window.position += end
        break
      }
    }
    skipped += 1
  }
}

/// A block's bytes as cut: those from `start` to the buffer's end.
struct CutBlock {
  /// The bytes before `start` are not the block's.
  let buffer: PaddedBuffer
  /// Where the block's bytes start.
  let start: Int
  /// Whether it is the shard's first block.
  let isFirst: Bool
  /// Bad records before it that were skipped without being held.
  let skippedBefore: Int

  /// The block's bytes.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer.bytes[start...]) }
}
