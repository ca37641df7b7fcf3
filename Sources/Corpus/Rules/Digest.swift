import CXXHash

/// An XXH3-128 digest: what a content is known by.
///
/// Source: the xxHash specification, XXH3 128 bits, canonical (big-endian) form.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
  /// The first eight bytes of the canonical form, as a big-endian number.
  public let high: UInt64
  /// The last eight bytes of the canonical form, as a big-endian number.
  public let low: UInt64

  /// Makes a digest of its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads a digest from its 32 hexadecimal digits; nil where they are anything else.
  public init?(hex: String) {
    let digits = Array(hex.utf8)
    guard digits.count == 32, digits.allSatisfy({ UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "f") }),
      let high = UInt64(hex.prefix(16), radix: 16), let low = UInt64(hex.suffix(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  /// Digests bytes in one go.
  public init(of bytes: UnsafeRawBufferPointer) {
    let hash = XXH3_128bits(bytes.baseAddress, bytes.count)
    self.init(high: hash.high64, low: hash.low64)
  }

  /// Digests a list of texts, each with its length before it, so that no two lists share their bytes.
  public init(ofFields fields: [String]) {
    var bytes: [UInt8] = []
    for field in fields {
      withUnsafeBytes(of: UInt64(field.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: field.utf8)
    }
    self = bytes.withUnsafeBytes { Digest(of: $0) }
  }

  /// The canonical form as 32 hexadecimal digits.
  public var hex: String {
    func digits(_ half: UInt64) -> String {
      let text = String(half, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    return digits(high) + digits(low)
  }

  /// The canonical form as 32 hexadecimal digits.
  public var description: String { hex }
}

/// Digests bytes that come in pieces.
///
/// A class, since the state of XXH3 is half a kilobyte that is mutated in place; it belongs to one task.
final class DigestStream {
  private let state: OpaquePointer

  init() {
    state = XXH3_createState()
    XXH3_128bits_reset(state)
  }

  deinit { XXH3_freeState(state) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > 0 else { return }
    XXH3_128bits_update(state, bytes.baseAddress, bytes.count)
  }

  var digest: Digest {
    let hash = XXH3_128bits_digest(state)
    return Digest(high: hash.high64, low: hash.low64)
  }
}
