/// What stands for a picture, a film or a place in a text, and is no text: `<image>`, `<video>`, `<img>path</img>`,
/// `<box>(1,2),(3,4)</box>`, the tags `<ref>` and `</ref>` (what is between them is text), and the marks of chat templates,
/// `<|im_start|>`.
///
/// Each begins with `<`: whoever looks for that byte misses none.
enum Placeholders {
  /// Those that stand alone.
  private static let words: [StaticString] = ["<image>", "<video>", "<ref>", "</ref>"]
  /// Those that go from a tag to its closing tag, with no other tag between them.
  private static let pairs: [(open: StaticString, close: StaticString)] = [
    ("<img>", "</img>"), ("<box>", "</box>"),
  ]
  /// A mark of a chat template is no longer than this.
  private static let longestMark = 64

  /// The first placeholder at or after a place.
  ///
  /// - Complexity: O(*n*): the search for a closing tag goes no further than the next `<`.
  static func first(in text: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
    var next = start
    while let open = LineScan.find(UInt8(ascii: "<"), in: text, from: next) {
      if let end = end(in: text, at: open) { return open..<end }
      next = open + 1
    }
    return nil
  }

  /// The place after the placeholder that starts at a place; nil where none does.
  static func end(in text: UnsafeRawBufferPointer, at start: Int) -> Int? {
    guard start + 5 <= text.count, text[start] == UInt8(ascii: "<") else { return nil }
    if text[start + 1] == UInt8(ascii: "|") { return markEnd(in: text, from: start + 2) }
    for word in words where holds(word, text, start) { return start + word.utf8CodeUnitCount }
    for pair in pairs where holds(pair.open, text, start) {
      let inside = start + pair.open.utf8CodeUnitCount
      guard let close = LineScan.find(UInt8(ascii: "<"), in: text, from: inside),
        holds(pair.close, text, close)
      else {
        return nil
      }
      return close + pair.close.utf8CodeUnitCount
    }
    return nil
  }

  /// Where the placeholder that is one word starts that ends at a place; nil where none does.
  static func wordStart(in text: UnsafeRawBufferPointer, endingAt end: Int) -> Int? {
    for word in words {
      let start = end - word.utf8CodeUnitCount
      if start >= 0, holds(word, text, start) { return start }
    }
    return nil
  }

  /// The place after `name|>`, where a name has no blank and no other mark.
  private static func markEnd(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    for index in start..<min(start + longestMark, text.count - 1) {
      switch text[index] {
      case UInt8(ascii: "|"):
        guard index > start, text[index + 1] == UInt8(ascii: ">") else { return nil }
        return index + 2
      case 0...32, UInt8(ascii: "<"), UInt8(ascii: ">"): return nil
      default: break
      }
    }
    return nil
  }

  private static func holds(_ word: StaticString, _ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    guard count <= text.count - start else { return false }
    for offset in 0..<count where text[start + offset] != word.utf8Start[offset] { return false }
    return true
  }
}
