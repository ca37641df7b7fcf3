import Corpus
import Foundation
import TestSupport
import Testing

@testable import FreqAnalysis

/// Samples of random captions are what a plain reading of the rules gives, in every form that they are written in.
@Suite struct SampleModelTests {
  /// A caption as the rows have it.
  private struct Caption: Hashable {
    var shard: String
    var record: Int
    var turn: Int
    var key: String?
    var classes: [Int]
  }

  private static let names = (0..<24).map { "creature\($0)" }

  /// A store of three shards of random captions, the rows of each in several row groups' worth of blocks.
  private static func store(_ seed: UInt64, in folder: TemporaryFolder) async throws -> CountStore {
    var random = SplitMix(seed: seed)
    try folder.write("names.json", "[" + names.map { "\"\($0)\"" }.joined(separator: ", ") + "]")
    var shards: [ShardName] = []
    for shard in 0..<3 {
      var lines = ""
      for number in 0..<400 {
        var words = ["number \(number)"]
        while words.count < 6, random.next() % 3 != 0 {
          // The first classes are frequent, the last are rare.
          words.append(names[Int(random.next() % (1 + random.next() % UInt64(names.count)))])
        }
        let text = words.joined(separator: " and ")
        let key = random.next() % 4 == 0 ? "" : #""id": "k\#(number)", "#
        let url = random.next() % 5 == 0 ? "null" : "\"u\(random.next() % 900)\""
        lines += #"{\#(key)"url": \#(url), "caption": "\#(text)"}"# + "\n"
      }
      try folder.write("\(shard).jsonl", lines)
      shards.append(.file(path: folder.path("\(shard).jsonl")))
    }
    let store = try CountStore(path: folder.path("c.sqlite"), mode: .create)
    let classSet = try ChosenClassSet(nameOrFile: folder.path("names.json"), in: store)
    var options = IndexRun.Options(toolVersion: "test")
    options.rows = RowOptions(folder: folder.path("rows"), keep: [try #require(FieldPath("url"))])
    let run = try IndexRun(store: store, classSets: [classSet], options: options, corpus: "c")
    let summary = try await run.run(run.plan(shards))
    try #require(summary.failed == 0)
    return store
  }

  /// All captions with a mention, from the rows as they are exported.
  private static func captions(in store: CountStore) throws -> [Caption] {
    var captions: [Caption] = []
    for row in try objects(of: RowExport(Selection(classSet: .only), classes: [], in: store)) {
      guard let shard = row["shard_digest"] as? String, let record = row["record"] as? Int,
        let turn = row["turn"] as? Int, let index = row["class_index"] as? Int
      else { continue }
      let key = row["key"] as? String
      if let last = captions.last, (last.shard, last.record, last.turn) == (shard, record, turn) {
        captions[captions.count - 1].classes.append(index)
      } else {
        captions.append(Caption(shard: shard, record: record, turn: turn, key: key, classes: [index]))
      }
    }
    return captions
  }

  private static func objects(of export: RowExport) throws -> [[String: Any]] {
    try objects { try export.write(as: .jsonLines, $0) }
  }

  private static func objects(_ write: (([UInt8]) throws -> Void) throws -> Void) throws -> [[String: Any]] {
    var bytes: [UInt8] = []
    try write { bytes += $0 }
    return try bytes.split(separator: 10).map {
      try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
    }
  }

  /// The number of a caption and a class: the hash of three numbers, the seed and the shard's digest.
  private static func number(_ caption: Caption, _ index: Int, seed: UInt64) -> UInt64 {
    var bytes: [UInt8] = []
    for value in [caption.record, caption.turn, index] {
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }
    bytes += Array("\(seed) \(caption.shard)".utf8)
    return bytes.withUnsafeBytes { Digest(of: $0).high }
  }

  private static func shard(_ row: [String: Any]) -> String { row["shard_digest"] as? String ?? "" }

  @Test(arguments: [1, 2] as [UInt64]) func metaclipKeepsWhatTheFormulaSays(seed: UInt64) async throws {
    let folder = try TemporaryFolder()
    let store = try await Self.store(seed, in: folder)
    let captions = try Self.captions(in: store)
    var counts = Array(repeating: 0, count: Self.names.count)
    for caption in captions { for index in caption.classes { counts[index] += 1 } }
    for cap in [1, 30, 100_000] {
      let sample = try CaptionSample(
        Selection(classSet: .only), .metaclip(.count(cap)), seed: seed, in: store)
      let wanted = captions.filter { caption in
        caption.classes.contains { index in
          let number = Self.number(caption, index, seed: seed)
          return Double(number >> 11) * 0x1p-53 < min(1, Double(cap) / Double(counts[index]))
        }
      }
      let rows = try Self.objects { try sample.write(as: .jsonLines, $0) }
      #expect(rows.count == wanted.count && sample.count == wanted.count)
      for (row, caption) in zip(rows, wanted) {
        #expect(Self.shard(row) == caption.shard && row["record"] as? Int == caption.record)
        #expect(row["key"] as? String == caption.key)
        #expect(row["classes"] as? String == caption.classes.map { Self.names[$0] }.joined(separator: "|"))
        let missed = caption.classes.reduce(1.0) { $0 * (1 - min(1, Double(cap) / Double(counts[$1]))) }
        #expect(abs((row["probability"] as? Double ?? -1) - (1 - missed)) < 1e-12)
      }
      try Self.checkParquet(sample, rows, in: folder)
    }
  }

  /// The sample as Parquet has the rows that it has as JSON.
  private static func checkParquet(
    _ sample: CaptionSample, _ rows: [[String: Any]], in folder: TemporaryFolder
  ) throws {
    var bytes: [UInt8] = []
    try sample.write(as: .parquet) { bytes += $0 }
    let path = folder.path("s.parquet")
    try Data(bytes).write(to: URL(filePath: path))
    let table = try ParquetTable(path: path)
    let names = try sample.columns().map(\.name)
    #expect(table.columnNames == names && table.rows == rows.count)
    var next = 0
    try table.read(names) { count, columns in
      let cells = columns.map(RowCells.init)
      for row in 0..<count {
        for (name, column) in zip(names, cells) {
          let written = rows[next][name]
          switch column.cell(row) {
          case .text(let text): #expect(written as? String == text, "\(name)")
          case .integer(let number) where name == "caption_hash":
            #expect(written as? String == String(UInt64(bitPattern: Int64(number))))
          case .integer(let number): #expect(written as? Int == number, "\(name)")
          case .real(let number):
            // The reader of JSON is not exact to the last digit.
            #expect(abs((written as? Double ?? -1) - number) < 1e-12, "\(name)")
          case .missing: #expect(written == nil || written is NSNull, "\(name)")
          case .truth, .list: Issue.record("\(name)")
          }
        }
        next += 1
      }
    }
    #expect(next == rows.count)
  }

  /// Chvátal's greedy cover, caption by caption: always the one that serves the most classes that are still short.
  private static func plainCover(_ captions: [Caption], _ cap: Int) -> Int {
    var needs = Array(repeating: 0, count: names.count)
    for caption in captions { for index in caption.classes { needs[index] = min(needs[index] + 1, cap) } }
    var (rest, taken) = (captions, 0)
    while needs.contains(where: { $0 > 0 }) {
      var (best, most) = (0, 0)
      for (place, caption) in rest.enumerated() {
        let served = caption.classes.count { needs[$0] > 0 }
        if served > most { (best, most) = (place, served) }
      }
      for index in rest.remove(at: best).classes { needs[index] -= 1 }
      taken += 1
    }
    return taken
  }

  @Test func perClassCoversWithAsFewAndKeepsWhatASmallerCapTook() async throws {
    let folder = try TemporaryFolder()
    let store = try await Self.store(7, in: folder)
    let captions = try Self.captions(in: store)
    var counts = Array(repeating: 0, count: Self.names.count)
    for caption in captions { for index in caption.classes { counts[index] += 1 } }
    var before: Set<Caption> = []
    for cap in [1, 2, 7, 20, 21, 10_000] {
      let sample = try CaptionSample(Selection(classSet: .only), .perClass(cap), seed: 5, in: store)
      let rows = try Self.objects { try sample.write(as: .jsonLines, $0) }
      let places = Dictionary(uniqueKeysWithValues: captions.map { ("\($0.shard) \($0.record)", $0) })
      let taken = Set(rows.compactMap { places["\(Self.shard($0)) \($0["record"] as? Int ?? 0)"] })
      #expect(taken.count == rows.count && before.isSubset(of: taken), "\(cap)")
      before = taken
      for index in counts.indices {
        #expect(taken.count { $0.classes.contains(index) } >= min(cap, counts[index]))
      }
      if cap <= 21 {
        let plain = Self.plainCover(captions, cap)
        #expect(
          Double(taken.count) <= 1.05 * Double(plain) + 1, "\(taken.count), and \(plain), of cap \(cap)")
      }
      try Self.checkParquet(sample, rows, in: folder)
    }
    #expect(before.count == captions.count)
  }
}
