/// The pieces between single spaces that MetaCLIP 1's substring matching compares, letter case and all.
///
/// A text has a space put before and after it and around each of ``, . ; : ? ! ` ``, and each tab and line break made
/// a space; its tokens are what stands between two neighbouring spaces, which may be nothing. A term's tokens are the
/// pieces of its name as it is written: MetaCLIP spaces its texts, not its entries.
enum MetaCLIPTokenizer {
  /// Appends the tokens of a caption.
  ///
  /// - Parameters:
  ///   - caption: UTF-8 of any length; the empty caption has one empty token.
  ///   - tokens: Where they are appended.
  static func tokenize(_ caption: UnsafeRawBufferPointer, into tokens: TokenList) {
    let start = tokens.text.count
    // SOUND: a byte becomes three at most.
    tokens.text.appendInPlace(room: caption.count * 3) { room in
      var written = 0
      for byte in caption {
        if isSpaced(byte) {
          room[written] = 0x20
          room[written + 1] = byte
          room[written + 2] = 0x20
          written += 3
        } else {
          room[written] = byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0x20 : byte
          written += 1
        }
      }
      return written
    }
    split(from: start, tokens)
  }

  /// Whether a byte is one of ``! , . : ; ? ` ``, by a bit for each byte below 128.
  @inline(__always) static func isSpaced(_ byte: UInt8) -> Bool {
    let low: UInt64 = 1 << 0x21 | 1 << 0x2C | 1 << 0x2E | 1 << 0x3A | 1 << 0x3B | 1 << 0x3F
    return byte < 0x40 ? low >> UInt64(byte & 63) & 1 != 0 : byte == 0x60
  }

  /// Appends the tokens of a term: its name as written, split at single spaces.
  static func tokenize(term: String, into tokens: TokenList) {
    let start = tokens.text.count
    var term = term
    term.withUTF8 { tokens.text.append(UnsafeRawBufferPointer($0)) }
    split(from: start, tokens)
  }

  private static func split(from start: Int, _ tokens: TokenList) {
    let bytes = tokens.text.bytes
    var token = start
    for at in start..<bytes.count where bytes[at] == 0x20 {
      tokens.append(token, at)
      token = at + 1
    }
    tokens.append(token, bytes.count)
  }
}
