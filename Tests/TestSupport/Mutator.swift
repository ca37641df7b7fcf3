import Foundation

/// Damages bytes as transfers, disks and enemies do; the same damage for the same seed on every machine.
public struct Mutator {
  private var state: UInt64

  /// Makes a mutator.
  public init(seed: UInt64) { state = seed }

  /// One of several kinds of damage: flipped bits, a cut tail, a piece in another place, absurd numbers, a piece twice.
  public mutating func damage(_ bytes: Data) -> Data {
    var bytes = Array(bytes)
    guard bytes.count > 1 else { return Data(bytes) }
    for _ in 0...below(3) {
      switch below(6) {
      case 0: for _ in 0...below(4) { bytes[below(bytes.count)] ^= 1 << UInt8(below(8)) }
      case 1: bytes.removeLast(below(bytes.count))
      case 2:
        let piece = Array(bytes[range(in: bytes.count)])
        bytes.insert(contentsOf: piece, at: below(bytes.count))
      case 3:
        let number = [0xFF, 0x7F, 0x80, 0x00][below(4)] as UInt8
        for place in range(in: bytes.count).prefix(1 + below(8)) { bytes[place] = number }
      case 4: bytes.removeSubrange(range(in: bytes.count))
      default:
        let other = range(in: bytes.count)
        let start = below(bytes.count - other.count + 1)
        for (offset, place) in other.enumerated() { bytes[start + offset] = bytes[place] }
      }
      if bytes.count < 2 { break }
    }
    return Data(bytes)
  }

  private mutating func range(in count: Int) -> Range<Int> {
    let start = below(count)
    return start..<min(count, start + 1 + below(below(2) == 0 ? 16 : 2000))
  }

  private mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
