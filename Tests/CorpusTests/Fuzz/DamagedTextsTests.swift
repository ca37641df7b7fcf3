import Foundation
import TestSupport
import Testing

@testable import Corpus

/// What a damaged shard gives that is still accepted, against decoders of Python's own: the same texts, or a reason why only one
/// of the two reads it. Numbers that look right and are not would be found here.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct DamagedTextsTests {
  /// What Python's decoder said.
  private struct Answer: Decodable {
    var texts: [String]?
    var error: String?
  }

  /// Who reads a shard that the other refuses.
  enum Reader { case tool, python }

  /// A known reason why only one of the two reads a shard.
  struct Known {
    /// The one that reads it.
    var reader: Reader
    /// What the shard's name holds.
    var name: String
    /// What the other one's sentence holds.
    var refusal: String
    var why: String
  }

  static let known: [Known] = [
    Known(
      reader: .python, name: ".tar", refusal: "a file header has a wrong checksum",
      why: "tarfile takes a damaged head behind the first for the archive's end"),
    Known(
      reader: .python, name: ".tar", refusal: "the tar data ends early",
      why: "tarfile takes a head that is cut for the archive's end"),
    Known(
      reader: .python, name: ".zip", refusal: "overlap",
      why: "zipfile looks only at the files that are asked for, and no picture is"),
    Known(
      reader: .python, name: ".zip.", refusal: "wrong checksum or size",
      why: "zipfile goes by the directory alone; a stream is read by the members' own heads"),
    Known(
      reader: .python, name: ".zip", refusal: "where its end says",
      why: "zipfile does not count the directory's entries"),
    Known(
      reader: .python, name: ".parquet", refusal: "binary data",
      why: "Arrow does not look at a file's first bytes"),
    Known(
      reader: .python, name: ".parquet", refusal: "an unknown type in the metadata",
      why: "Thrift's library takes a stop for one, whatever else its byte holds"),
    Known(
      reader: .python, name: ".parquet", refusal: "has another type than the format says",
      why: "Thrift's library passes over a field of another type"),
    Known(
      reader: .python, name: ".parquet", refusal: "are not within the file",
      why: "Arrow reads the pages that it needs, whatever a chunk's length says"),
    Known(
      reader: .python, name: ".parquet", refusal: "has no metadata",
      why: "Arrow gives nothing of a chunk that the footer does not describe"),
    Known(
      reader: .python, name: ".parquet", refusal: "unknown repetition",
      why: "Arrow does not look at the repetition of a column that is not read"),
    Known(
      reader: .python, name: ".parquet", refusal: "values early",
      why: "Arrow gives fewer rows than the footer claims without a word"),
    Known(
      reader: .python, name: ".parquet", refusal: "values where the row group has",
      why: "Arrow believes one of two numbers in the footer that have to agree"),
    Known(
      reader: .tool, name: ".zip", refusal: "File name in directory",
      why: "the directory's name is the file's; the head's is passed over"),
    Known(
      reader: .tool, name: ".parquet", refusal: "Page was smaller",
      why: "of a page without compression the size is known, and the one that it claims is of no use"),
    Known(
      reader: .tool, name: ".parquet", refusal: "ZSTD decompression failed",
      why: "a frame without checksum, in which Python's newer library checks more than zstd 1.5.4"),
    Known(
      reader: .tool, name: ".zst", refusal: "Data corruption detected",
      why: "a frame without checksum, in which Python's newer library checks more than zstd 1.5.4"),
    Known(
      reader: .tool, name: ".parquet", refusal: "Invalid IPC stream",
      why: "the Arrow schema in the footer, as Arrow reads it"),
    Known(
      reader: .tool, name: ".parquet", refusal: "base64",
      why: "the Arrow schema in the footer, which only Arrow reads"),
    Known(
      reader: .tool, name: ".parquet", refusal: "flatbuffers", why: "the Arrow schema in the footer, decoded"),
    Known(
      reader: .tool, name: ".parquet", refusal: "metadata version not supported",
      why: "the version of the Arrow schema in the footer"),
    Known(
      reader: .tool, name: ".parquet", refusal: "Couldn't deserialize thrift",
      why: "the footer's parts about columns that are not read"),
  ]

  /// Layouts whose texts Python's decoders give without any rule of the tool's.
  private static let layouts = [
    "lines", "tar of texts", "zip of texts", "parquet plain", "parquet plain, one group",
    "parquet dictionary",
    "parquet overflow", "parquet delta", "parquet delta lengths",
  ]

  private static let captions =
    HardCaptions.plainStart
    + (0..<40).map {
      ["a red tench number \($0)", "café \($0 % 5) 虎", "a tench", "Lego™ set … ½ \($0)"][$0 % 4]
    }

  /// How many corpora, and how many times each of their shards is damaged.
  private static let rounds = (corpora: 6 * DamagedShardsTests.scale, damages: 20)

  @Test func whatIsAcceptedIsWhatOthersRead() throws {
    var (both, neither) = (0, 0)
    for corpus in 0..<Self.rounds.corpora {
      let seed = DamagedShardsTests.seed &* 10_007 &+ UInt64(corpus)
      let job = LaidOutCorpus.Job(name: "\(seed)", seed: seed, captions: Self.captions, layouts: Self.layouts)
      let made = try #require(try LaidOutCorpus.make([job]).first)
      let folder = try TemporaryFolder()
      var names: [String] = []
      for (number, shard) in made.shards.enumerated() {
        let whole = try Data(contentsOf: URL(fileURLWithPath: made.folder.path(shard.file)))
        var mutator = Mutator(seed: seed &* 31 &+ UInt64(number))
        var random = SeededRandom(seed: seed &* 37 &+ UInt64(number))
        names.append("whole-\(shard.file)")
        try folder.write(names[names.count - 1], whole)
        for round in 0..<Self.rounds.damages {
          names.append("\(round)-\(shard.file)")
          // Half of them have but one bit flipped, which some codecs and pages do not notice.
          let damaged = round % 2 == 0 ? mutator.damage(whole) : Self.flipped(whole, by: &random)
          try folder.write(names[names.count - 1], damaged)
        }
      }
      for (name, answer) in zip(names, try Self.python(names, in: folder)) {
        let found = try Self.read(folder.url.appending(path: name))
        switch (found, answer.texts) {
        case (.success(let texts), let theirs?):
          both += 1
          let isSame = texts.elementsEqual(theirs) { $0.utf8.elementsEqual($1.utf8) }
          if !isSame { try Self.record(name, "other texts", texts, theirs, folder) }
        case (.failure(let fault), let theirs?):
          if Self.isKnown(.python, name, "\(fault)") { continue }
          try Self.record(name, "the tool refuses it: \(fault)", [], theirs, folder)
        case (.success(let texts), nil):
          let error = answer.error ?? ""
          if Self.isKnown(.tool, name, error) { continue }
          try Self.record(name, "Python refuses it: \(error)", texts, [], folder)
        case (.failure, nil):
          neither += 1
          #expect(!name.hasPrefix("whole"), "\(name)")
        }
      }
    }
    // Many more than those that were left whole.
    #expect(
      both > 2 * Self.layouts.count * Self.rounds.corpora
        && neither > 2 * Self.layouts.count * Self.rounds.corpora)
  }

  private static func flipped(_ bytes: Data, by random: inout SeededRandom) -> Data {
    var bytes = Array(bytes)
    bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    return Data(bytes)
  }

  private static func isKnown(_ reader: Reader, _ name: String, _ refusal: String) -> Bool {
    known.contains { $0.reader == reader && name.contains($0.name) && refusal.contains($0.refusal) }
  }

  private static func python(_ names: [String], in folder: TemporaryFolder) throws -> [Answer] {
    let script = ProjectPaths.root.appending(path: "Tests/Oracles/decode_damaged.py").path
    let run = try Run.python([script, folder.url.path], input: JSONEncoder().encode(names))
    try #require(run.status == 0, "\(run.stderr)")
    return try JSONDecoder().decode([Answer].self, from: run.output)
  }

  /// The texts of a shard in their order.
  private static func read(_ file: URL) throws -> Result<[String], ShardFault> {
    do {
      let options = ReadingOptions(keepsOrder: true)
      return .success(
        try ArchiveCaptions(MemoryBytes(file), options: options, fromPipe: false).captions.map(\.text))
    } catch let fault as ShardFault {
      return .failure(fault)
    }
  }

  /// Keeps a failing file where `KEEP_DAMAGED` says.
  private static func record(
    _ name: String, _ what: String, _ ours: [String], _ theirs: [String], _ folder: TemporaryFolder
  ) throws {
    let first = zip(ours, theirs).first { !$0.utf8.elementsEqual($1.utf8) }
    Issue.record(
      "\(name): \(what); \(ours.count) and \(theirs.count) texts, first difference \(String(describing: first))"
    )
    if let kept = ProcessInfo.processInfo.environment["KEEP_DAMAGED"] {
      try FileManager.default.copyItem(
        atPath: folder.path(name), toPath: "\(kept)/\(UUID().uuidString.prefix(4))-\(name)")
    }
  }
}
