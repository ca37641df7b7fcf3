@testable import Corpus

/// What reading a whole shard gave.
struct ShardReading: Equatable, CustomStringConvertible {
  var layout: TextLayout?
  /// `role:text` of each caption, `role:text*weight` where it stands for several.
  var captions: [String] = []
  /// The record of each caption, from 0 in the shard.
  var recordOfCaption: [Int] = []
  var records = 0
  var excluded = 0
  var skipped = 0
  var fault: ShardFault?

  var description: String {
    "\(layout?.rawValue ?? "-") \(captions) records \(records) excluded \(excluded) skipped \(skipped)"
      + " \(fault.map(\.description) ?? "")"
  }

  /// Reads a shard in memory, block by block, as the scanning stage does; the stream gives at most `chunk` bytes at
  /// a time. `head` bytes of JSON decide what it is; where it is near it can be read twice.
  init(
    _ bytes: [UInt8], options: ReadingOptions = ReadingOptions(), blockBytes: Int = 256 << 10,
    chunk: Int = .max, engine: ReadingKernels = .best, head: Int = 1 << 20, isNear: Bool = false
  ) {
    let pool = BufferPool(capacity: max(blockBytes, 64))
    var found: [String] = []
    var places: [Int] = []
    var before = 0
    let batch = CaptionBatch { batch in
      for entry in batch.entries {
        let text = batch.text[Int(entry.start)..<Int(entry.end)]
        let weight = entry.weight == 1 ? "" : "*\(entry.weight)"
        found.append("\(entry.role.name):\(String(decoding: text, as: UTF8.self))\(weight)")
        places.append(before + Int(entry.record))
      }
    }
    var done = 0
    do {
      let opened = try openTextRecords(
        ChunkedStream(bytes, chunk: chunk), options: options, blockBytes: blockBytes, pool: pool,
        engine: engine, head: head, again: isNear ? { ChunkedStream(bytes, chunk: chunk) } : nil)
      layout = opened.layout
      while let block = try opened.reader.nextBlock() {
        batch.startBlock()
        before = done
        defer {
          records += batch.records
          excluded += batch.excludedRecords
          skipped += batch.skippedRecords
        }
        try block.readCaptions(into: batch)
        try batch.flush()
        pool.give(block.buffer)
        done += batch.position
      }
    } catch var caught as ShardFault {
      if case .record(let number) = caught.place {
        caught.place = .record(number + done)
      }
      fault = caught
    } catch {
      fault = ShardFault(.unsupported(what: "\(error)"))
    }
    // What was read before a fault.
    try? batch.flush()
    captions = found
    recordOfCaption = places
  }

  init(
    _ text: String, options: ReadingOptions = ReadingOptions(), blockBytes: Int = 256 << 10,
    chunk: Int = .max,
    engine: ReadingKernels = .best
  ) {
    self.init(
      Array(text.utf8), options: options, blockBytes: blockBytes, chunk: chunk, engine: engine)
  }
}

/// Bytes in memory that come in pieces.
final class ChunkedStream: ByteStream {
  private let bytes: [UInt8]
  private let chunk: Int
  private var position = 0

  init(_ bytes: [UInt8], chunk: Int = .max) {
    self.bytes = bytes
    self.chunk = chunk
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, bytes.count - position, chunk)
    for index in 0..<count { buffer[index] = bytes[position + index] }
    position += count
    return count
  }
}

extension ReadingOptions {
  /// Options with fields that the user named.
  init(fields: [String], unescapesHTML: Bool = false, skipsBadRecords: Bool = false) {
    self.init(
      rule: ReadingRule(
        textFields: fields.compactMap { ReadingRule.TextField($0) }, unescapesHTML: unescapesHTML),
      skipsBadRecords: skipsBadRecords)
  }
}
