/// What stands for a picture, a film or a place in a text, and is no text: `<image>`, `<video>`, `<img>path</img>`,
/// `<box>(1,2),(3,4)</box>`, the tags `<ref>` and `</ref>` (what is between them is text), and the marks of chat templates,
/// `<|im_start|>`.
///
/// Each begins with `<`: whoever looks for that byte misses none.
enum Placeholders {
  /// A tag's bytes as a little-endian number, by which it is compared at once: instructions are full of them.
  private enum Tag {
    static let image: UInt64 = 0x3E_6567_616D_693C  // <image>
    static let video: UInt64 = 0x3E_6F65_6469_763C  // <video>
    static let ref: UInt64 = 0x3E_6665_723C  // <ref>
    static let refEnd: UInt64 = 0x3E66_6572_2F3C  // </ref>
    static let img: UInt64 = 0x3E_676D_693C  // <img>
    static let imgEnd: UInt64 = 0x3E67_6D69_2F3C  // </img>
    static let box: UInt64 = 0x3E_786F_623C  // <box>
    static let boxEnd: UInt64 = 0x3E78_6F62_2F3C  // </box>
    static let openBracket: UInt64 = 0x3C
    static let mark: UInt64 = 0x7C3C  // <|
  }

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
    let bytes = bytes(of: text, at: start)
    guard bytes & 0xFF == Tag.openBracket else { return nil }
    if let count = wordCount(bytes) { return start + count }
    switch bytes & 0xFF_FFFF_FFFF {
    case Tag.img: return pairEnd(Tag.imgEnd, text, from: start + 5)
    case Tag.box: return pairEnd(Tag.boxEnd, text, from: start + 5)
    default: return bytes & 0xFFFF == Tag.mark ? markEnd(in: text, from: start + 2) : nil
    }
  }

  /// Where the placeholder that is one word starts that ends at a place; nil where none does.
  static func wordStart(in text: UnsafeRawBufferPointer, endingAt end: Int) -> Int? {
    guard end >= 5, text[end - 1] == UInt8(ascii: ">") else { return nil }
    for count in 5...min(7, end) where wordCount(bytes(of: text, at: end - count)) == count {
      return end - count
    }
    return nil
  }

  /// The length of the placeholder that is one word and that these bytes begin with; nil where there is none.
  @inline(__always)
  private static func wordCount(_ bytes: UInt64) -> Int? {
    let seven = bytes & 0xFF_FFFF_FFFF_FFFF
    if seven == Tag.image || seven == Tag.video { return 7 }
    if bytes & 0xFFFF_FFFF_FFFF == Tag.refEnd { return 6 }
    return bytes & 0xFF_FFFF_FFFF == Tag.ref ? 5 : nil
  }

  /// Eight bytes of a text as a little-endian number, zeros after its end.
  @inline(__always)
  private static func bytes(of text: UnsafeRawBufferPointer, at start: Int) -> UInt64 {
    if start + 8 <= text.count {
      return UInt64(littleEndian: text.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
    var bytes: UInt64 = 0
    for index in (start..<max(text.count, start)).reversed() { bytes = bytes << 8 | UInt64(text[index]) }
    return bytes
  }

  /// The place after a closing tag of six bytes, with no other tag before it.
  private static func pairEnd(_ close: UInt64, _ text: UnsafeRawBufferPointer, from inside: Int) -> Int? {
    guard let tag = LineScan.find(UInt8(ascii: "<"), in: text, from: inside),
      bytes(of: text, at: tag) & 0xFFFF_FFFF_FFFF == close
    else { return nil }
    return tag + 6
  }

  /// The place after `name|>`, where a name has no blank and no other mark.
  private static func markEnd(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    for index in start..<max(min(start + longestMark, text.count - 1), start) {
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
}
