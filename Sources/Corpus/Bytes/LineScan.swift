#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds lines in bytes.
enum LineScan {
  /// The first line feed at or after `start`.
  ///
  /// SOUND: memchr reads from `start` to the end of `bytes` only.
  /// WHY: the C library's search is vectorised; lines are the commonest layout.
  static func lineFeed(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    find(10, in: bytes, from: start)
  }

  /// The first byte with a value at or after `start`.
  static func find(_ value: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress else { return nil }
    guard let found = memchr(base + start, Int32(value), bytes.count - start) else { return nil }
    return UnsafeRawPointer(found) - base
  }

  /// The last line feed at or after `start`.
  static func lastLineFeed(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var end = bytes.count
    // Eight at a time: the difference to the byte is zero where it stands, and no sum of seven bits carries into the next.
    let (tens, low): (UInt64, UInt64) = (0x0A0A_0A0A_0A0A_0A0A, 0x7F7F_7F7F_7F7F_7F7F)
    func feeds(_ offset: Int) -> UInt64 {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) ^ tens
      return ~(((word & low) &+ low) | word | low)
    }
    // A record is hundreds of bytes long, in which there is none.
    while end - start >= 32, feeds(end - 8) | feeds(end - 16) | feeds(end - 24) | feeds(end - 32) == 0 {
      end -= 32
    }
    while end - start >= 8 {
      let feeds = feeds(end - 8)
      if feeds != 0 { return end - 1 - feeds.leadingZeroBitCount / 8 }
      end -= 8
    }
    while end > start {
      if bytes[end - 1] == 10 { return end - 1 }
      end -= 1
    }
    return nil
  }

  /// Whether a line after the line feed at `start` starts with a byte.
  static func hasLine(startingWith byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
    var feed: Int? = start
    while let place = feed, place + 1 < bytes.count {
      if bytes[place + 1] == byte { return true }
      feed = lineFeed(in: bytes, from: place + 1)
    }
    return false
  }

  /// The end of a line without the carriage return before its line feed.
  static func contentEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
    end > start && bytes[end - 1] == 13 ? end - 1 : end
  }
}
