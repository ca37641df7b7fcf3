import Testing

@testable import FreqAnalysis

@Suite struct NumberedShardsTests {
  static let cases: [(name: String, paths: [String], counted: Int?, total: Int?)] = [
    ("as of a hub", ["/d/train-00000-of-00592.parquet", "/d/train-00001-of-00592.parquet"], 2, 592),
    (
      "with a digest of each", ["/d/t-00000-of-00014-a1b2.parquet", "/d/t-00001-of-00014-c3d4.parquet"], 2, 14
    ),
    ("two series", ["/d/a-0-of-4.txt", "/d/a-1-of-4.txt", "/e/b-0-of-3.txt"], 3, 7),
    ("one shard under two endings", ["/d/a-0-of-4.json", "/d/a-0-of-4.json.gz"], 1, 4),
    ("the folder's words do not count", ["/1-of-2/a-3-of-4.txt"], 1, 4),
    ("all of them", (0..<3).map { "/d/a-\($0)-of-3.txt" }, 3, 3),
    ("no number", ["/d/a-0-of-4.txt", "/d/notices.txt"], nil, nil),
    ("man-of-war", ["/d/man-of-war.txt"], nil, nil),
    ("more than there are", ["/d/a-5-of-4.txt"], nil, nil),
    ("none of none", ["/d/a-0-of-0.txt"], nil, nil),
    ("a number of twenty digits", ["/d/a-0-of-99999999999999999999.txt"], nil, nil),
    ("only the mark", ["-of-"], nil, nil), ("nothing", [], nil, nil),
    ("too many series", (0..<1_001).map { "/\($0)/a-0-of-4.txt" }, nil, nil),
  ]

  @Test(arguments: cases) func namesTellHowManyThereAre(
    _ row: (name: String, paths: [String], counted: Int?, total: Int?)
  ) {
    var rest = row.paths[...]
    let found = NumberedShards { rest.popFirst() }
    #expect(found?.counted == row.counted && found?.total == row.total, "\(row.name)")
  }

  @Test func aFewMissingShardsMakeNoSample() throws {
    for (counted, isWhole) in [(95, true), (94, false)] {
      var rest = (0..<counted).map { "/a-\($0)-of-100" }[...]
      let found = try #require(NumberedShards { rest.popFirst() })
      #expect(found.isWhole == isWhole)
    }
  }
}
