import CXXHash

/// The hash by which captions that are equal after folding are known: XXH3-64 of `Folding.folded`.
///
/// Belongs to one task.
public final class CaptionHash {
  private var folded: [UInt8] = []

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
    folded.removeAll(keepingCapacity: true)
    folded.reserveCapacity(caption.count)
    var isPlain = true
    Self.ascii.withUnsafeBufferPointer { table in
      for byte in caption {
        let own = byte < 128 ? table[Int(byte)] : Self.notAlone
        if own == Self.notAlone {
          isPlain = false
          return
        }
        folded.append(own)
      }
    }
    if !isPlain { folded = Array(Folding.folded(String(decoding: caption, as: UTF8.self)).utf8) }
    return folded.withUnsafeBytes { XXH3_64bits($0.baseAddress, $0.count) }
  }
}
