import Foundation
import TestSupport
import Testing

@testable import Corpus

/// What holds for files that lie beside the tests.
@Suite struct ParquetReadingTests {
  static let folder = ProjectPaths.root.appending(path: "Tests/Fixtures/parquet/ok")

  static func file(_ name: String) throws -> MemoryBytes {
    try MemoryBytes(folder.appending(path: name + ".parquet"))
  }

  static let texts = ["a tench", "a red tench", "crème", "虎"]

  @Test(arguments: [
    "plain", "dictionary", "levels_bit_packed", "dictionary_then_plain", "gzip_members", "lz4_hadoop_pieces",
    "zstd_frames", "brotli", "v2_not_compressed",
  ])
  func everyLayoutOfFourTextsGivesThem(name: String) throws {
    #expect(try ParquetCaptions(Self.file(name)).captions.map(\.text) == Self.texts)
  }

  @Test func aDictionaryEntryIsAppendedOnceWithItsWeight() throws {
    let found = try ParquetCaptions(Self.file("dictionary"), options: ReadingOptions())
    #expect(found.records == 4)
    #expect(found.tally.values.allSatisfy { $0 == 1 })
    #expect(Set(found.captions.map(\.text)) == Set(Self.texts))
  }

  @Test func turnsHaveTheirRoles() throws {
    let found = try ParquetCaptions(Self.file("llava_next"))
    #expect(found.captions.map(\.role) == ["human", "assistant", "system", "human"])
    #expect(found.captions.map(\.record) == [0, 0, 0, 2])
    #expect(found.records == 3)
  }

  @Test func aNamedRoleBeatsTheColumnBesideIt() throws {
    let options = ReadingOptions(fields: ["assistant:conversations[].value"])
    #expect(
      Set(try ParquetCaptions(Self.file("llava_next"), options: options).captions.map(\.role)) == [
        "assistant"
      ])
  }

  @Test func theDigestFollowsWhatIsRead() throws {
    let file = try Self.file("llava_next")
    let digest = try ParquetCaptions(file).digest
    #expect(digest == (try ParquetCaptions(file).digest))
    // The image column lies after the texts: a change in it is none in the captions.
    let image = try #require(
      Self.place(of: "\u{ff}\u{d8} a tench".unicodeScalars.map { UInt8($0.value) }, in: file.data))
    var other = file.data
    other[image + 3] = UInt8(ascii: "x")
    #expect(try ParquetCaptions(MemoryBytes(other)).digest == digest)
    let text = try #require(Self.place(of: Array("A tench.".utf8), in: file.data))
    other = file.data
    other[text] = UInt8(ascii: "B")
    let changed = try ParquetCaptions(MemoryBytes(other))
    #expect(changed.digest != digest)
  }

  @Test func badTextIsSkippedWhereAsked() throws {
    let file = try Self.file("plain")
    var bytes = file.data
    bytes[try #require(Self.place(of: Array("red".utf8), in: bytes))] = 0xff
    #expect(throws: ShardFault(.notUTF8, at: .record(2))) { try ParquetCaptions(MemoryBytes(bytes)) }
    let found = try ParquetCaptions(
      MemoryBytes(bytes), options: ReadingOptions(skipsBadRecords: true, keepsOrder: true))
    #expect(found.captions.map(\.text) == ["a tench", "crème", "虎"])
    #expect(found.records == 3)
    #expect(found.skipped == 1)
  }

  @Test func aRecordHasABound() throws {
    let options = ReadingOptions(maximumRecordBytes: 10, keepsOrder: true)
    #expect(throws: ShardFault(.recordTooLarge(limit: 10), at: .record(2))) {
      try ParquetCaptions(Self.file("plain"), options: options)
    }
  }

  static func place(of part: [UInt8], in bytes: [UInt8]) -> Int? {
    (0...bytes.count - part.count).first { bytes[$0..<$0 + part.count].elementsEqual(part) }
  }
}
