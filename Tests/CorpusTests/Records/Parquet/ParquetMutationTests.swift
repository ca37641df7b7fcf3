import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Damaged files end in an error or in captions, never in a crash, a hang or memory without bound.
@Suite struct ParquetMutationTests {
  /// A generator of its own, so that a failing seed fails everywhere.
  struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  /// Bit flips, cut tails, spliced pieces, absurd numbers.
  static func mutated(_ bytes: [UInt8], by random: inout Seeded) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard bytes.count > 16 else { return bytes }
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<7, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 2:
        bytes.removeSubrange(place..<min(bytes.count, place + 1 + Int.random(in: 0..<8, using: &random)))
      case 3:
        let source = Int.random(in: 0..<bytes.count, using: &random)
        let piece = bytes[source..<min(bytes.count, source + 8)]
        bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
      case 4: bytes.insert(contentsOf: [0xff, 0xff, 0xff, 0xff, 0x0f], at: place)
      case 5:
        // A number of up to 32 bits becomes the largest one.
        bytes.replaceSubrange(place..<min(bytes.count, place + 4), with: [0xff, 0xff, 0xff, 0x7f])
      default:
        // The footer stays where it belongs, so that the damage is met in the pages.
        let tail = min(bytes.count, Int.random(in: 8..<400, using: &random))
        bytes.removeSubrange(place..<max(place, min(bytes.count - tail, place + 5)))
      }
    }
    return bytes
  }

  @Test(arguments: 0..<4)
  func damagedFilesAreHarmless(seed: UInt64) throws {
    let folder = ParquetReadingTests.folder
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    try #require(names.count > 10)
    var random = Seeded(state: seed &+ DamagedShardsTests.seed << 8)
    var (read, refused) = (0, 0)
    for name in names {
      let whole = try MemoryBytes(folder.appending(path: name)).data
      for index in 0..<60 * DamagedShardsTests.scale {
        let bytes = MemoryBytes(Self.mutated(whole, by: &random))
        let options = ReadingOptions(skipsBadRecords: index % 5 == 0, keepsOrder: index % 2 == 0)
        let tiny = ParquetContext.Sizes(block: 1, smallRowGroup: 0, footerWindow: 1)
        let sizes = index % 3 == 0 ? tiny : ParquetContext.Sizes()
        do {
          _ = try ParquetCaptions(bytes, options: options, sizes: sizes)
          read += 1
        } catch let fault as ShardFault {
          refused += 1
          #expect(!fault.description.isEmpty)
        }
      }
    }
    #expect(refused > read)
  }

  /// A window that is moved and grows over a damaged footer says the same as one that holds all of it.
  @Test func theFootersWindowChangesNothing() throws {
    let whole = try ParquetReadingTests.file("llava_next").data
    var random = Seeded(state: 7)
    for _ in 0..<200 * DamagedShardsTests.scale {
      let bytes = MemoryBytes(Self.mutated(whole, by: &random))
      func outcome(_ window: Int) -> Result<ParquetCaptions, ShardFault> {
        let sizes = ParquetContext.Sizes(footerWindow: window)
        return Result { () throws(ShardFault) in
          do { return try ParquetCaptions(bytes, sizes: sizes) } catch let fault as ShardFault {
            throw fault
          } catch {
            throw ShardFault(.system(operation: "\(error)", code: 0))
          }
        }
      }
      let held = outcome(1 << 20)
      for window in [1, 100] { #expect(outcome(window) == held) }
    }
  }

  /// No byte of a footer makes a file one of fewer rows: where a structure ends early, its rows are not none.
  @Test(arguments: ["dictionary", "cauldron"]) func noFooterLosesItsRows(_ name: String) throws {
    let whole = try ParquetReadingTests.file(name).data
    let records = try ParquetCaptions(MemoryBytes(whole)).records
    let length = whole[(whole.count - 8)...].prefix(4).enumerated().reduce(0) {
      $0 + Int($1.element) << (8 * $1.offset)
    }
    for place in whole.count - 8 - length..<whole.count - 8 {
      for byte in [0, 255, whole[place] ^ 1, whole[place] ^ 16] as [UInt8] {
        var bytes = whole
        bytes[place] = byte
        guard let found = try? ParquetCaptions(MemoryBytes(bytes)) else { continue }
        #expect(found.records == records, "byte \(place) as \(byte)")
      }
    }
  }

  @Test func everyCutTailIsRefused() throws {
    for name in ["dictionary", "cauldron"] {
      let whole = try ParquetReadingTests.file(name).data
      for length in 0..<whole.count {
        #expect(throws: ShardFault.self) { try ParquetCaptions(MemoryBytes(Array(whole[..<length]))) }
      }
    }
  }
}
