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
      for (place, value) in [record, turn, classIndex].enumerated() {
        bytes.storeBytes(
          of: UInt64(truncatingIfNeeded: value).littleEndian, toByteOffset: place * 8, as: UInt64.self)
      }
      return Digest(of: UnsafeRawBufferPointer(bytes)).high
    }
  }

  /// A number as a share: from 0 up to, but not including, 1.
  static func share(_ number: UInt64) -> Double { Double(number >> 11) * 0x1p-53 }
}
