/// What stands between two words, and whether a term may reach over it.
///
/// White space, hyphens, underscores and apostrophes always may stand there, in any number, and nothing at all;
/// whatever else must be among the characters that the term itself has there.
enum Gap {
  /// What a gap's bytes are.
  enum Kind {
    /// The gap consists only of joining characters.
    case joining
    /// The gap contains other characters as well.
    case other
  }

  /// Looks at the bytes between two words, of an ASCII caption or of one in the matcher's form.
  static func kind(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Kind {
    for place in start..<end where !joinsByte(text[place]) { return .other }
    return .joining
  }

  /// White space, hyphen, underscore, and both ASCII forms of the apostrophe.
  @inline(__always)
  private static func joinsByte(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x2D || byte == 0x27 || byte == 0x5F || byte == 0x60
      || (0x09...0x0D).contains(byte)
  }

  /// Whether each character of a gap joins or is among `allowed`.
  ///
  /// In the matcher's form a character that is no printable ASCII stands as six bytes 0x10 to 0x1F, one for each four
  /// of its bits, or as 0x0E where no term allows it.
  static func allows(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ allowed: Set<UInt32>, isFolded: Bool
  ) -> Bool {
    var place = start
    while place < end {
      let byte = text[place]
      place += 1
      if joinsByte(byte) { continue }
      var scalar = UInt32(byte)
      if isFolded {
        if byte == 0x0E { return false }
        if (0x10...0x1F).contains(byte) {
          guard place + 5 <= end else { return false }
          scalar = UInt32(byte & 0xF)
          for _ in 0..<5 {
            scalar = scalar << 4 | UInt32(text[place] & 0xF)
            place += 1
          }
        }
      }
      guard allowed.contains(scalar) else { return false }
    }
    return true
  }
}
