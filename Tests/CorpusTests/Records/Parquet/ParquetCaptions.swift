import Foundation
import TestSupport

@testable import Corpus

/// A file's bytes in memory, as the reader wants them.
final class MemoryBytes: RandomAccessBytes {
  let data: [UInt8]
  /// How many bytes were read.
  private(set) var bytesRead = 0

  init(_ data: [UInt8]) { self.data = data }

  convenience init(_ url: URL) throws { self.init([UInt8](try Data(contentsOf: url))) }

  var size: Int { data.count }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    guard offset >= 0, offset + buffer.count <= data.count else {
      throw ShardFault(.truncated(codec: "file"), at: .byte(offset))
    }
    data.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + buffer.count]))
    }
    bytesRead += buffer.count
  }
}

/// All that a reader gave for one file.
struct ParquetCaptions: Equatable {
  struct Caption: Hashable {
    var record: Int
    var role: String
    var text: String
  }

  var records = 0
  var excluded = 0
  var skipped = 0
  var captions: [Caption] = []
  var weights: [Int] = []
  var digest = ""

  init(
    _ bytes: MemoryBytes, options: ReadingOptions = ReadingOptions(keepsOrder: true),
    sizes: ParquetContext.Sizes = ParquetContext.Sizes()
  ) throws {
    let reader = try ParquetReader(bytes, options: options, pool: BufferPool(capacity: 4 << 10), sizes: sizes)
    try read(reader)
    digest = reader.digest.hex
  }

  /// What a reader of Arrow data gives.
  init(arrow bytes: [UInt8], options: ReadingOptions = ReadingOptions(keepsOrder: true), chunk: Int = .max)
    throws
  {
    let stream = PeekedStream(ChunkedStream(bytes, chunk: chunk))
    try read(ArrowReader(stream, options: options, pool: BufferPool(capacity: 4 << 10)))
  }

  private mutating func read(_ reader: any RecordReader) throws {
    while let block = try reader.nextBlock() {
      let start = records + excluded + skipped
      var found: [Caption] = []
      var weights: [Int] = []
      let batch = CaptionBatch { batch in
        for entry in batch.entries {
          let text = batch.text[Int(entry.start)..<Int(entry.end)]
          found.append(
            Caption(
              record: start + Int(entry.record), role: entry.role.name,
              text: String(decoding: text, as: UTF8.self)))
          weights.append(Int(entry.weight))
        }
      }
      try block.readCaptions(into: batch)
      try batch.flush()
      records += batch.records
      excluded += batch.excludedRecords
      skipped += batch.skippedRecords
      captions += found
      self.weights += weights
    }
  }

  /// Each text and role with the number of times that it occurs, whatever the order.
  var tally: [Caption: Int] {
    var tally: [Caption: Int] = [:]
    for (caption, weight) in zip(captions, weights) {
      tally[Caption(record: 0, role: caption.role, text: caption.text), default: 0] += weight
    }
    return tally
  }
}

extension ReadingOptions {
  /// Options that read named fields.
  init(fields: [String], keepsOrder: Bool = true) {
    self.init(
      rule: ReadingRule(textFields: fields.compactMap { ReadingRule.TextField($0) }), keepsOrder: keepsOrder)
  }
}
