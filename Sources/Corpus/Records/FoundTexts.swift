import CByteMask

/// Texts that a kernel found in a block: room for them, and the way from there to a batch.
struct FoundTexts {
  /// Texts that are found at a time.
  private static let room = 512

  /// Room for the texts; what was found last is at its start.
  var texts = [bytemask_json_text](repeating: bytemask_json_text(), count: room)
  private var scratch: [UInt8] = []

  /// Appends the first `count` texts, of `records` records, to a batch.
  mutating func append(
    _ count: Int, records: Int, of bytes: UnsafeRawBufferPointer, writer: inout CaptionWriter,
    to batch: CaptionBatch
  ) throws {
    guard let base = bytes.baseAddress else { return }
    let before = batch.position
    var next = 0
    while true {
      next = try texts.withUnsafeBufferPointer { texts in
        try batch.append(
          UnsafeBufferPointer(rebasing: texts[..<count]), from: next, of: base, recordsBefore: before,
          stopsAtLess: writer.looksAtTexts)
      }
      guard next < count else { break }
      let text = texts[next]
      batch.beginRecords(before + Int(text.record) + 1 - batch.position)
      let role = Role(rawValue: UInt8(truncatingIfNeeded: text.role)) ?? .other
      let content = UnsafeRawBufferPointer(start: base + Int(text.start), count: Int(text.end - text.start))
      batch.setPlace(Int(text.start))
      if text.escaped == 0 {
        try writer.append(content, role: role, to: batch)
      } else {
        scratch.removeAll(keepingCapacity: true)
        batch.replaceSurrogates(JSONUnescape.append(content, to: &scratch))
        try scratch.withUnsafeBytes { try writer.append($0, role: role, to: batch) }
      }
      next += 1
    }
    batch.setPlace(-1)
    batch.beginRecords(before + records - batch.position)
  }
}
