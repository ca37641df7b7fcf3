import Foundation
import TestSupport
import Testing

/// `extract` over every layout, with rows and without, beside what Python wrote there.
@Suite(.enabled(if: ProjectPaths.python != nil)) final class ExtractLayoutTests {
  private let folder: TemporaryFolder
  private let made: [String: [[Any]]]

  init() throws {
    folder = try TemporaryFolder()
    let script = ProjectPaths.root.appending(path: "Tests/Oracles/made_extract.py").path
    let run = try Run.python([script, folder.url.path])
    try #require(run.status == 0, "\(run.stderr)")
    made = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: [[Any]]])
    try index(
      "kept.sqlite", ["--rows", "kept", "--keep", "url", "--keep", "similarity", "--keep", "caption"])
    try index("plain.sqlite", [])
  }

  private func index(_ database: String, _ options: [String]) throws {
    let shards = made.keys.sorted().map { "./" + $0 }
    let run = try Binary.run(
      ["index", "--db", database, "--classes", "names.json", "--corpus", "c"] + options + shards,
      folder: folder.url)
    try #require(run.status == 0, "\(run.stderr)")
  }

  private func extract(_ arguments: String...) throws -> (run: Run, rows: [[String: Any]]) {
    let run = try Binary.run(
      ["extract"] + arguments + ["--replace", "-o", "o.jsonl"], folder: folder.url)
    guard run.status == 0 else { return (run, []) }
    let text = try String(contentsOf: folder.url.appending(path: "o.jsonl"), encoding: .utf8)
    return (
      run,
      try text.split(separator: "\n").map {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
      }
    )
  }

  private func line(_ values: [Any?]) -> String {
    values.map { value in
      switch value {
      case let text as String: text
      case let number as Int: "\(number)"
      default: "-"
      }
    }.joined(separator: "|")
  }

  /// The records by shard, each as a line.
  private func byShard(_ rows: [[String: Any]]) -> [String: [String]] {
    Dictionary(grouping: rows) { ($0["shard"] as? String ?? "").components(separatedBy: "/").last ?? "" }
      .mapValues { rows in
        rows.map { row in
          line(["record", "key", "url", "similarity", "caption"].map { row[$0] })
        }
      }
  }

  private func expected(_ isWanted: (Double?) -> Bool = { _ in true }) -> [String: [String]] {
    made.mapValues { rows in
      rows.filter { isWanted(($0[3] as? String).flatMap(Double.init)) }.map { line($0) }
    }.filter { !$0.value.isEmpty }
  }

  private static let columns = "shard,record,key,url,similarity,caption"

  @Test(arguments: ["kept.sqlite", "plain.sqlite"])
  func everyLayoutGivesItsRecords(database: String) throws {
    let all = try extract("tench", "--db", database, "--columns", Self.columns)
    #expect(all.run.status == 0, "\(all.run.stderr)")
    let found = byShard(all.rows)
    for (shard, lines) in expected() {
      #expect(found[shard] == lines, "\(shard): \(found[shard]?.prefix(2) ?? []) \(lines.prefix(2))")
    }
    #expect(found.count == made.count)
    // The captions of the tar are in files of their own, and so not among what the rows keep.
    let opened = database == "kept.sqlite" ? "1 was" : "\(made.count) were"
    #expect(all.run.stderr.contains("shards, of which \(opened) opened"), "\(all.run.stderr)")
    // A field that is in the shard alone is asked of it.
    let uid = try extract("tench", "--db", database, "--columns", "shard,record,uid,url,caption,similarity")
    for (shard, rows) in Dictionary(grouping: uid.rows, by: { $0["shard"] as? String ?? "" }) {
      let isTar = shard.hasSuffix("g.tar")
      #expect(
        rows.allSatisfy { isTar || $0["uid"] as? String == "r\($0["record"] as? Int ?? 0)" }, "\(shard)")
    }
  }

  @Test(arguments: ["kept.sqlite", "plain.sqlite"])
  func conditionsAreOfFields(database: String) throws {
    let above = try extract(
      "tench", "--db", database, "--columns", Self.columns, "--where", "similarity>=80", "--where",
      "similarity < 150")
    #expect(
      byShard(above.rows) == expected { $0.map { $0 >= 80 && $0 < 150 } ?? false }, "\(above.run.stderr)")
    let missing = made.values.joined().count { $0[3] is NSNull }
    #expect(
      above.run.stderr.contains(
        "excluded since a field of --where is missing or no number: \(missing) records"),
      "\(above.run.stderr)")
    let one = try extract("tench", "--db", database, "--columns", Self.columns, "--where", "similarity=5")
    #expect(byShard(one.rows) == expected { $0 == 5 })
    let none = try extract("tench", "--db", database, "--columns", "key,nosuch")
    #expect(none.run.stderr.contains("no record has the field `nosuch`"))
    for wrong in ["similarity", "similarity>", ">3", "a[]>3", "similarity>high", "similarity>nan"] {
      #expect(try extract("tench", "--where", wrong).run.status == 64, "\(wrong)")
    }
  }

  /// A draw is of those that fulfil the conditions, and is the same with rows and without.
  @Test func drawsDoNotDependOnRows() throws {
    func draw(_ database: String, _ limit: String) throws -> Set<String> {
      let drawn = try extract(
        "tench", "crane", "--db", database, "--columns", "shard,record", "--limit", limit, "--seed", "3",
        "--where", "similarity>20", "--distinct")
      #expect(drawn.run.status == 0, "\(drawn.run.stderr)")
      return Set(drawn.rows.map { "\($0["shard"] ?? "") \($0["record"] ?? "")" })
    }
    let (few, more) = (try draw("kept.sqlite", "15"), try draw("kept.sqlite", "60"))
    #expect(few.count == 15 && more.count == 60 && few.isSubset(of: more))
    #expect(try draw("plain.sqlite", "60") == more)
  }

  /// The files of rows may have moved; where they are not, one sentence says so.
  @Test func rowsAreFoundInTheFolderThatIsNamed() throws {
    try FileManager.default.moveItem(atPath: folder.path("kept"), toPath: folder.path("moved"))
    let gone = try extract("tench", "--db", "kept.sqlite", "--columns", "url")
    #expect(gone.run.status == 1 && gone.run.stderr.contains("/kept/"), "\(gone.run.stderr)")
    let moved = try extract("tench", "--db", "kept.sqlite", "--rows", "moved", "--columns", Self.columns)
    #expect(byShard(moved.rows) == expected(), "\(moved.run.stderr)")
    let without = try extract("tench", "--db", "plain.sqlite", "--rows", "moved")
    #expect(without.run.status == 1 && without.run.stderr.contains("have no rows"), "\(without.run.stderr)")
  }

  /// The same mentions are shown by rows and by reading the shards; damaged rows show that they were asked.
  @Test func examplesAreTheSameByRowsAndByShards() throws {
    for (number, words) in [(40, ["tench", "--seed", "5"]), (7, ["crane", "tench"]), (3, ["shark"])] {
      let options = words + ["-n", "\(number)"]
      let (rows, shards) = (
        try Binary.run(["examples", "--db", "kept.sqlite", "--format", "csv"] + options, folder: folder.url),
        try Binary.run(["examples", "--db", "plain.sqlite", "--format", "csv"] + options, folder: folder.url)
      )
      #expect(rows.status == 0 && rows.stdout == shards.stdout, "\(rows.stderr)")
      #expect(rows.stdout.split(separator: "\n").count == number + 1)
      #expect(rows.stderr.contains("of ") && rows.stderr == shards.stderr, "\(rows.stderr)\(shards.stderr)")
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("kept")) {
      let path = folder.path("kept/" + name)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      for place in 4..<60 { bytes[place] ^= 0x55 }
      try bytes.write(to: URL(fileURLWithPath: path))
    }
    let damaged = try Binary.run(["examples", "--db", "kept.sqlite", "tench"], folder: folder.url)
    #expect(damaged.status == 1 && damaged.stderr.contains("/kept/"), "\(damaged.stderr)")
  }

  /// JSON records come out byte for byte, from lists and lines; what is no JSON is refused.
  @Test func recordsAreWrittenWhole() throws {
    let llava = #"""
      [ {"id":"1","image":"a.jpg","conversations":[{"from":"human","value":"<image>\nWhat?"},{"from":"gpt","value":"a tench"}]}
      , {"id": 2 , "conversations":[{"from":"human","value":"tench?"},{"from":"gpt","value":"no"}]},
        {"id":3.50,  "x":[1, {"y":"]}"}], "conversations":[ {"from":"gpt","value":"two Tench\u00e9 and tench"} ,
          {"from":"human","value":"ok"}]} ]
      """#
    let lines =
      "{\"caption\":\"a tench\",  \"b\":1.0e2}\n\n  {\"caption\":\"none\"}\n{\"b\":[],\"caption\":\"Tench\"}"
    try folder.write("llava.json", llava)
    try folder.write("lines.jsonl", lines)
    for (corpus, shard, rows) in [
      ("l", "llava.json", "r1"), ("m", "lines.jsonl", "r2"), ("n", "llava.json", ""),
      ("o", "lines.jsonl", ""),
    ] {
      let index =
        ["index", "--db", "w.sqlite", "--classes", "names.json", "--corpus", corpus, shard]
        + (rows.isEmpty ? [] : ["--rows", rows])
      #expect(try Binary.run(index, folder: folder.url).status == 0)
    }
    func whole(_ corpus: String, _ file: String) throws -> String {
      let run = try Binary.run(
        ["extract", "--db", "w.sqlite", "--corpus", corpus, "tench", "--whole", "--replace", "-o", file],
        folder: folder.url)
      #expect(run.status == 0, "\(run.stderr)")
      return file == "-" ? run.stdout : try String(contentsOfFile: folder.path(file), encoding: .utf8)
    }
    let first =
      #"{"id":"1","image":"a.jpg","conversations":[{"from":"human","value":"<image>\nWhat?"},{"from":"gpt","value":"a tench"}]}"#
    let third = #"""
      {"id":3.50,  "x":[1, {"y":"]}"}], "conversations":[ {"from":"gpt","value":"two Tench\u00e9 and tench"} ,
          {"from":"human","value":"ok"}]}
      """#
    for corpus in ["l", "n"] {
      #expect(try whole(corpus, "w.json") == "[\n\(first),\n\(third)\n]\n")
      #expect(try whole(corpus, "w.jsonl") == "\(first)\n\(third.replacing("\n", with: " "))\n")
    }
    for corpus in ["m", "o"] {
      #expect(
        try whole(corpus, "-")
          == "{\"caption\":\"a tench\",  \"b\":1.0e2}\n{\"b\":[],\"caption\":\"Tench\"}\n")
    }
    // What was extracted is a shard like its source.
    _ = try whole("l", "again.json")
    let again = try Binary.run(
      ["index", "--db", "w.sqlite", "--classes", "names.json", "--corpus", "again", "again.json"],
      folder: folder.url)
    #expect(again.status == 0 && again.stdout.contains("records   2"), "\(again.stdout)")
    let table = try Binary.run(
      ["extract", "--db", "plain.sqlite", "tench", "--whole", "-o", "x.jsonl"], folder: folder.url)
    #expect(
      table.status == 1 && table.stderr.contains("only JSON records can be written whole"), "\(table.stderr)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("x.jsonl")))
  }

  /// Of a Parquet file only the row groups with a wanted record are read, and of those only the wanted columns.
  @Test func otherRowGroupsAreNotRead() throws {
    let script = """
      import os, sys, pyarrow as pa, pyarrow.parquet as pq
      os.chdir(sys.argv[1])
      n = 4000
      captions = [f"{i} " + ("a tench" if i in (1500, 3600) else "nothing") for i in range(n)]
      table = pa.table({"caption": captions, "url": [f"u{i}" for i in range(n)], "junk": [os.urandom(40).hex() for _ in range(n)]})
      pq.write_table(table, "big.parquet", row_group_size=1000, use_dictionary=False, compression="none")
      if len(sys.argv) > 2:
        meta = pq.ParquetFile("big.parquet").metadata
        state = os.stat("big.parquet")
        with open("big.parquet", "r+b") as file:
          for group in range(4):
            for column in range(3):
              chunk = meta.row_group(group).column(column)
              if group in (0, 2) or column == 2:
                file.seek(chunk.data_page_offset)
                file.write(b"\\xff" * chunk.total_compressed_size)
        os.utime("big.parquet", ns=(state.st_atime_ns, int(sys.argv[2])))
      """
    #expect(try Run.python(["-c", script, folder.url.path]).status == 0)
    let index = ["index", "--db", "big.sqlite", "--classes", "names.json", "--corpus", "b", "--rows", "big"]
    #expect(try Binary.run(index + ["big.parquet"], folder: folder.url).status == 0)
    let wanted = ["1501|u1500|1500 a tench", "3601|u3600|3600 a tench"]
    func found() throws -> [String] {
      let run = try extract("tench", "--db", "big.sqlite", "--columns", "record,url,caption")
      #expect(run.run.status == 0, "\(run.run.stderr)")
      return run.rows.map { row in line(["record", "url", "caption"].map { row[$0] }) }
    }
    #expect(try found() == wanted)
    // The same file with damage where nothing is wanted, and the time that it had.
    let time = try Run.python([
      "-c", "import os, sys; print(os.stat(sys.argv[1]).st_mtime_ns)", folder.path("big.parquet"),
    ])
    let damage = script.replacing("pq.write_table(table", with: "0 and pq.write_table(table")
    let damaged = try Run.python([
      "-c", damage, folder.url.path, time.stdout.trimmingCharacters(in: .whitespacesAndNewlines),
    ])
    #expect(damaged.status == 0, "\(damaged.stderr)")
    #expect(try found() == wanted)
    let junk = try extract("tench", "--db", "big.sqlite", "--columns", "junk")
    #expect(junk.run.status == 1 && junk.run.stderr.contains("big.parquet"), "\(junk.run.stderr)")
  }

  /// What was asked is written beside the records, and neither file is written over once somebody has changed it.
  @Test func aMetaFileSaysWhatWasAsked() throws {
    let ask = [
      "extract", "--db", "kept.sqlite", "tench", "--columns", "url", "--where", "similarity>10", "--limit",
      "5",
      "-o", "t.parquet",
    ]
    #expect(try Binary.run(ask, folder: folder.url).status == 0)
    let meta = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.url.appending(path: "t.parquet.meta.json")))
        as? [String: Any])
    let asked = try #require(meta["extract"] as? [String: Any])
    #expect(asked["classes"] as? [String] == ["tench"] && asked["columns"] as? [String] == ["url"])
    #expect(asked["where"] as? [String] == ["similarity>10"] && asked["limit"] as? Int == 5)
    #expect(asked["seed"] as? String == "0" && asked["records"] as? Int == 5)
    #expect(meta["class_set"] as? String == "names" && meta["command"] != nil)
    let again = { try Binary.run(ask, folder: self.folder.url) }
    if ExtendedAttributes.areKept { #expect(try again().status == 0) }
    for name in ["t.parquet", "t.parquet.meta.json"] {
      let file = folder.url.appending(path: name)
      let changed = try Data(contentsOf: file) + Data(" ".utf8)
      try changed.write(to: file)
      let refused = try again()
      #expect(refused.status == 1 && refused.stderr.contains("--replace overwrites it"), "\(refused.stderr)")
      #expect(try Data(contentsOf: file) == changed)
      #expect(try Binary.run(ask + ["--replace"], folder: folder.url).status == 0)
    }
  }
}
