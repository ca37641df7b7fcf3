/// Puts texts into a batch as captions: without placeholders, HTML unescaped on request, empty ones left out.
///
/// All layouts append through it, so that a text counts the same wherever it stands. It belongs to one task.
struct CaptionWriter {
  /// The words that stand for a picture or a film in a text, and are no text.
  static let placeholders: [[UInt8]] = ["<image>", "<video>"].map { Array($0.utf8) }

  private let unescapesHTML: Bool
  private var clean: [UInt8] = []
  private var unescaped: [UInt8] = []

  /// Makes a writer for a reading rule.
  init(rule: ReadingRule) { unescapesHTML = rule.unescapesHTML }

  /// Appends one text as a caption that stands for `weight` equal ones.
  ///
  /// A placeholder goes with the white space around it; between two pieces of text a space takes its place. A
  /// text that is empty, or nothing but placeholders, is no caption.
  mutating func append(
    _ text: UnsafeRawBufferPointer, role: Role, weight: Int = 1, to batch: CaptionBatch
  ) throws {
    guard let placeholder = Self.placeholder(in: text, from: 0) else {
      try appendClean(text, role: role, weight: weight, to: batch)
      return
    }
    removePlaceholders(from: text, first: placeholder)
    let rest = clean
    try rest.withUnsafeBytes { try appendClean($0, role: role, weight: weight, to: batch) }
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

  /// The first placeholder at or after a place.
  private static func placeholder(in text: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
    var next = start
    while let open = LineScan.find(UInt8(ascii: "<"), in: text, from: next) {
      for word in placeholders where text.count - open >= word.count {
        if text[open..<(open + word.count)].elementsEqual(word) { return open..<(open + word.count) }
      }
      next = open + 1
    }
    return nil
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
      found = Self.placeholder(in: text, from: kept)
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
