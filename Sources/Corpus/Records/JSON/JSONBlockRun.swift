import CByteMask

/// One reading of one block of JSON values: each is checked, and its texts are appended.
///
/// Records of a shape that was met before are read by the kernel; every other one is walked, and its shape learned.
struct JSONBlockRun {
  /// Records in a row that are walked and learned in vain before learning stops.
  private static let patience = 8

  private let bytes: UnsafeRawBufferPointer
  private let options: ReadingOptions
  private let engine: ReadingKernels
  private let traits: BlockTraits
  private var walker: JSONWalker
  private var writer: CaptionWriter
  private var number: Int
  private var texts = JSONTexts()
  private var shapes = JSONShapes()
  private var found = FoundTexts()
  private let usesShapes: Bool
  private let hasKeys: Bool
  /// How many more records may be walked whose shape is learned in vain.
  private var patience = Self.patience
  /// Whether a record was walked whose shape is not known, so that any key may have been in it.
  private var hasShapeless = false

  /// The place among the names of a record's key of the first that a record read so far may have.
  var firstKeyName: Int { hasShapeless ? 0 : shapes.firstKeyName }

  /// Makes a reading of a block in a padded buffer.
  init(bytes: UnsafeRawBufferPointer, reading: JSONReading, firstNumber: Int) {
    self.bytes = bytes
    options = reading.options
    engine = reading.engine
    walker = JSONWalker(plan: reading.plan)
    walker.engine = reading.engine
    traits = BlockTraits(bytes, engine: reading.engine)
    writer = CaptionWriter(rule: reading.options.rule, traits: traits)
    number = firstNumber
    hasKeys = reading.hasKeys
    // A record that is too large is the walker's to find, and so is one that is not UTF-8. Keys differ from record to
    // record.
    usesShapes =
      !hasKeys && engine != .careful && traits.isValidUTF8 && bytes.count <= options.maximumRecordBytes
      && bytes.count < Int(Int32.max)
    if !usesShapes { patience = 0 }
  }

  /// Reads a value a line; blank lines are no records.
  mutating func readLines(into batch: CaptionBatch) throws {
    var start = 0
    while start < bytes.count {
      start = try readShapes(start, after: Int32(BYTEMASK_JSON_LINES), into: batch)
      guard start < bytes.count else { break }
      let end = LineScan.lineFeed(in: bytes, from: start) ?? bytes.count
      let line = UnsafeRawBufferPointer(rebasing: bytes[..<end])
      let content = JSONSpace.skipMark(line, start)
      start = end + 1
      guard content < end else { continue }
      do throws(ShardFault) {
        let after = JSONSpace.skip(line, try walk(line, content))
        if after < end { throw fault(walker.fault("extra data follows the value", after)) }
      } catch {
        guard options.skipsBadRecords, error.reason.isOfOneRecord else { throw error }
        batch.skipRecords()
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
    var index = JSONSpace.skip(bytes, 0)
    var needsValue = form == .lastElements
    while index < bytes.count || needsValue {
      index = try readShapes(index, after: after, into: batch)
      if !commas {
        index = JSONSpace.skipMark(bytes, index)
        if index == bytes.count { break }
      }
      let start = index
      do throws(ShardFault) {
        if start == bytes.count { throw fault(.invalid("a value is missing after the last comma")) }
        index = JSONSpace.skip(bytes, try walk(bytes, hasKeys ? afterKey(start) : start))
        needsValue = false
        if commas, index < bytes.count {
          guard bytes[index] == UInt8(ascii: ",") else {
            throw fault(walker.fault("a comma or a closing bracket is missing", index))
          }
          index = JSONSpace.skip(bytes, index + 1)
          needsValue = form == .lastElements
        }
      } catch {
        guard options.skipsBadRecords, error.reason.leavesNextElement else { throw error }
        var cutter = JSONCutter(commas ? .commas : .nothing)
        let next = cutter.firstBoundary(in: bytes, from: start)
        index = JSONSpace.skip(bytes, next ?? bytes.count)
        needsValue = next != nil && form == .lastElements && start < bytes.count
        batch.skipRecords()
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
    guard usesShapes else { return start }
    var index = start
    while true {
      let read = shapes.read(bytes, from: index, after: after, engine: engine, into: &found.texts)
      guard read.records > 0 else { return index }
      if !walker.plan.onlyValidates {
        try found.append(read.texts, records: read.records, of: bytes, writer: &writer, to: batch)
      }
      index = read.next
      number += read.records
      patience = Self.patience
    }
  }

  /// Where the value of the member at a place starts.
  private func afterKey(_ start: Int) throws(ShardFault) -> Int {
    do throws(JSONFault) {
      guard bytes[start] == UInt8(ascii: "\"") else { throw .invalid("a key in quotes is missing") }
      let colon = JSONSpace.skip(bytes, try walker.string(bytes, start + 1).end + 1)
      guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else {
        throw .invalid("a colon is missing after a key")
      }
      return JSONSpace.skip(bytes, colon + 1)
    } catch {
      throw fault(error)
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
    if let reason = texts.fault(in: walker.spans, of: source) {
      throw ShardFault(reason, at: .record(number))
    }
    // Of a record that is left out nobody asks for a key.
    if !learn(start..<end, of: source), !walker.isExcluded { hasShapeless = true }
    return end
  }

  /// Keeps the shape of the record that was walked last, while that is worth it; returns whether it is known.
  private mutating func learn(_ record: Range<Int>, of source: UnsafeRawBufferPointer) -> Bool {
    guard patience > 0 else { return false }
    patience -= 1
    return shapes.add(record, of: source, walker)
  }

  private func fault(_ fault: JSONFault) -> ShardFault { ShardFault(fault.reason, at: .record(number)) }

  /// Appends the captions of the record walked last.
  private mutating func append(to batch: CaptionBatch) throws {
    if walker.plan.onlyValidates { return }
    if walker.isExcluded {
      batch.excludeRecord()
      return
    }
    batch.beginRecord()
    batch.setPlace(walker.spans.first?.start ?? -1)
    try texts.append(walker.spans, of: bytes, writer: &writer, to: batch)
    batch.setPlace(-1)
  }
}
