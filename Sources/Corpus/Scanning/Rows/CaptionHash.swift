import CByteMask
import CXXHash

/// The hash by which captions that are equal after folding are known: XXH3-64 of `Folding.folded`.
///
/// Belongs to one task.
public final class CaptionHash {
  private let folded = PaddedBuffer(capacity: 4096)

  /// Makes what hashes captions.
  public init() {}

  /// Hashes a caption.
  ///
  /// - Complexity: O(*n*).
  public func hash(_ caption: String) -> UInt64 {
    var caption = caption
    return caption.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }

  /// What folding makes of each ASCII character by itself; `notAlone` where it is not one of ASCII.
  private static let ascii: [UInt8] = (0..<128).map { byte in
    let folded = Folding.scalars(of: String(UnicodeScalar(UInt8(byte))))
    return folded.count == 1 && folded[0] < 128 ? UInt8(folded[0]) : notAlone
  }
  private static let notAlone: UInt8 = 0xFF

  /// Hashes a caption, valid UTF-8 of any length.
  ///
  /// - Complexity: O(*n*).
  func hash(_ caption: UnsafeRawBufferPointer) -> UInt64 {
    folded.removeAll()
    var at = 0
    while at < caption.count {
      at += appendPlain(UnsafeRawBufferPointer(rebasing: caption[at...]))
      guard at < caption.count else { break }
      let own = Self.alone(caption[at])
      if own != Self.notAlone {
        folded.append(own)
        at += 1
      } else {
        at = appendTogether(caption, from: at)
      }
    }
    return Self.hash(folded: folded.bytes)
  }

  /// Hashes a text that is folded.
  static func hash(folded text: UnsafeRawBufferPointer) -> UInt64 {
    XXH3_64bits(text.baseAddress, text.count)
  }

  private static func alone(_ byte: UInt8) -> UInt8 { byte < 128 ? ascii[Int(byte)] : notAlone }

  /// Appends what a text starts with that the kernel folds; returns how many bytes it has.
  ///
  /// SOUND: there is room for the text, and for the 16 bytes that may be written past what is folded.
  /// WHY: a character at a time, hashing took half of what rows cost.
  private func appendPlain(_ text: UnsafeRawBufferPointer) -> Int {
    folded.appendInPlace(room: text.count + 16) { room in
      guard let source = text.baseAddress, let target = room.baseAddress else { return 0 }
      return ascii_lower(
        source.assumingMemoryBound(to: UInt8.self), text.count, target.assumingMemoryBound(to: UInt8.self))
    }
  }

  /// Appends characters that may change with their neighbors, up to the next that folds alone, which no character before it
  /// changes; returns where they end.
  ///
  /// The character before them, if any, was folded alone and may compose with them after all.
  private func appendTogether(_ caption: UnsafeRawBufferPointer, from start: Int) -> Int {
    var end = start + 1
    while end < caption.count, Self.alone(caption[end]) == Self.notAlone { end += 1 }
    if start > 0 { folded.truncate(to: folded.count - 1) }
    var text = Folding.folded(String(decoding: caption[max(start - 1, 0)..<end], as: UTF8.self))
    text.withUTF8 { folded.append(UnsafeRawBufferPointer($0)) }
    return end
  }
}
