import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Records without text, records of a person's side alone, and members of no known kind are counted, however a shard is cut.
@Suite struct NotGivenTests {
  private func count(_ name: String, _ content: Data, fields: [String] = [], threads: Int, blockBytes: Int)
    async throws -> ShardCounts
  {
    let folder = try TemporaryFolder()
    let path = try folder.write(name, content)
    let plan = MatchPlan(classSets: [ClassSet(name: "s", classes: [.init(name: "dog")])])
    let scan = ShardScan(
      plan: plan, reading: ReadingOptions(fields: fields), threads: threads, blockBytes: blockBytes)
    var counts: [ShardCounts] = []
    try await scan.run([.file(path: path)]) { counts.append(try $0.result.get().counts) }
    return try #require(counts.first)
  }

  private func expect(
    _ name: String, _ content: Data, fields: [String] = [], records: Int, textless: Int, humanOnly: Int,
    passedOver: [String: Int] = [:]
  ) async throws {
    for (threads, blockBytes) in [(1, 256 << 10), (2, 64), (3, 700)] {
      let counts = try await count(name, content, fields: fields, threads: threads, blockBytes: blockBytes)
      #expect(counts.records == records, "\(name) in blocks of \(blockBytes)")
      #expect(counts.textlessRecords == textless, "\(name) in blocks of \(blockBytes)")
      #expect(counts.humanOnlyRecords == humanOnly, "\(name) in blocks of \(blockBytes)")
      #expect(counts.passedOver == passedOver, "\(name) in blocks of \(blockBytes)")
    }
  }

  /// Long turns, so that a record's captions go over several batches.
  @Test func conversations() async throws {
    let long = String(repeating: "a long answer ", count: 3000)
    var lines = ""
    var (textless, humanOnly, records) = (0, 0, 0)
    for i in 0..<300 {
      let turns =
        switch i % 6 {
        case 0: #"{"from": "human", "value": "q"}, {"from": "gpt", "value": "a dog"}"#
        case 1: #"{"from": "human", "value": "q"}, {"from": "human", "value": "r"}"#
        case 2: #"{"from": "human", "value": "<image>"}, {"from": "gpt", "value": ""}"#
        case 3: #"{"from": "human", "value": "\#(i < 100 ? long : "q")"}, {"from": "human", "value": "s"}"#
        case 4: #"{"from": "human", "value": "\#(i < 100 ? long : "q")"}, {"from": "gpt", "value": "a"}"#
        default: #"{"from": "system", "value": "s"}"#
        }
      lines += "{\"conversations\": [\(turns)]}\n"
      records += 1
      if i % 6 == 2 { textless += 1 }
      if i % 6 == 1 || i % 6 == 3 { humanOnly += 1 }
    }
    try await expect("a.jsonl", Data(lines.utf8), records: records, textless: textless, humanOnly: humanOnly)
  }

  @Test func tablesAndLines() async throws {
    let rows = (0..<500).map { "http://x/\($0)\t\($0 % 3 == 0 ? "" : "a dog")" }.joined(separator: "\n")
    try await expect(
      "a.tsv", Data("url\tcaption\n\(rows)\n".utf8), records: 500, textless: 167, humanOnly: 0)
    try await expect(
      "b.tsv", Data("url\tnote\n\(rows)\n".utf8), fields: ["human:note"], records: 500, textless: 167,
      humanOnly: 333)
    try await expect(
      "a.txt", Data("a dog\n<image>\n\na cat\n".utf8), records: 3, textless: 1, humanOnly: 0)
  }

  /// Dictionaries, of which equal captions come once and without their places, and several columns.
  @Test(.enabled(if: ProjectPaths.python != nil)) func parquet() async throws {
    let folder = try TemporaryFolder()
    let script = """
      import pyarrow as pa, pyarrow.parquet as pq, sys
      texts = [None if i % 5 == 0 else "" if i % 5 == 1 else f"a dog {i % 7}" for i in range(1000)]
      for name, d in (("dictionary", True), ("plain", False)):
          pq.write_table(pa.table({"caption": texts}), f"{sys.argv[1]}/{name}.parquet", use_dictionary=d, row_group_size=300)
      pq.write_table(pa.table({"title": texts, "description": ["x" if i % 10 == 0 else None for i in range(1000)]}), f"{sys.argv[1]}/two.parquet")
      turns = [[{"from": "human", "value": "q"}] + ([{"from": "gpt", "value": "a"}] if i % 4 else []) for i in range(400)] + [[]] * 3
      pq.write_table(pa.table({"conversations": turns}), f"{sys.argv[1]}/turns.parquet", row_group_size=50)
      """
    let run = try Run.python(["-c", script, folder.url.path])
    try #require(run.status == 0, "\(run.stderr)")
    func file(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appending(path: name)) }
    for name in ["dictionary.parquet", "plain.parquet"] {
      try await expect(name, try file(name), records: 1000, textless: 400, humanOnly: 0)
      try await expect(
        name, try file(name), fields: ["human:caption"], records: 1000, textless: 400, humanOnly: 600)
    }
    try await expect("two.parquet", try file("two.parquet"), records: 1000, textless: 300, humanOnly: 0)
    try await expect("turns.parquet", try file("turns.parquet"), records: 403, textless: 3, humanOnly: 100)
  }

  @Test(.enabled(if: ProjectPaths.python != nil)) func membersOfArchives() async throws {
    let folder = try TemporaryFolder()
    let script = """
      import gzip, io, json, sys, tarfile
      files = [("README", b"x"), ("notes.md", b"x"), ("._a.txt", b"x")]
      for i in range(40):
          files.append((f"{i}.jpg", b"x"))
          if i % 4 == 1: files.append((f"{i}.txt", b"a dog"))
          if i % 4 == 2: files.append((f"{i}.txt", b"<image>"))
          if i % 4 == 3: files.append((f"{i}.bin", b"x")); files.append((f"{i}.emb.gz", gzip.compress(b"x")))
          files += [(f"{i}.npz", b"x"), (f"{i}.md5", b"x"), (f"{i}.url.txt", b"http://x")]
      orders = {"a": files, "b": sorted(files, key=lambda f: f[0].rsplit(".", 1)[-1]), "c": files[::-1]}
      for name, some in orders.items():
          with tarfile.open(f"{sys.argv[1]}/{name}.tar", "w") as t:
              for n, c in some:
                  m = tarfile.TarInfo(n); m.size = len(c); t.addfile(m, io.BytesIO(c))
      """
    let run = try Run.python(["-c", script, folder.url.path])
    try #require(run.status == 0, "\(run.stderr)")
    for name in ["a.tar", "b.tar", "c.tar"] {
      try await expect(
        name, try Data(contentsOf: folder.url.appending(path: name)), records: 40, textless: 30, humanOnly: 0,
        passedOver: [".bin": 10, ".emb.gz": 10, ".md": 1, "without an extension": 1, "hidden": 1])
    }
  }
}
