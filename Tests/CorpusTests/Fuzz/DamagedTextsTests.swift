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

  @Test func whatIsAcceptedIsWhatOthersRead() async throws {
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
        let found = await Self.read(folder.path(name))
        switch (found, answer.texts) {
        case (.success(let texts), let theirs?):
          both += 1
          let isSame = texts.elementsEqual(theirs) { $0.utf8.elementsEqual($1.utf8) }
          if !isSame { try Self.record(name, "other texts", texts, theirs, folder) }
        case (.failure(let fault), let theirs?):
          if Difference.isKnown(.python, name, "\(fault)") { continue }
          try Self.record(name, "the tool refuses it: \(fault)", [], theirs, folder)
        case (.success(let texts), nil):
          let error = answer.error ?? ""
          if Difference.isKnown(.tool, name, error) { continue }
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

  private static func python(_ names: [String], in folder: TemporaryFolder) throws -> [Answer] {
    let script = ProjectPaths.root.appending(path: "Tests/Oracles/decode_damaged.py").path
    let run = try Run.python([script, folder.url.path], input: JSONEncoder().encode(names))
    try #require(run.status == 0, "\(run.stderr)")
    return try JSONDecoder().decode([Answer].self, from: run.output)
  }

  /// The texts of a shard in their order; its name says what it should be.
  private static func read(_ path: String) async -> Result<[String], any Error> {
    do {
      var texts: [String] = []
      for try await caption in ShardCaptions(ShardName(path)) { texts.append(caption.text) }
      return .success(texts)
    } catch {
      return .failure(error)
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
      try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: folder.path(name), toPath: "\(kept)/\(UUID().uuidString.prefix(4))-\(name)")
    }
  }
}
