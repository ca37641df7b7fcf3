import Corpus
import Foundation
import GRDB
import TestSupport
import Testing

@testable import FreqAnalysis

/// A small generator whose numbers follow from its seed.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct TotalsTests {
  /// Random writes, renames, copies, changes, re-readings and removals, beside a model that only remembers which
  /// content is where: after each, the totals are the sums, and what is counted is what the model says.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func anyHistoryKeepsTotalsEqualToSums(_ seed: UInt64) throws {
    var random = SeededNumbers(state: seed)
    let folder = try TemporaryFolder()
    let disk = Files()
    let store = try StoreSample.store(in: folder, fileExists: { disk.exists($0) })
    var places: [String: Int] = [:]  // path -> content
    var piped: Set<Int> = []
    func counts(of content: Int) -> ShardCounts {
      var own = SeededNumbers(state: UInt64(content))
      var classes: [(Role, Int, Int, Int)] = []
      var terms: [(Role, Int, Int, Int)] = []
      let starts = StoreSample.animals.classes.reduce(into: [0]) {
        $0.append($0[$0.count - 1] + $1.terms.count)
      }
      for role in [Role.caption, .human, .assistant] {
        for (index, entry) in StoreSample.animals.classes.enumerated()
        where Int.random(in: 0..<3, using: &own) > 0 {
          var sum = 0
          for position in entry.terms.indices where position == 0 || Bool.random(using: &own) {
            let mentions = Int.random(in: 1...400, using: &own)
            sum += mentions
            if entry.terms.count > 1 {
              terms.append(
                (role, starts[index] + position, mentions, Int.random(in: 1...mentions, using: &own)))
            }
          }
          let captions =
            terms.last?.0 == role && entry.terms.count > 1 ? sum : Int.random(in: 1...sum, using: &own)
          classes.append((role, index, sum, captions))
        }
      }
      return StoreSample.counts(
        captions: [.caption: content + 5000, .human: 5000, .assistant: 5000], classes: classes, terms: terms)
    }
    for step in 0..<120 {
      let path = "/shard \(Int.random(in: 0..<6, using: &random))';--"
      let content = Int.random(in: 0..<8, using: &random)
      let reading = "shapes 1"
      disk.add(path)
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        try store.write(
          counts(of: content), of: StoreSample.pipe(content: "\(content)"), to: StoreSample.target("c"))
        if !places.values.contains(content) { piped.insert(content) }
      case 1 where places[path] != nil:
        let forgotten = try store.forget(shards: [path], corpus: "c")
        let old = places.removeValue(forKey: path)
        if let old, !forgotten.shards.isEmpty { piped.remove(old) }
      case 2 where !places.isEmpty:
        _ = try store.forget(corpus: "c")
        places = [:]
        piped = []
      case 3 where places.count > 1:
        let old = places.keys.sorted()[0]
        guard let moved = places[old], old != path else { continue }
        disk.remove(old)
        let kind = try store.write(
          counts(of: moved), of: StoreSample.file(path, content: "\(moved)", modified: Int64(step)),
          to: StoreSample.target("c", reading: reading))[0].kind
        // Where the new path had that content already, the old place is only forgotten later.
        if kind == .unchanged { disk.add(old) } else { places[old] = nil }
        places[path] = moved
      default:
        try store.write(
          counts(of: content), of: StoreSample.file(path, content: "\(content)", modified: Int64(step)),
          to: StoreSample.target("c", reading: reading))
        places[path] = content
      }
      let report = try store.verify()
      try #require(report.problems.isEmpty, "seed \(seed), step \(step): \(report.problems)")
      let counted = Set(places.values).union(piped)
      try #require(report.shards == counted.count, "seed \(seed), step \(step)")
      if !counted.isEmpty {
        let dogs = counted.reduce(0) { sum, content in
          sum + counts(of: content).sets[0].classes.filter { $0.index == 4 }.reduce(0) { $0 + $1.mentions }
        }
        let found = try store.frequencies(Selection(roles: Set(Role.allCases)))
        try #require(found.groups[0].values[4].mentions == dogs, "seed \(seed), step \(step)")
      }
    }
    // The same by an independent reader: sums of rows against totals, both ways.
    let sums = """
      SELECT shard.rule_set, shard.corpus, role, class, sum(shard_class.captions + repeats), sum(shard_class.captions)
      FROM shard_class JOIN shard ON shard.id = shard GROUP BY 1, 2, 3, 4
      """
    let totals = "SELECT rule_set, corpus, role, class, mentions, captions FROM corpus_class"
    let terms = """
      SELECT shard.rule_set, shard.corpus, role, class, position, sum(mentions), sum(captions) FROM shard_term
      JOIN shard ON shard.id = shard JOIN class ON class.id = class WHERE class.term_count > 1 GROUP BY 1, 2, 3, 4, 5
      """
    let termTotals = "SELECT rule_set, corpus, role, class, position, mentions, captions FROM corpus_term"
    let different = try OtherReader(path: store.path).rows([
      "\(sums) EXCEPT \(totals)", "\(totals) EXCEPT SELECT * FROM (\(sums))",
      "\(terms) EXCEPT \(termTotals)", "\(termTotals) EXCEPT SELECT * FROM (\(terms))",
    ])
    #expect(different == [[], [], [], []])
  }

  @Test func storedCountsComeBack() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    var counts = StoreSample.firstCounts
    try store.write(counts, of: StoreSample.file("/a", content: "a"), to: StoreSample.target("c"))
    func key(_ row: ClassSetCounts.Count) -> (UInt8, Int) { (row.role.rawValue, row.index) }
    counts.sets[0].classes.sort { key($0) < key($1) }
    let shard = try #require(try store.shardsToRescan(5, seed: 1).first)
    #expect(try store.counts(of: shard) == counts.sets[0])
  }

  @Test func damageIsFound() throws {
    let folder = try TemporaryFolder()
    let store = try StoreSample.store(in: folder)
    try store.write(
      StoreSample.firstCounts, of: StoreSample.file("/a", content: "a"), to: StoreSample.target("c"))
    let whole = try store.verify()
    #expect(whole.problems.isEmpty)
    #expect(whole.shards == 1)
    #expect(whole.rows == 3)
    let damages: [(String, String)] = [
      ("UPDATE corpus_class SET captions = captions + 1 WHERE class = 1", "captions of class 0"),
      ("UPDATE corpus_class SET mentions = mentions - 1 WHERE class = 1", "mentions of class 0"),
      ("DELETE FROM corpus_class WHERE class = 5", "of class 4"),
      ("UPDATE corpus_term SET captions = 9 WHERE position = 2", "captions of term 3"),
      ("UPDATE corpus_role SET captions = 11", "caption captions"),
      ("UPDATE corpus_total SET shards = 2", "shards"),
      ("UPDATE shard SET records = 11", "records"),
      ("UPDATE shard_class SET terms = '0,3,2,7,1,0' WHERE terms IS NOT NULL", "a row of role 0"),
      ("DELETE FROM shard_class WHERE class = 1", "of class 0"),
      ("DELETE FROM corpus", "rows of"),
    ]
    for (statement, message) in damages {
      let copy = folder.path("copy.sqlite")
      for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + suffix) }
      try store.queue.backup(to: DatabaseQueue(path: copy))
      var configuration = Configuration()
      configuration.foreignKeysEnabled = false
      try DatabaseQueue(path: copy, configuration: configuration).write { try $0.execute(sql: statement) }
      let problems = try CountStore(path: copy, mode: .readOnly).verify().problems
      #expect(problems.contains { $0.description.contains(message) }, "\(statement): \(problems)")
    }
  }
}
