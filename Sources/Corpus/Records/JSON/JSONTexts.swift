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
  /// Whether it is about one element of a list, and where the next one starts can be known.
  var leavesNextElement: Bool {
    switch self {
    case .invalidJSON, .notUTF8, .nestingTooDeep: true
    default: false
    }
  }

  /// Whether it is about one record, so that the records after it can still be read.
  var isOfOneRecord: Bool {
    switch self {
    case .invalidJSON, .notUTF8, .nestingTooDeep, .invalidRow, .recordTooLarge, .unfinishedJSON: true
    default: false
    }
  }
}
