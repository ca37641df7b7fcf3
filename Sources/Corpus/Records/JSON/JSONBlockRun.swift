import CByteMask

/// One reading of one block of JSON values: each is checked, and its texts are appended.
///
/// Records of a shape that was met before are read by the kernel; every other one is walked, and its shape learned.
struct JSONBlockRun {
  /// Shapes that are tried, the one met last first.
  private static let maximumShapes = 4
  /// Texts that the kernel finds at a time.
  private static let textsAtOnce = 512

  private let bytes: UnsafeRawBufferPointer
  private let options: ReadingOptions
  private let engine: JSONEngine
  private let traits: BlockTraits
  private var walker: JSONWalker
  private var writer: CaptionWriter
  private var number: Int
  private var scratch: [UInt8] = []
  private var shapes: [JSONShape] = []
  private var texts: [bytemask_json_text] = []
  /// How many more records may be walked whose shape is learned in vain.
  private var patience = 8

  /// Makes a reading of a block in a padded buffer.
  init(bytes: UnsafeRawBufferPointer, reading: JSONReading, firstNumber: Int) {
    self.bytes = bytes
    options = reading.options
    engine = reading.engine
    walker = JSONWalker(plan: reading.plan)
    traits = BlockTraits(bytes, engine: reading.engine)
    writer = CaptionWriter(rule: reading.options.rule, traits: traits)
    number = firstNumber
    // A record that is too large is the walker's to find, and so is one that is not UTF-8.
    let mayUseShapes =
      engine != .careful && traits.isValidUTF8 && bytes.count <= options.maximumRecordBytes
      && bytes.count < Int(Int32.max)
    if mayUseShapes {
      texts = Array(repeating: bytemask_json_text(), count: Self.textsAtOnce)
    } else {
      patience = 0
    }
  }

  /// Reads a value a line; blank lines are no records.
  mutating func readLines(into batch: CaptionBatch) throws {
    var start = 0
    while start < bytes.count {
      start = try readShapes(start, after: Int32(BYTEMASK_JSON_LINES), into: batch)
      guard start < bytes.count else { break }
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
    let after = Int32(commas ? BYTEMASK_JSON_ELEMENTS : BYTEMASK_JSON_VALUES)
    var index = walker.skipSpace(bytes, 0)
    var needsValue = form == .lastElements
    while index < bytes.count || needsValue {
      index = try readShapes(index, after: after, into: batch)
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

  /// Reads the records of known shapes from a place on; returns where the first other one starts.
  private mutating func readShapes(_ start: Int, after: Int32, into batch: CaptionBatch) throws -> Int {
    var index = start
    var tried = 0
    while tried < shapes.count {
      let roles = shapes[tried].roles
      let read = texts.withUnsafeMutableBufferPointer { [shape = shapes[tried], bytes, engine] in
        shape.read(bytes, from: index, after: after, engine: engine, into: $0)
      }
      guard read.records > 0 else {
        tried += 1
        continue
      }
      try append(records: read.records, roles: roles, to: batch)
      index = read.next
      number += read.records
      patience = 8
      if tried > 0 { shapes.swapAt(0, tried) }
      tried = 0
    }
    return index
  }

  /// Appends the texts that the kernel found.
  private mutating func append(records: Int, roles: [Role], to batch: CaptionBatch) throws {
    if walker.plan.onlyValidates { return }
    guard let base = bytes.baseAddress else { return }
    guard !roles.isEmpty else { return batch.beginRecords(records) }
    var next = 0
    while next < records * roles.count {
      if !writer.looksAtTexts {
        next = try texts.withUnsafeBufferPointer { texts in
          try roles.withUnsafeBufferPointer {
            try batch.append(
              UnsafeBufferPointer(rebasing: texts[..<(records * roles.count)]), from: next, roles: $0,
              of: base)
          }
        }
        if next == records * roles.count { return }
      }
      let role = next % roles.count
      if role == 0 { batch.beginRecord() }
      let text = texts[next]
      let content = UnsafeRawBufferPointer(start: base + Int(text.start), count: Int(text.end - text.start))
      if text.escaped == 0 {
        try writer.append(content, role: roles[role], to: batch)
      } else {
        scratch.removeAll(keepingCapacity: true)
        JSONUnescape.append(content, to: &scratch)
        try scratch.withUnsafeBytes { try writer.append($0, role: roles[role], to: batch) }
      }
      next += 1
    }
  }

  /// Walks the record at a place; returns where it ends.
  private mutating func walk(_ source: UnsafeRawBufferPointer, _ start: Int) throws(ShardFault) -> Int {
    let end: Int
    walker.notesValues = patience > 0
    do throws(JSONFault) {
      end = try walker.walk(source, from: start)
    } catch {
      throw fault(error)
    }
    if end - start > options.maximumRecordBytes {
      throw ShardFault(.recordTooLarge(limit: options.maximumRecordBytes), at: .record(number))
    }
    let record = UnsafeRawBufferPointer(rebasing: source[start..<end])
    if !traits.isValidUTF8, UTF8Validation.firstInvalidByte(in: record) != nil {
      throw ShardFault(.notUTF8, at: .record(number))
    }
    if patience > 0 { learn(start..<end, of: source) }
    return end
  }

  /// Keeps the shape of the record that was walked last.
  private mutating func learn(_ record: Range<Int>, of source: UnsafeRawBufferPointer) {
    patience -= 1
    guard let shape = JSONShape(record, of: source, walker) else { return }
    if shapes.count == Self.maximumShapes { shapes.removeLast() }
    shapes.insert(shape, at: 0)
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
    try JSONTexts.append(walker.spans, of: bytes, writer: &writer, scratch: &scratch, to: batch)
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
