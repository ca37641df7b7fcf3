import CByteMask
import CSnappy
import Foundation
import TestSupport
import Testing

/// The project's own Snappy decoder beside libsnappy: the same bytes, and the same refusals.
@Suite struct SnappyBlockTests {
  /// Texts, repeats of all lengths and offsets, noise.
  static func content(_ round: Int, by random: inout ParquetMutationTests.Seeded) -> [UInt8] {
    let count = Int.random(in: 0..<(round % 4 == 0 ? 70_000 : 600), using: &random)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      let length = Int.random(in: 1...70, using: &random)
      let isNew = bytes.isEmpty || Int.random(in: 0..<3, using: &random) == 0
      let reach = Bool.random(using: &random) ? 20 : 66_000
      let offset = isNew ? 0 : Int.random(in: 1...min(bytes.count, reach), using: &random)
      for _ in 0..<(isNew && round % 3 > 0 ? min(length, 5) : length) {
        bytes.append(isNew ? UInt8.random(in: 97...122, using: &random) : bytes[bytes.count - offset])
      }
    }
    return bytes
  }

  static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var size = snappy_max_compressed_length(bytes.count)
    var out = [CChar](repeating: 0, count: size)
    _ = bytes.withUnsafeBytes {
      snappy_compress($0.bindMemory(to: CChar.self).baseAddress, $0.count, &out, &size)
    }
    return out.prefix(size).map { UInt8(bitPattern: $0) }
  }

  /// What the project's decoder gives; nil for damage. Memory of the exact sizes, for the address sanitizer.
  static func ours(_ block: [UInt8], size: Int) -> [UInt8]? {
    var out = [UInt8](repeating: 0, count: size)
    return snappy_block_decompress(block, block.count, &out, size) == size ? out : nil
  }

  static func libsnappy(_ block: [UInt8], size: Int) -> [UInt8]? {
    let input = block.map { CChar(bitPattern: $0) }
    var claimed = 0
    var out = [CChar](repeating: 0, count: size)
    guard snappy_uncompressed_length(input, input.count, &claimed) == SNAPPY_OK, claimed == size,
      snappy_uncompress(input, input.count, &out, &claimed) == SNAPPY_OK
    else { return nil }
    return out.map { UInt8(bitPattern: $0) }
  }

  @Test func givesWhatLibsnappyGives() {
    var random = ParquetMutationTests.Seeded(state: DamagedShardsTests.seed)
    var (whole, refused) = (0, 0)
    for round in 0..<DamagedShardsTests.rounds * 5 {
      let bytes = Self.content(round, by: &random)
      let block = Self.compressed(bytes)
      #expect(Self.ours(block, size: bytes.count) == bytes, "round \(round)")
      #expect(Self.ours(block, size: bytes.count + 1) == nil, "round \(round)")
      for _ in 0..<4 {
        let damaged = ParquetMutationTests.mutated(block, by: &random)
        let expected = Self.libsnappy(damaged, size: bytes.count)
        #expect(Self.ours(damaged, size: bytes.count) == expected, "round \(round)")
        if expected == nil { refused += 1 } else { whole += 1 }
      }
    }
    #expect(refused > 100 && whole > 100)
  }

  /// Elements that libsnappy's compressor does not write: long forms of short lengths, a copy with four bytes of offset.
  static let unusual: [(block: [UInt8], text: String)] = [
    ([5, 0x10, 97, 98, 99, 100, 101], "abcde"),
    ([3, 0xF0, 2, 97, 98, 99], "abc"),
    ([3, 0xFC, 2, 0, 0, 0, 97, 98, 99], "abc"),
    ([7, 0x04, 97, 98, 0x13, 2, 0, 0, 0], "abababa"),
    ([6, 0x00, 97, 0x12, 1, 0], "aaaaaa"),
    ([0], ""),
  ]

  @Test func unusualElements() {
    for (block, text) in Self.unusual {
      #expect(Self.ours(block, size: text.utf8.count) == Array(text.utf8))
      #expect(Self.libsnappy(block, size: text.utf8.count) == Array(text.utf8))
    }
  }

  /// No or an endless length, elements that end early, write too much, or copy from before the start.
  static let damaged: [[UInt8]] = [
    [], [0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [2], [2, 0x04, 97], [2, 0x00, 97, 0x01, 0],
    [5, 0x00, 97, 0x0E, 2, 0], [5, 0x00, 97, 0x0E, 0, 0], [2, 0x00, 97, 0x00, 98, 0x00, 99],
    [4, 0xFC, 255, 255, 255, 255], [1, 0xF0],
  ]

  @Test func damage() {
    for block in Self.damaged {
      for size in [0, 1, 2, 4, 5] { #expect(Self.ours(block, size: size) == nil, "\(block)") }
    }
  }
}
