/// One reading of one block of JSON values: each is walked, checked, and its texts appended.
struct JSONBlockRun {
  private let bytes: UnsafeRawBufferPointer
  private let options: ReadingOptions
  private let isValidUTF8: Bool
  private var walker: JSONWalker
  private var writer: CaptionWriter
  private var number: Int
  private var scratch: [UInt8] = []

  init(bytes: UnsafeRawBufferPointer, reading: JSONReading, firstNumber: Int) {
    self.bytes = bytes
    options = reading.options
    walker = JSONWalker(plan: reading.plan)
    writer = CaptionWriter(rule: reading.options.rule)
    number = firstNumber
    isValidUTF8 = UTF8Validation.firstInvalidByte(in: bytes) == nil
  }

  /// Reads a value a line; blank lines are no records.
  mutating func readLines(into batch: CaptionBatch) throws {
    var start = 0
    while start < bytes.count {
      let end = LineScan.lineFeed(in: bytes, from: start) ?? bytes.count
      let line = UnsafeRawBufferPointer(rebasing: bytes[..<end])
      let content = walker.skipSpace(line, start)
      start = end + 1
      guard content < end else { continue }
      do throws(ShardFault) {
        let after = walker.skipSpace(line, try walk(line, content))
        if after < end { throw fault(walker.fault("something follows the value", after)) }
      } catch {
        guard options.skipsBadRecords, error.reason.isOfOneRecord else { throw error }
        batch.skippedRecords += 1
        number += 1
        continue
      }
      try append(to: batch)
      number += 1
    }
  }

  /// Reads values one after another, or elements of a list.
  mutating func readValues(_ form: JSONBlock.Form, into batch: CaptionBatch) throws {
    let commas = form != .values
    var index = walker.skipSpace(bytes, 0)
    var needsValue = form == .lastElements
    while index < bytes.count || needsValue {
      let start = index
      do throws(ShardFault) {
        if start == bytes.count { throw fault(.invalid("a value is missing after the last comma")) }
        index = walker.skipSpace(bytes, try walk(bytes, start))
        needsValue = false
        if commas, index < bytes.count {
          guard bytes[index] == UInt8(ascii: ",") else {
            throw fault(walker.fault("a comma or a closing bracket is missing", index))
          }
          index = walker.skipSpace(bytes, index + 1)
          needsValue = form == .lastElements
        }
      } catch {
        guard options.skipsBadRecords, error.reason.isOfOneRecord, error.reason != .unfinishedJSON else {
          throw error
        }
        var cutter = JSONCutter(commas ? .commas : .nothing)
        let next = cutter.firstBoundary(in: bytes, from: start)
        index = walker.skipSpace(bytes, next ?? bytes.count)
        needsValue = next != nil && form == .lastElements && start < bytes.count
        batch.skippedRecords += 1
        number += 1
        continue
      }
      try append(to: batch)
      number += 1
    }
    if form == .unfinishedElements { throw ShardFault(.unfinishedJSON, at: .record(max(number - 1, 1))) }
  }

  /// Walks the record at a place; returns where it ends.
  private mutating func walk(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(ShardFault) -> Int {
    let end: Int
    do throws(JSONFault) {
      end = try walker.walk(bytes, from: start)
    } catch {
      throw fault(error)
    }
    if end - start > options.maximumRecordBytes {
      throw ShardFault(.recordTooLarge(limit: options.maximumRecordBytes), at: .record(number))
    }
    if !isValidUTF8,
      UTF8Validation.firstInvalidByte(in: UnsafeRawBufferPointer(rebasing: bytes[start..<end])) != nil
    {
      throw ShardFault(.notUTF8, at: .record(number))
    }
    return end
  }

  private func fault(_ fault: JSONFault) -> ShardFault { ShardFault(fault.reason, at: .record(number)) }

  /// Appends the captions of the record walked last.
  private mutating func append(to batch: CaptionBatch) throws {
    if walker.plan.onlyValidates { return }
    if walker.isExcluded {
      batch.excludedRecords += 1
      return
    }
    batch.beginRecord()
    try JSONTexts.append(
      walker.spans, of: bytes, writer: &writer, scratch: &scratch, to: batch)
  }
}

/// Texts that a walker found, made captions.
enum JSONTexts {
  /// Appends the texts of one record: unescaped where they need it, joined where they belong together.
  static func append(
    _ spans: [TextSpan], of bytes: UnsafeRawBufferPointer, writer: inout CaptionWriter,
    scratch: inout [UInt8],
    to batch: CaptionBatch
  ) throws {
    var index = 0
    while index < spans.count {
      let span = spans[index]
      let next = spans[(index + 1)...].firstIndex { !$0.continues } ?? spans.count
      if next == index + 1, !span.isEscaped {
        try writer.append(
          UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end]), role: span.role, to: batch)
      } else {
        scratch.removeAll(keepingCapacity: true)
        for part in spans[index..<next] {
          if part.continues { scratch.append(UInt8(ascii: " ")) }
          let content = UnsafeRawBufferPointer(rebasing: bytes[part.start..<part.end])
          if part.isEscaped {
            JSONUnescape.append(content, to: &scratch)
          } else {
            scratch.append(contentsOf: content)
          }
        }
        try scratch.withUnsafeBytes { try writer.append($0, role: span.role, to: batch) }
      }
      index = next
    }
  }
}

extension ShardFault.Reason {
  /// Whether it is about one record, so that the records after it can still be read.
  var isOfOneRecord: Bool {
    switch self {
    case .invalidJSON, .notUTF8, .nestingTooDeep, .invalidRow, .recordTooLarge, .unfinishedJSON: true
    default: false
    }
  }
}
