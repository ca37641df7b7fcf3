import Foundation
import TestSupport
import Testing

/// `extract`: the records that mention classes, by the rows, with columns from the shards.
@Suite(.enabled(if: ProjectPaths.python != nil)) final class ExtractTests {
  private let folder: TemporaryFolder
  private let rows: [String: [[Any]]]
  private let texts: [String: [String]]

  init() throws {
    folder = try TemporaryFolder()
    let script = ProjectPaths.root.appending(path: "Tests/Oracles/made_rows.py").path
    let run = try Run.python([script, folder.url.path, "2"])
    try #require(run.status == 0, "\(run.stderr)")
    let made = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
    rows = made["shards"] as? [String: [[Any]]] ?? [:]
    texts = made["texts"] as? [String: [String]] ?? [:]
    let shards = ["a.jsonl", "b.json", "c.csv", "d.tsv", "e.parquet", "f.tar"]
    let index = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "c", "--rows", "rows"] + shards, folder: folder.url)
    try #require(index.status == 0, "\(index.stderr)")
  }

  private func extract(_ arguments: [String]) throws -> Run {
    try Binary.run(["extract"] + arguments, folder: folder.url)
  }

  /// For each record of the supervised roles its classes among those wanted, its key and its URL.
  private func expected(_ classes: Set<Int>, all: Bool = false) -> [String] {
    var lines: [String] = []
    for (shard, rows) in rows {
      var records: [Int: (classes: Set<Int>, key: String, url: String)] = [:]
      for row in rows where row[2] as? String != "human" {
        guard let record = row[0] as? Int, let index = row[4] as? Int, classes.contains(index) else {
          continue
        }
        records[record, default: ([], row[3] as? String ?? "", row[8] as? String ?? "")].classes.insert(index)
      }
      for (record, found) in records where !all || found.classes == classes {
        lines.append("\(shard) \(record) \(found.key) \(found.url)")
      }
    }
    return lines.sorted()
  }

  private func lines(_ run: Run) throws -> [String] {
    let objects = try run.stdout.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
    return objects.map { row in
      let shard = (row["shard"] as? String ?? "").split(separator: "/").last ?? ""
      return
        "\(shard) \(row["record"] as? Int ?? -1) \(row["key"] as? String ?? "") \(row["url"] as? String ?? "")"
    }.sorted()
  }

  /// Writes to a file and gives what is in it, as if it were standard output.
  private func records(_ arguments: [String]) throws -> [String] {
    let file = "out\(UInt32.random(in: 0...UInt32.max)).jsonl"
    var run = try extract(arguments + ["--columns", "shard,record,key,url", "-o", file])
    #expect(run.status == 0, "\(run.stderr)")
    run.output = try Data(contentsOf: folder.url.appending(path: file))
    return try lines(run)
  }

  /// Every layout gives the records and fields that Python knows.
  @Test func recordsAreThoseThatMentionTheClasses() throws {
    #expect(try records(["tench"]) == expected([0]))
    #expect(try records(["tench", "crane"]) == expected([0, 3]))
    #expect(try records(["tench", "crane", "--any"]) == expected([0, 3]))
    #expect(try records(["tench", "crane", "--all"]) == expected([0, 3], all: true))
    let both = try extract(["tench", "crane", "--any", "--all", "-o", "-"])
    #expect(both.status == 64 && both.stderr.contains("--any and --all exclude each other"), "\(both.stderr)")
    #expect(try records([]) == expected([0, 1, 2, 3]))
  }

  /// A draw is the same again, and a larger one keeps what a smaller one has.
  @Test func drawsAreNested() throws {
    let (few, more) = (
      try records(["tench", "--limit", "10", "--seed", "3"]),
      try records(["tench", "--limit", "40", "--seed", "3"])
    )
    #expect(few.count == 10 && more.count == 40 && Set(few).isSubset(of: more))
    #expect(try records(["tench", "--limit", "10", "--seed", "3"]) == few)
    #expect(try records(["tench", "--limit", "10", "--seed", "4"]) != few)
    #expect(Set(more).isSubset(of: Set(expected([0]))))
  }

  /// Captions come as they are counted, in every form, and equal ones once.
  @Test func captionsAreRead() throws {
    let alone = [
      "index", "--db", "a.sqlite", "--classes", "names.json", "--corpus", "a", "--rows", "a-rows", "a.jsonl",
    ]
    #expect(try Binary.run(alone, folder: folder.url).status == 0)
    let folded = Set(
      zip(rows["a.jsonl"] ?? [], texts["a.jsonl"] ?? []).filter { $0.0[4] as? Int == 3 }.map {
        $0.1.lowercased()
      })
    for file in ["o.csv", "o.parquet", "o.json", "o.jsonl", "o.txt"] {
      let done = try extract([
        "crane", "--columns", "caption,key,classes", "--distinct", "--db", "a.sqlite", "-o", file,
      ])
      #expect(done.status == 0, "\(done.stderr)")
    }
    let script = """
      import csv, json, pyarrow.parquet as pq
      rows = pq.read_table("o.parquet").to_pylist()
      assert rows == json.load(open("o.json")) == [json.loads(line) for line in open("o.jsonl")]
      assert rows == list(csv.DictReader(open("o.csv", newline="")))
      assert [row["caption"].replace(chr(10), " ") for row in rows] == open("o.txt").read().splitlines()
      print(len(rows))
      """
    try folder.write("check.py", script)
    let same = try Binary.shell("\(ProjectPaths.python?.path ?? "") check.py", folder: folder.url)
    #expect(same.status == 0 && same.stdout == "\(folded.count)\n", "\(same.stdout)\(same.stderr)")
  }

  @Test func whatCannotBeIsRefused() throws {
    let kept = try extract(["tench", "-o", "kept.csv"])
    #expect(kept.status == 0)
    if ExtendedAttributes.areKept { #expect(try extract(["tench", "-o", "kept.csv"]).status == 0) }
    let result = try String(contentsOfFile: folder.path("kept.csv"), encoding: .utf8)
    try folder.write("kept.csv", result + "my own row\n")
    let again = try extract(["tench", "-o", "kept.csv"])
    #expect(again.status == 1 && again.stderr.contains("--replace overwrites it"), "\(again.stderr)")
    #expect(try String(contentsOfFile: folder.path("kept.csv"), encoding: .utf8) == result + "my own row\n")
    #expect(try extract(["tench", "-o", "kept.csv", "--replace"]).status == 0)
    #expect(try extract(["tench", "-o", "kept.dat"]).status == 64)
    #expect(
      try extract(["tench", "--columns", "a[]", "-o", "x.csv"]).stderr.contains(
        "`a[]` names no field of a record"))
    #expect(try extract(["tenhc", "-o", "x.csv"]).stderr.contains("did you mean `tench`?"))
    try folder.write("c.csv", "uid,caption,url\nnew,a tench,\n")
    let changed = try extract(["tench", "-o", "x.csv"])
    #expect(
      changed.status == 1
        && changed.stderr.contains("c.csv is missing, or has changed since it was counted; index it again"),
      "\(changed.stderr)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("x.csv")))
  }
}
