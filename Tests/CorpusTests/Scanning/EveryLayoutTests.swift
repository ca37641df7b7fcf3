import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Every shard that `make_shards.py` lays out over the Flickr8k captions gives the oracle's counts.
@Suite(.enabled(if: ProjectPaths.hasOracle, "needs the shared data and Python"))
struct EveryLayoutTests {
  @Test func everyLayoutGivesTheOraclesCounts() async throws {
    let folder = try TemporaryFolder()
    let captions = OracleTests.captions.prefix(8_000)
    let text = try folder.write("captions.txt", captions.map { $0 + "\n" }.joined())
    let made = try Run.python([
      ProjectPaths.sharedFile("tools/make_shards.py").path, text, folder.path("shards"),
    ])
    #expect(made.status == 0, "\(made.stderr)")
    let classes = ProjectPaths.sharedFile("data/classes/imagenet_classes.json")
    let oracle = try Run.python([
      ProjectPaths.sharedFile("tools/oracle_count.py").path, "--classes", classes.path, text,
    ])
    let expected = oracle.stdout.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").suffix(2).compactMap { Int($0) }
    }
    #expect(expected.count == 1000)

    let names = try JSONDecoder().decode([String].self, from: Data(contentsOf: classes))
    let plan = MatchPlan(classSets: [ClassSet(terms: names.map { [$0] })])
    let shards =
      try ShardExpansion([folder.path("shards")]).shards
      + [ShardName.file(path: folder.path("shards/rows_no_extension"))]
    var seen = 0
    try await ShardScan(plan: plan, threads: 2).run(shards) { outcome in
      let counted = try outcome.result.get()
      seen += 1
      var found = Array(repeating: [0, 0], count: names.count)
      for count in counted.counts.sets[0].classes where Role.supervised.contains(count.role) {
        found[count.index][0] += count.mentions
        found[count.index][1] += count.captions
      }
      #expect(found == expected, "\(outcome.shard)")
      let supervised = counted.counts.captions[.caption] + counted.counts.captions[.assistant]
      #expect(supervised == captions.count, "\(outcome.shard)")
    }
    #expect(seen == 35)
  }
}
