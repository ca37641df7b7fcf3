/// Texts that a walker found, made captions.
struct JSONTexts {
  private var scratch: [UInt8] = []
  private var turns = TurnsText()

  /// Appends the texts of one record: unescaped where they need it, joined where they belong together.
  mutating func append(
    _ spans: [TextSpan], of bytes: UnsafeRawBufferPointer, writer: inout CaptionWriter, to batch: CaptionBatch
  ) throws {
    for run in Self.runs(spans) {
      let span = spans[run.lowerBound]
      if run.count == 1, !span.isEscaped, !span.isTurns {
        try writer.append(
          UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end]), role: span.role, to: batch)
        continue
      }
      scratch.removeAll(keepingCapacity: true)
      batch.replaceSurrogates(Self.unescape(spans[run], of: bytes, into: &scratch))
      if span.isTurns {
        try scratch.withUnsafeBytes { content in
          batch.replaceSurrogates(
            try turns.read(content) { text, role in try writer.append(text, role: role, to: batch) })
        }
      } else {
        try scratch.withUnsafeBytes { try writer.append($0, role: span.role, to: batch) }
      }
    }
  }

  /// Says what is wrong with conversations among the texts of a record that are strings of JSON; nil where nothing is.
  mutating func fault(in spans: [TextSpan], of bytes: UnsafeRawBufferPointer) -> ShardFault.Reason? {
    for span in spans where span.isTurns {
      scratch.removeAll(keepingCapacity: true)
      _ = Self.unescape([span], of: bytes, into: &scratch)
      if let reason = scratch.withUnsafeBytes({ turns.fault(in: $0) }) { return reason }
    }
    return nil
  }

  /// The runs of spans that are one text each.
  static func runs(_ spans: [TextSpan]) -> some Sequence<Range<Int>> {
    sequence(state: 0) { start in
      guard start < spans.count else { return nil }
      let end = spans[(start + 1)...].firstIndex { !$0.continues } ?? spans.count
      defer { start = end }
      return start..<end
    }
  }

  /// Appends the text of a run; returns how many surrogates in it were without their other half.
  static func unescape(
    _ run: some Collection<TextSpan>, of bytes: UnsafeRawBufferPointer, into text: inout [UInt8]
  ) -> Int {
    var surrogates = 0
    for part in run {
      if part.continues { text.append(UInt8(ascii: " ")) }
      let content = UnsafeRawBufferPointer(rebasing: bytes[part.start..<part.end])
      if part.isEscaped {
        surrogates += JSONUnescape.append(content, to: &text)
      } else {
        text.append(contentsOf: content)
      }
    }
    return surrogates
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
