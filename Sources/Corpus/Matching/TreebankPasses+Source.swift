/// What the passes read and write by.
extension TreebankPasses {
  /// A text in UTF-8, with zero bytes to read after its end where it lies in a `PaddedBuffer`.
  struct Source {
    let bytes: UnsafePointer<UInt8>
    let count: Int

    /// The text of a buffer's bytes.
    init(_ text: UnsafeRawBufferPointer) {
      if let start = text.baseAddress, text.count > 0 {
        bytes = start.assumingMemoryBound(to: UInt8.self)
        count = text.count
      } else {
        // Never read, since no pass looks at an empty text's bytes.
        bytes = ("" as StaticString).utf8Start
        count = 0
      }
    }

    /// Copies a range of the text.
    @inline(__always) func copy(_ range: Range<Int>, to out: inout UnsafeMutablePointer<UInt8>) {
      out.update(from: bytes + range.lowerBound, count: range.count)
      out += range.count
    }

    /// Where the scalar before a place starts.
    @inline(__always) func before(_ at: Int) -> Int {
      var start = at - 1
      while start > 0, bytes[start] & 0xC0 == 0x80, at - start < 4 { start -= 1 }
      return start
    }

    /// The scalar at a place before the end and its length.
    @inline(__always) func scalar(_ at: Int) -> (scalar: UInt32, length: Int) {
      CaptionFolder.decode(bytes + at, bytes + count)
    }
  }

  /// Writes one byte.
  @inline(__always) static func put(_ byte: UInt8, to out: inout UnsafeMutablePointer<UInt8>) {
    out.pointee = byte
    out += 1
  }

  /// Writes a byte with a space before and after it.
  @inline(__always) static func pad(_ byte: UInt8, to out: inout UnsafeMutablePointer<UInt8>) {
    out[0] = 0x20
    out[1] = byte
    out[2] = 0x20
    out += 3
  }

  /// Writes a literal.
  @inline(__always) static func write(_ text: StaticString, to out: inout UnsafeMutablePointer<UInt8>) {
    out.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    out += text.utf8CodeUnitCount
  }

  /// Whether a quote after this byte opens: space `(` `[` `{` `<`.
  @inline(__always) static func opens(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x28 || byte == 0x5B || byte == 0x7B || byte == 0x3C
  }

  /// Whether a byte is an apostrophe or a space, before which no clitic stands.
  @inline(__always) static func isQuoteOrSpace(_ byte: UInt8) -> Bool { byte == 0x27 || byte == 0x20 }

  /// The length of one of `] ) } > " ' » ” ’` at a place, or 0.
  static func closerLength(_ source: Source, _ at: Int) -> Int {
    guard at < source.count else { return 0 }
    switch source.bytes[at] {
    case 0x5D, 0x29, 0x7D, 0x3E, 0x22, 0x27: return 1
    case 0xC2, 0xE2: return closingQuoteLength(source, at)
    default: return 0
    }
  }

  /// The length of one of `» ” ’` at a place, or 0.
  @inline(__always) static func closingQuoteLength(_ source: Source, _ at: Int) -> Int {
    let next = (source.bytes[at], source.bytes[at + 1])
    if next == (0xC2, 0xBB) { return 2 }
    guard next == (0xE2, 0x80) else { return 0 }
    return source.bytes[at + 2] == 0x9D || source.bytes[at + 2] == 0x99 ? 3 : 0
  }

  /// The length of one of `« “ ‘ „` at a place, or 0.
  @inline(__always) static func openingQuoteLength(_ source: Source, _ at: Int) -> Int {
    let next = (source.bytes[at], source.bytes[at + 1])
    if next == (0xC2, 0xAB) { return 2 }
    guard next == (0xE2, 0x80) else { return 0 }
    let last = source.bytes[at + 2]
    return last == 0x9C || last == 0x98 || last == 0x9E ? 3 : 0
  }

  /// Whether what follows an apostrophe is a word of one character, other than the clitics `m t s d n`.
  static func startsSingleWord(_ source: Source, _ at: Int) -> Bool {
    guard PythonText.isWord(at: at, source) else { return false }
    let (scalar, length) = source.scalar(at)
    switch scalar {
    case 0x6D, 0x74, 0x73, 0x64, 0x6E, 0x17F: return false
    default: return !PythonText.isWord(at: at + length, source)
    }
  }
}
