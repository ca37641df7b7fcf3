import CByteMask

/// Rows of which one cell is a text, as the kernel reads them: lines, and tables without quotes.
struct RowKernel {
  /// The byte between cells; a line feed where a row is one cell.
  let delimiter: UInt8
  let columns: Int
  let column: Int
  let role: Role
  let engine: ReadingKernels
  /// Whether a row whose text is empty, or begins with a quote, is left to the careful way.
  var stopsAtBlank = false
  var stopsAtQuote = false

  /// Reads the rows from a place on that are as they should be; returns where the first other one starts.
  func read(
    _ bytes: UnsafeRawBufferPointer, from start: Int, into found: inout FoundTexts,
    writer: inout CaptionWriter,
    to batch: CaptionBatch
  ) throws -> Int {
    guard engine != .careful, let base = bytes.baseAddress else { return start }
    var index = start
    while true {
      var next = index
      // SOUND: the block is in a padded buffer, so 64 bytes can be loaded from any place in it.
      // WHY: a row takes a tenth of the time that looking for its ends one by one does.
      let read = found.texts.withUnsafeMutableBufferPointer { texts in
        engine.kernels.pointee.rows(
          base.assumingMemoryBound(to: UInt8.self), index, bytes.count, delimiter, columns, column,
          UInt16(role.rawValue), texts.baseAddress, texts.count, &next)
      }
      guard read > 0 else { return index }
      if stopsAtBlank || stopsAtQuote,
        let stop = found.texts[..<read].firstIndex(where: { stops(at: $0, bytes) })
      {
        try found.append(stop, records: stop, of: bytes, writer: &writer, to: batch)
        // No line feed is in a row before its text.
        let before = UnsafeRawBufferPointer(rebasing: bytes[..<Int(found.texts[stop].start)])
        return max(index, LineScan.lastLineFeed(in: before, from: index).map { $0 + 1 } ?? index)
      }
      try found.append(read, records: read, of: bytes, writer: &writer, to: batch)
      index = next
    }
  }

  private func stops(at text: bytemask_json_text, _ bytes: UnsafeRawBufferPointer) -> Bool {
    if text.end == text.start { return stopsAtBlank }
    return stopsAtQuote && bytes[Int(text.start)] == UInt8(ascii: "\"")
  }
}
