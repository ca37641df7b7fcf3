/// Whether bytes are UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF.
public enum UTF8Validation {
  /// The offset of the first byte of the first sequence that is not UTF-8, or nil where all is.
  ///
  /// - Complexity: O(*n*); 32 bytes a step over ASCII.
  public static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { firstInvalidByte(in: $0) }
  }

  /// The offset of the first byte of the first sequence that is not UTF-8, or nil where all is.
  ///
  /// - Complexity: O(*n*); 32 bytes a step over ASCII.
  static func firstInvalidByte(in bytes: UnsafeRawBufferPointer) -> Int? {
    var at = 0
    let count = bytes.count
    while true {
      // SOUND: each load ends at or before `count`. WHY: most text is ASCII; a byte at a time is ten times slower.
      while at + 32 <= count {
        let a = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        let b = bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
        let c = bytes.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self)
        let d = bytes.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self)
        if (a | b | c | d) & 0x8080_8080_8080_8080 != 0 { break }
        at += 32
      }
      while at + 8 <= count {
        let high = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080
        if high != 0 {
          at += UInt64(littleEndian: high).trailingZeroBitCount / 8
          break
        }
        at += 8
      }
      while at < count, bytes[at] < 0x80 { at += 1 }
      // Here a sequence of several bytes starts, or the text ends; others often follow at once.
      while at < count, bytes[at] >= 0x80 {
        let length = sequenceLength(bytes, at)
        if length == 0 { return at }
        at += length
      }
      if at == count { return nil }
    }
  }

  /// The length of the well-formed sequence of two to four bytes that starts at `at`, or 0 (Unicode, table 3-7).
  @inline(__always)
  private static func sequenceLength(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int {
    let left = bytes.count - at
    func continues(_ offset: Int) -> Bool { bytes[at + offset] & 0xC0 == 0x80 }
    switch bytes[at] {
    case 0xC2...0xDF:
      return left >= 2 && continues(1) ? 2 : 0
    case 0xE0...0xEF:
      guard left >= 3, continues(1), continues(2) else { return 0 }
      let start = UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
      return start >= 0xE0A0 && !(0xEDA0...0xEDFF).contains(start) ? 3 : 0
    case 0xF0...0xF4:
      guard left >= 4, continues(1), continues(2), continues(3) else { return 0 }
      let start = UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
      return start >= 0xF090 && start < 0xF490 ? 4 : 0
    default:
      return 0
    }
  }
}
