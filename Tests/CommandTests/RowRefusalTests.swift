import Foundation
import TestSupport
import Testing

/// Rows that are not those of the counts are refused, and a disk that is full leaves nothing half-written.
@Suite final class RowRefusalTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench", "crane"]"#)
    try folder.write("others.json", #"["newt", "tench"]"#)
    let lines = (0..<3000).map { #"{"caption": "\#($0) a tench, a crane", "url": "http://x/\#($0)"}"# + "\n" }
    try folder.write("a.jsonl", lines.joined())
    for (names, rows) in [("names", "rows"), ("others", "other-rows")] {
      let run = try Binary.run(
        [
          "index", "--db", names + ".sqlite", "--classes", names + ".json", "--corpus", "c", "--rows", rows,
          "--keep", "url", "a.jsonl",
        ], folder: folder.url)
      try #require(run.status == 0, "\(run.stderr)")
    }
  }

  private func run(_ arguments: [String]) throws -> Run { try Binary.run(arguments, folder: folder.url) }

  private func file(_ rows: String) throws -> String {
    rows + "/" + (try FileManager.default.contentsOfDirectory(atPath: folder.path(rows))[0])
  }

  private static let readers = [
    ["extract", "tench", "--columns", "url", "--replace", "-o", "o.csv"], ["pairs"],
    ["query", "--count", "distinct"],
    ["sample", "--rule", "metaclip", "--cap", "5", "--replace", "-o", "o.csv"],
    ["rows", "export", "--format", "csv"], ["examples", "tench"], ["rows", "list", "--by-class"],
  ]

  /// A file that belongs to another class set, under the name of one that was counted.
  @Test func rowsOfOtherRulesAreRefusedByName() throws {
    let own = try file("rows")
    try FileManager.default.removeItem(atPath: folder.path(own))
    try FileManager.default.copyItem(atPath: folder.path(try file("other-rows")), toPath: folder.path(own))
    // As long as the bytes are another number, readers that look at the size alone take the shard instead.
    for reader in Self.readers where reader[0] != "examples" {
      let done = try run(reader + ["--db", "names.sqlite"])
      #expect(
        done.status == 1
          && done.stderr.contains(
            "holds rows of other rules than the shard was counted by: of the class set `others`"),
        "\(reader): \(done.stderr)")
      #expect(done.stderr.contains(own))
    }
    let examples = try run(["examples", "tench", "--db", "names.sqlite"])
    #expect(
      examples.status == 0 || examples.stderr.contains("of the class set `others`"), "\(examples.stderr)")
    let verified = try run(["verify", "--db", "names.sqlite"])
    #expect(verified.status == 1 && verified.stderr.contains(own), "\(verified.stderr)")
  }

  /// A file of the same rules with other rows, under the name of one that was counted: what would count them says so.
  @Test func rowsOfAnotherShardAreNotCounted() throws {
    let own = try file("rows")
    try folder.write(
      "b.jsonl", (0..<6000).map { #"{"caption": "\#($0) a tench", "url": "u"}"# + "\n" }.joined())
    let other = try run([
      "index", "--db", "fewer.sqlite", "--classes", "names.json", "--corpus", "c", "--rows", "fewer-rows",
      "--keep", "url", "b.jsonl",
    ])
    try #require(other.status == 0, "\(other.stderr)")
    try FileManager.default.removeItem(atPath: folder.path(own))
    try FileManager.default.copyItem(atPath: folder.path(try file("fewer-rows")), toPath: folder.path(own))
    let distinct = try run(["query", "--count", "distinct", "--db", "names.sqlite"])
    #expect(
      distinct.status == 1 && distinct.stdout.isEmpty
        && distinct.stderr.contains(
          "the files of rows have other rows than were counted; `verify` names the damaged file"),
      "\(distinct.stderr)")
    let verified = try run(["verify", "--db", "names.sqlite"])
    #expect(verified.status == 1 && verified.stderr.contains(own), "\(verified.stderr)")
  }

  /// Counts that no file of rows has: found out by the first reading, however many there were to be.
  @Test(.enabled(if: ProjectPaths.python != nil)) func countsBeyondAnyFileAreRefused() throws {
    let made = try Run.python([
      "-c",
      """
      import sqlite3, sys
      with sqlite3.connect(sys.argv[1]) as db: db.execute("UPDATE corpus_class SET captions = 900000000000000")
      """, folder.path("names.sqlite"),
    ])
    try #require(made.status == 0, "\(made.stderr)")
    let distinct = try run(["query", "--count", "distinct", "--db", "names.sqlite"])
    #expect(
      distinct.status == 1 && distinct.stderr.contains("other rows than were counted"), "\(distinct.stderr)")
  }

  /// Values that no row has, in a file of the right rules, size and number of rows.
  @Test(
    .enabled(if: ProjectPaths.python != nil),
    arguments: [
      (
        "record", "-2**63", "extract tench --columns url,caption --replace -o o.csv",
        "a value of the column record is impossible"
      ),
      ("mentions", "-1", "rows list --by-class", "a value of the column mentions is impossible"),
      (
        "shard_digest", "None", "sample --rule metaclip --cap 5 --replace -o o.csv",
        "a row does not name its shard"
      ),
    ])
  func impossibleValuesAreRefused(column: String, value: String, command: String, told: String) throws {
    let own = try file("rows")
    let made = try Run.python([
      "-c",
      """
      import os, sqlite3, sys, pyarrow as pa, pyarrow.parquet as pq
      table = pq.read_table(sys.argv[1])
      place = table.column_names.index("\(column)")
      field = table.schema.field(place)
      values = [\(value)] + table.column(place).to_pylist()[1:]
      table = table.set_column(place, field.with_nullable(True) if values[0] is None else field, pa.array(values, field.type))
      pq.write_table(table, sys.argv[1])
      with sqlite3.connect(sys.argv[2]) as db: db.execute("UPDATE shard_rows SET size = ?", [os.path.getsize(sys.argv[1])])
      """, folder.path(own), folder.path("names.sqlite"),
    ])
    try #require(made.status == 0, "\(made.stderr)")
    let done = try run(command.split(separator: " ").map(String.init) + ["--db", "names.sqlite"])
    #expect(done.status == 1 && done.stderr.contains(told), "\(done.stderr)")
  }

  /// Wherever one byte is another, `verify` names the file; no reader crashes, and none gives other counts than before.
  @Test func damagedRowsAreNamedAndNeverCounted() throws {
    let own = try file("rows")
    let bytes = try Data(contentsOf: folder.url.appending(path: own))
    let truth = try Self.readers.prefix(3).map { try run($0 + ["--db", "names.sqlite"]).stdout }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<6 {
      var damaged = bytes
      let place = Int.random(in: 4..<bytes.count, using: &random)
      damaged[place] ^= UInt8.random(in: 1...255, using: &random)
      try damaged.write(to: folder.url.appending(path: own))
      let verified = try run(["verify", "--db", "names.sqlite"])
      #expect(verified.status == 1 && verified.stderr.contains(own), "byte \(place): \(verified.stderr)")
      for (reader, before) in zip(Self.readers.prefix(3), truth) {
        let done = try run(reader + ["--db", "names.sqlite"])
        #expect(
          done.status == 0 && done.stdout == before || done.status == 1 && done.stdout.isEmpty,
          "byte \(place): \(reader) \(done.stdout)\(done.stderr)")
      }
    }
  }

  private static let canMount =
    getuid() == 0
    && (try? Binary.shell("d=$(mktemp -d); mount -t tmpfs -o size=64k none $d && umount $d; rmdir $d"))?
      .status == 0

  /// A disk that fills while a result is written stops with one sentence, and nothing is left there.
  @Test(.enabled(if: canMount)) func aFullDiskLeavesNothing() throws {
    try folder.write("small/x", "")
    #expect(try Binary.shell("mount -t tmpfs -o size=4k none small", folder: folder.url).status == 0)
    defer { _ = try? Binary.shell("umount -l small", folder: folder.url) }
    for number in 0..<400 { try folder.write("train/tench/a-picture-with-a-long-name-\(number).jpg", "x") }
    for command in [
      ["extract", "--columns", "url,caption", "-o", "small/o.jsonl"],
      ["extract", "--whole", "-o", "small/o.json"],
      ["extract", "--columns", "url,caption", "-o", "small/o.parquet"],
      ["sample", "--rule", "metaclip", "--cap", "3000", "-o", "small/o.csv"],
      ["rows", "export", "-o", "small/o.csv"],
      ["remedy", "write", "--per-class", "400", "--images", "train", "-o", "small/o.json"],
    ] {
      let full = try run(command + ["--db", "names.sqlite"])
      #expect(
        full.status == 1 && full.stderr.contains("small/o.")
          && full.stderr.contains("No space left on device"),
        "\(command): \(full.stderr)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("small")) == [], "\(command)")
    }
  }
}
