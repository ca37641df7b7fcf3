/// Captions that a program has in hand, laid out once as the matcher takes them: to be counted under several plans, or
/// by several counters.
///
/// Belongs to one task at a time.
public final class PreparedCaptions {
  /// The captions of one batch; the text ends before the last one's separator.
  private struct Part {
    let text: Range<Int>
    let entries: Range<Int>
  }

  private let text = PaddedBuffer(capacity: 64 << 10)
  private var entries: [CaptionBatch.Entry] = []
  private var parts: [Part] = []

  /// Lays out the lines of a text, each a caption and a record of its own; an empty line is none.
  ///
  /// - Parameter lines: Valid UTF-8, with line feeds between the captions.
  /// - Complexity: O(*n*), with as many bytes of memory as the text has and 24 for each caption.
  public init(lines: UnsafeRawBufferPointer) {
    text.reserve(lines.count + 1)
    var at = 0
    while at < lines.count {
      let (start, firstEntry) = (text.count, entries.count)
      while at < lines.count, entries.count - firstEntry < CaptionBatch.maximumCaptions,
        text.count - start < CaptionBatch.fullBytes
      {
        let end = LineScan.lineFeed(in: lines, from: at) ?? lines.count
        append(
          UnsafeRawBufferPointer(rebasing: lines[at..<end]),
          Part(text: start..<start, entries: firstEntry..<firstEntry))
        at = end + 1
      }
      parts.append(Part(text: start..<max(text.count - 1, start), entries: firstEntry..<entries.count))
    }
  }

  private func append(_ caption: UnsafeRawBufferPointer, _ part: Part) {
    guard caption.count > 0 else { return }
    let start = text.count - part.text.lowerBound
    let index = Int32(truncatingIfNeeded: entries.count - part.entries.lowerBound)
    text.append(caption)
    text.append(CaptionBatch.separator)
    entries.append(
      CaptionBatch.Entry(
        start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: start + caption.count),
        weight: 1,
        record: index, index: index, role: .caption))
  }

  /// The number of captions.
  public var count: Int { entries.count }

  /// Hands the captions to a batch, where they lie.
  ///
  /// SOUND: nobody writes to them meanwhile; the batch and what it hands them to only read.
  func handOn(to batch: CaptionBatch) throws {
    try entries.withUnsafeMutableBufferPointer { entries in
      for part in parts where !part.entries.isEmpty {
        guard let first = entries.baseAddress else { return }
        let count = part.entries.count
        // All but the last have their separators in the text.
        try batch.handOn(
          first + part.entries.lowerBound, count,
          in: UnsafeMutableRawBufferPointer(rebasing: text.mutableBytes[part.text]),
          CaptionSums(records: count, bytes: part.text.count - (count - 1), role: .caption))
      }
    }
  }
}
