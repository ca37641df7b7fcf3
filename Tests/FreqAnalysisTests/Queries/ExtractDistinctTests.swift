import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Of equal captions the first record is taken, whether their hashes fit in memory or not.
@Suite struct ExtractDistinctTests {
  @Test(arguments: [0, 1, 5, 64, 65, 1000], [20, 100, 5000])
  func firstsAreThoseOfASet(count: Int, fitting: Int) throws {
    var random = SplitMix(seed: UInt64(count))
    let different = (0..<max(count / 3, 1)).map { _ in random.next() }
    let hashes = (0..<count).map { _ in different[Int(random.next() % UInt64(different.count))] }
    var seen: Set<UInt64> = []
    let wanted = hashes.map { seen.insert($0).inserted }
    let memory = 16 * fitting
    let readings = FirstOfEach.readings(count, memory: memory)
    #expect((readings == 0) == (count <= fitting))
    var firsts = FirstOfEach(count, memory: memory)
    for _ in 0..<readings {
      firsts.startReading()
      for hash in hashes { try firsts.meet(hash) }
    }
    firsts.startTaking()
    #expect(try hashes.map { try firsts.take($0) } == wanted)
  }

  @Test func moreThanFitAreRefused() throws {
    var firsts = FirstOfEach(2, memory: 2 * 16)
    #expect(try firsts.take(1) && firsts.take(2) && !firsts.take(1))
    #expect(throws: ExtractError.self) { try firsts.take(3) }
  }

  @Test func memoryChangesNothing() async throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", #"["dog", "cat"]"#)
    for shard in 0..<2 {
      let lines = (0..<600).map { number in
        #"{"id": "\#(shard)-\#(number)", "caption": "\#(["Dog", "dog", "a cat"][number % 3]) \#(number * 7 % 250)"}"#
      }
      try folder.write("\(shard).jsonl", lines.joined(separator: "\n") + "\n")
    }
    let store = try CountStore(path: folder.path("c.sqlite"), mode: .create)
    let classSet = try ChosenClassSet(nameOrFile: folder.path("names.json"), in: store)
    for (corpus, rows) in [("rows", folder.path("rows")), ("none", nil)] {
      var options = IndexRun.Options(toolVersion: "test")
      options.rows = rows.map { RowOptions(folder: $0) }
      let run = try IndexRun(store: store, classSets: [classSet], options: options, corpus: corpus)
      let shards = (0..<2).map { ShardName.file(path: folder.path("\($0).jsonl")) }
      try #require(await run.run(run.plan(shards)).failed == 0)
      for limit in [nil, 40] {
        var choice = RecordExtract.Choice()
        (choice.isDistinct, choice.limit) = (true, limit)
        func records(_ memory: Int) throws -> [[TableCell]] {
          var selection = Selection(classSet: .only, corpora: [corpus])
          selection.memory = memory
          let extract = try RecordExtract(
            choice, of: selection, columns: ["key", "caption"], reading: ReadingOptions(), in: store)
          var records: [[TableCell]] = []
          _ = try extract.forEach { records.append($0) }
          return records
        }
        let all = try records(1 << 20)
        #expect(all.count == limit ?? 450)
        #expect(try records(200 * 16) == all, "\(corpus), \(limit ?? 0)")
      }
    }
  }
}
