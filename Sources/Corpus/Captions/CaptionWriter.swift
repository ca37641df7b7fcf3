/// Puts texts into a batch as captions: without placeholders, HTML unescaped on request, empty ones left out.
///
/// All layouts append through it, so that a text counts the same wherever it stands. It belongs to one task.
struct CaptionWriter {
  private let unescapesHTML: Bool
  private let mayHavePlaceholder: Bool
  private let mayHaveEntity: Bool
  private var clean: [UInt8] = []
  private var unescaped: [UInt8] = []

  /// Makes a writer for a reading rule, and for texts from bytes of which something is known.
  init(rule: ReadingRule, traits: BlockTraits? = nil) {
    unescapesHTML = rule.unescapesHTML
    mayHavePlaceholder = traits?.hasLess ?? true
    mayHaveEntity = rule.unescapesHTML && traits?.hasAmpersand ?? true
  }

  /// Whether a text may need more than to be appended as it is.
  var looksAtTexts: Bool { mayHavePlaceholder || mayHaveEntity }

  /// Appends one text as a caption that stands for `weight` equal ones.
  ///
  /// A placeholder goes with the white space around it; between two pieces of text a space takes its place. A
  /// text that is empty, or nothing but placeholders, is no caption.
  mutating func append(
    _ text: UnsafeRawBufferPointer, role: Role, weight: Int = 1, to batch: CaptionBatch
  ) throws {
    if !looksAtTexts {
      if text.count > 0 { try batch.append(text, role: role, weight: weight) }
      return
    }
    guard mayHavePlaceholder, Placeholders.first(in: text, from: 0) != nil else {
      return try appendClean(text, role: role, weight: weight, to: batch)
    }
    let rest = Self.trim(text)
    guard let placeholder = Placeholders.first(in: rest, from: 0) else {
      return try appendClean(rest, role: role, weight: weight, to: batch)
    }
    removePlaceholders(from: rest, first: placeholder)
    let pieces = clean
    try pieces.withUnsafeBytes { try appendClean($0, role: role, weight: weight, to: batch) }
  }

  /// Whether a text is appended as it is.
  func keeps(_ text: UnsafeRawBufferPointer) -> Bool {
    Placeholders.first(in: text, from: 0) == nil
      && (!unescapesHTML || LineScan.find(UInt8(ascii: "&"), in: text, from: 0) == nil)
  }

  /// The text without the placeholders at its start and its end: most instructions have one there.
  private static func trim(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0
    var end = text.count
    while true {
      var first = start
      while first < end, isSpace(text[first]) { first += 1 }
      guard let after = Placeholders.end(in: text, at: first) else { break }
      start = after
      while start < end, isSpace(text[start]) { start += 1 }
    }
    while true {
      var last = end
      while last > start, isSpace(text[last - 1]) { last -= 1 }
      guard let before = Placeholders.wordStart(in: text, endingAt: last), before >= start else { break }
      end = before
      while end > start, isSpace(text[end - 1]) { end -= 1 }
    }
    return UnsafeRawBufferPointer(rebasing: text[start..<end])
  }

  private mutating func appendClean(
    _ text: UnsafeRawBufferPointer, role: Role, weight: Int, to batch: CaptionBatch
  ) throws {
    guard text.count > 0 else { return }
    if unescapesHTML, LineScan.find(UInt8(ascii: "&"), in: text, from: 0) != nil {
      unescaped.removeAll(keepingCapacity: true)
      HTMLEntities.unescape(text, into: &unescaped)
      guard !unescaped.isEmpty else { return }
      try unescaped.withUnsafeBytes { try batch.append($0, role: role, weight: weight) }
    } else {
      try batch.append(text, role: role, weight: weight)
    }
  }

  private mutating func removePlaceholders(from text: UnsafeRawBufferPointer, first: Range<Int>) {
    clean.removeAll(keepingCapacity: true)
    var kept = 0
    var found: Range<Int>? = first
    while let placeholder = found {
      var end = placeholder.lowerBound
      while end > kept, Self.isSpace(text[end - 1]) { end -= 1 }
      appendPiece(text, kept, end)
      kept = placeholder.upperBound
      while kept < text.count, Self.isSpace(text[kept]) { kept += 1 }
      found = Placeholders.first(in: text, from: kept)
    }
    appendPiece(text, kept, text.count)
  }

  private mutating func appendPiece(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
    guard start < end else { return }
    if !clean.isEmpty { clean.append(UInt8(ascii: " ")) }
    clean.append(contentsOf: text[start..<end])
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
