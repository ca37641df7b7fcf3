/// Writes folded scalars in the matcher's form and keeps what the next one has to know of the last.
///
/// SOUND: its callers give it room for what they append (`CaptionFolder` says why it suffices).
/// WHY: one store a byte, no bounds check and no reference count in a path that is taken for each character.
struct MatcherForm {
  /// Between words, or at the start.
  static let gap: UInt8 = 0
  /// The bit of characters that are part of a word.
  static let word: UInt8 = 1
  /// In a word that is one letter of a spaceless script with its marks.
  static let alone: UInt8 = 2

  /// Where the next byte goes.
  var out: UnsafeMutablePointer<UInt8>
  /// The end of the memory that may be written.
  let limit: UnsafeMutablePointer<UInt8>
  /// What was written last: `gap`, `word` or `alone`.
  var state = MatcherForm.gap
  private let gaps: UnsafeBufferPointer<UInt32>
  private let filter: UInt64

  /// Starts at `out`; `gaps` are the scalars that are spelled out, `filter` has a bit for the low six bits of each.
  init(
    out: UnsafeMutablePointer<UInt8>, limit: UnsafeMutablePointer<UInt8>, gaps: UnsafeBufferPointer<UInt32>,
    filter: UInt64
  ) {
    self.out = out
    self.limit = limit
    self.gaps = gaps
    self.filter = filter
  }

  /// Whether an ASCII byte is a letter or digit.
  @inline(__always) static func isWord(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }

  /// The state after an ASCII byte of the form.
  @inline(__always) static func state(after byte: UInt8) -> UInt8 { isWord(byte) ? word : gap }

  /// Writes a space.
  @inline(__always) mutating func space() { byte(0x20) }

  /// Writes one folded scalar of a kind; a mark without a word before it is a separator.
  @inline(__always) mutating func append(_ scalar: UInt32, _ kind: UInt32) {
    switch kind {
    case UnicodeTables.Kind.letter:
      if state == Self.alone { space() }
      state = Self.word
      utf8(scalar)
    case UnicodeTables.Kind.spaceless:
      if state != Self.gap { space() }
      state = Self.alone
      utf8(scalar)
    case UnicodeTables.Kind.mark where state != Self.gap:
      utf8(scalar)
    case UnicodeTables.Kind.joiner:
      state = Self.gap
      space()
    // A grave accent that NFKC makes of another character is no apostrophe, as the byte is in a text that is not folded.
    case UnicodeTables.Kind.punctuation where scalar != 0x60:
      state = Self.gap
      byte(UInt8(truncatingIfNeeded: scalar))
    default:
      state = Self.gap
      separator(scalar)
    }
  }

  /// Writes the bytes of a scalar that has three.
  @inline(__always) mutating func copyThree(_ bytes: UnsafePointer<UInt8>) {
    out[0] = bytes[0]
    out[1] = bytes[1]
    out[2] = bytes[2]
    out += 3
  }

  @inline(__always) private mutating func byte(_ byte: UInt8) {
    out.pointee = byte
    out += 1
  }

  @inline(__always) private mutating func utf8(_ scalar: UInt32) { Self.encode(scalar, to: &out) }

  /// How many bytes a scalar has in UTF-8.
  @inline(__always) static func length(_ scalar: UInt32) -> Int {
    scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
  }

  /// Writes a scalar as UTF-8.
  @inline(__always) static func encode(_ scalar: UInt32, to out: inout UnsafeMutablePointer<UInt8>) {
    if scalar < 0x80 {
      out[0] = UInt8(truncatingIfNeeded: scalar)
      out += 1
    } else if scalar < 0x800 {
      out[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
      out[1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      out += 2
    } else if scalar < 0x10000 {
      out[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
      out[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
      out[2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      out += 3
    } else {
      out[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
      out[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
      out[2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
      out[3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      out += 4
    }
  }

  /// Writes a character that does not join: spelled out where a term has it, else the one byte for all of them.
  @inline(__always) private mutating func separator(_ scalar: UInt32) {
    guard filter >> UInt64(scalar & 63) & 1 != 0, gaps.contains(scalar) else {
      return byte(CaptionFolder.separator)
    }
    for shift in stride(from: UInt32(20), through: 0, by: -4) {
      byte(CaptionFolder.nibble | UInt8(truncatingIfNeeded: scalar >> shift & 0xF))
    }
  }
}
