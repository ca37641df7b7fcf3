/// Some samples of an archive: records with their texts or JSON.
final class SampleBlock: FieldBlock {
  /// One sample.
  struct Record: Sendable {
    var items: [Item]
    /// Whether it goes on one that was begun before.
    var joins = Joins.none
    /// What its files share of their names, where fields are wanted.
    var key: [UInt8]?
    /// Where its JSON is, whether or not it is the text, where fields are wanted.
    var json: Range<Int>?

    /// How a record goes on another.
    enum Joins: Sendable {
      /// It is one of its own.
      case none
      /// It gives the text of one that had none.
      case toNoText
      /// It gives more text.
      case toText
    }
  }

  /// One text of a sample.
  struct Item: Sendable {
    enum Kind: Sendable, Equatable {
      /// The whole content is a text.
      case text(Role)
      /// An object that has texts.
      case json
    }
    let range: Range<Int>
    let kind: Kind
    /// The path of the member that it is.
    let path: [UInt8]

    /// Its place, in the record of a number from 1.
    fileprivate func place(_ number: Int) -> ShardFault.Place {
      .sample(record: number, member: String(decoding: path, as: UTF8.self))
    }
  }

  let buffer: PaddedBuffer
  private let records: [Record]
  private let json: JSONPlan
  private let options: ReadingOptions

  init(_ records: [Record], text: PaddedBuffer, json: JSONPlan, options: ReadingOptions) {
    self.records = records
    buffer = text
    self.json = json
    self.options = options
  }

  func readCaptions(into batch: CaptionBatch) throws {
    var walker = JSONWalker(plan: json)
    var writer = CaptionWriter(rule: options.rule)
    var texts = JSONTexts()
    for (index, record) in records.enumerated() {
      do throws(ShardFault) {
        // All of a record is looked at before any of it is appended; of several objects none is asked for.
        var isExcluded = false
        for item in record.items {
          guard UTF8Validation.firstInvalidByte(in: bytes(item)) == nil else {
            throw ShardFault(.notUTF8, at: item.place(index + 1))
          }
          if case .json = item.kind {
            try walk(item, by: &walker, number: index + 1)
            if let reason = texts.fault(in: walker.spans, of: bytes(item)) {
              throw ShardFault(reason, at: item.place(index + 1))
            }
            isExcluded = walker.isExcluded
          }
        }
        if isExcluded {
          batch.excludeRecord()
          if record.joins != .none { batch.joinRecord() }
          continue
        }
      } catch {
        guard options.skipsBadRecords, error.reason.isOfOneRecord else { throw error }
        batch.skipRecords()
        if record.joins != .none { batch.joinRecord() }
        continue
      }
      if record.joins != .toText { batch.beginRecord() }
      if record.joins == .toNoText { batch.joinRecord() }
      for item in record.items {
        switch item.kind {
        case .text(let role): try writer.append(trimmed(bytes(item)), role: role, to: batch)
        case .json:
          try texts.append(walker.spans, of: bytes(item), writer: &writer, to: batch)
        }
      }
    }
  }

  func appendFields(_ request: FieldRequest, of records: [WantedRecord], to values: inout RecordFields) {
    var reader = JSONFields(request)
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    for wanted in records {
      guard self.records.indices.contains(Int(wanted.record)) else {
        values.appendNothing()
        continue
      }
      let record = self.records[Int(wanted.record)]
      var json = record.json.map { UnsafeRawBufferPointer(rebasing: buffer.bytes[$0]) } ?? nothing
      if UTF8Validation.firstInvalidByte(in: json) != nil { json = nothing }
      reader.appendValues(
        of: json, at: JSONSpace.skip(json, JSONSpace.skipMark(json, 0)), key: record.key, to: &values)
    }
  }

  private func bytes(_ item: Item) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer.bytes[item.range])
  }

  private func walk(_ item: Item, by walker: inout JSONWalker, number: Int) throws(ShardFault) {
    let bytes = bytes(item)
    do throws(JSONFault) {
      let end = try walker.walk(bytes, from: JSONSpace.skipMark(bytes, 0))
      let after = JSONSpace.skip(bytes, end)
      if after < bytes.count { throw walker.fault("extra data follows the value", after) }
    } catch {
      throw ShardFault(error.reason, at: item.place(number))
    }
  }

  /// A text without a byte order mark, and without the line end that editors and `echo` leave.
  private func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var end = text.count
    while end > start, text[end - 1] == 10 || text[end - 1] == 13 { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: text[start..<end])
  }
}
