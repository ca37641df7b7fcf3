import Testing

@testable import Corpus

@Suite struct ShardSiblingsTests {
  @Test(arguments: [
    // A tar beside its sidecars; the statistics are no shard and do not come here.
    (["d/0.tar", "d/0.parquet", "d/0.json", "d/1.tar"], ["d/0.parquet", "d/1.tar"]),
    (["d/0.tar", "e/0.parquet"], ["d/0.tar", "e/0.parquet"]),
    // img2dataset's files in a folder beside their Parquet file.
    (
      ["d/00000.parquet", "d/00000/000000000.json", "d/00000/000000000.txt", "d/00001.parquet"],
      ["d/00000/000000000.json", "d/00001.parquet"]
    ),
    (["00000.parquet", "00000/000000000.txt"], ["00000/000000000.txt"]),
    // A folder that only has the file's name.
    (["a.parquet", "a/b.json"], ["a.parquet", "a/b.json"]),
    (["0.parquet", "0/1.json"], ["0.parquet", "0/1.json"]),
    (["0.parquet", "0/0.json"], ["0.parquet", "0/0.json"]),
    (["d/00000.jsonl", "d/00000/000000000.txt"], ["d/00000.jsonl", "d/00000/000000000.txt"]),
    (["a.txt", "a.tsv", "a.jsonl", "a.json"], ["a.json"]),
    (["a.jsonl.gz", "a.jsonl"], ["a.jsonl.gz"]),
    (["x_meta.json", "x.json", "y_meta.json"], ["x.json", "y_meta.json"]),
    (["part.1.parquet", "part.2.parquet"], ["part.1.parquet", "part.2.parquet"]),
    (["rows", "rows.gz", "rows.zst"], ["rows", "rows.gz", "rows.zst"]),
    (["-", "pipe:cat a.tar", "a.tar"], ["-", "pipe:cat a.tar", "a.tar"]),
    (["a.tar", "a.tar"], ["a.tar", "a.tar"]),
    (
      ["set/data/a.parquet", "set/refs/convert/parquet/default/train/0.parquet", "set/data/b.parquet"],
      ["set/data/a.parquet", "set/data/b.parquet"]
    ),
    (["set/refs/convert/parquet/default/0.parquet"], ["set/refs/convert/parquet/default/0.parquet"]),
  ])
  func keeps(_ names: [String], _ kept: [String]) {
    #expect(ShardSiblings(names.map { ShardName($0) }).kept.map(\.description) == kept)
  }

  @Test func namesWhatIsReadInTheirPlace() {
    let choices = ShardSiblings(["0.json", "0.tar", "0_meta.json"].map { ShardName($0) }).choices
    #expect(choices.map { $0.sibling?.description } == ["0.tar", nil, "0.tar"])
  }
}
