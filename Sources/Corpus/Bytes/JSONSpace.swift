/// The white space of JSON: space, tab, line feed and carriage return (RFC 8259, section 2).
package enum JSONSpace {
  /// Whether a byte is white space.
  @inline(__always)
  package static func isOne(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D: true
    default: false
    }
  }

  /// The first byte at or after `start` that is no white space.
  @inline(__always)
  static func skip(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var index = start
    while index < bytes.count, isOne(bytes[index]) { index += 1 }
    return index
  }

  /// The first byte at or after `start` that is no white space, and no byte order mark before it: files joined by `cat`
  /// have one in their midst.
  static func skipMark(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    let index = skip(bytes, start)
    guard index + 3 <= bytes.count, bytes[index] == 0xEF, bytes[index + 1] == 0xBB, bytes[index + 2] == 0xBF
    else {
      return index
    }
    return skip(bytes, index + 3)
  }
}
