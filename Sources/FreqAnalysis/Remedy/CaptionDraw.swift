import Corpus

/// The random numbers by which captions are drawn: a hash of the seed and of what a caption is known by, so that every machine, in
/// whatever order it works, draws the same captions.
struct CaptionDraw {
  private var bytes: [UInt8]

  /// Makes the numbers of a shard's captions.
  init(seed: UInt64, shardDigest: String) {
    bytes = Array(repeating: 0, count: 24) + Array("\(seed) \(shardDigest)".utf8)
  }

  /// The number of a caption and a class, each of 2⁶⁴ equally likely.
  mutating func number(record: Int, turn: Int, classIndex: Int) -> UInt64 {
    bytes.withUnsafeMutableBytes { bytes in
      func store(_ value: Int, at place: Int) {
        bytes.storeBytes(
          of: UInt64(truncatingIfNeeded: value).littleEndian, toByteOffset: place * 8, as: UInt64.self)
      }
      store(record, at: 0)
      store(turn, at: 1)
      store(classIndex, at: 2)
      return Digest(of: UnsafeRawBufferPointer(bytes)).high
    }
  }

  /// The largest number that is below a share, from 0 to 1, as one of 2⁵³ equal steps; nil: none is.
  static func limit(_ share: Double) -> UInt64? {
    // A number's first 53 bits are below the share when they are below it rounded up to a whole step.
    let steps = UInt64((share * 0x1p53).rounded(.up))
    return steps == 0 ? nil : (steps << 11) &- 1
  }
}
