import Foundation
import TestSupport
import Testing

/// Rows of mentions: what `index --rows` writes, what it is worth, and what becomes of it.
@Suite(.enabled(if: ProjectPaths.python != nil)) final class RowsTests {
  private let folder: TemporaryFolder
  private let made: [String: Any]
  private static let oracles = ProjectPaths.root.appending(path: "Tests/Oracles")

  init() throws {
    folder = try TemporaryFolder()
    let run = try Run.python([Self.oracles.appending(path: "made_rows.py").path, folder.url.path, "1"])
    try #require(run.status == 0, "\(run.stderr)")
    try folder.write("made.json", run.output)
    made = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
  }

  private static let shards = ["a.jsonl", "b.json", "c.csv", "d.tsv", "e.parquet", "f.tar"]
  private static let command = ["index", "--classes", "names.json", "--corpus", "c", "--rows", "rows"]
  private static let kept = ["--keep", "url", "--keep", "similarity"]

  private func run(_ arguments: [String]) throws -> Run { try Binary.run(arguments, folder: folder.url) }

  @discardableResult private func index(_ more: [String] = []) throws -> Run {
    let done = try run(Self.command + Self.kept + more + Self.shards)
    #expect(done.status == 0, "\(done.stderr)")
    return done
  }

  private func files(_ folder: String = "rows") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self.folder.path(folder)).sorted()
  }

  private func check(_ rows: String, kept: [String] = ["url", "similarity"]) throws {
    let check = try Run.python(
      [Self.oracles.appending(path: "check_rows.py").path, folder.path(rows), folder.path("made.json")] + kept
    )
    #expect(check.status == 0 && check.stdout.isEmpty, "\(check.stdout)\(check.stderr)")
  }

  /// Every layout gives the rows that regular expressions find, with their keys and fields.
  @Test(arguments: ["1", "4"]) func rowsAreThoseOfTheCaptions(threads: String) throws {
    let done = try index(["--threads", threads])
    #expect(done.stdout.contains("\nrows      "))
    #expect(try files().count == Self.shards.count)
    try check("rows")
    let verified = try run(["verify"])
    #expect(verified.status == 0 && verified.stdout.contains("rows      6 files, "), "\(verified.stdout)")
  }

  /// The files are the same bytes for any number of threads, and by `scan`, but for their names.
  @Test func filesDoNotDependOnThreads() throws {
    try index(["--threads", "1"])
    let list = Self.shards.map { folder.path($0) + "\n" }.joined()
    for threads in ["3", "8"] {
      let scan = try Binary.run(
        ["scan", "--classes", "names.json", "--rows", "scanned", "--threads", threads] + Self.kept,
        input: Data(list.utf8), folder: folder.url)
      #expect(scan.status == 0, "\(scan.stderr)")
      let (own, scanned) = (try files(), try files("scanned"))
      #expect(own.map { $0.prefix(32) } == scanned.map { $0.prefix(32) })
      for (one, other) in zip(own, scanned) {
        #expect(
          try Data(contentsOf: folder.url.appending(path: "rows/\(one)"))
            == Data(contentsOf: folder.url.appending(path: "scanned/\(other)")))
      }
    }
  }

  /// A scan's lines name its files, which the database then has.
  @Test func mergeKnowsTheRowsOfAScan() throws {
    let list = Self.shards.map { folder.path($0) + "\n" }.joined()
    let scan = try Binary.run(
      ["scan", "--classes", "names.json", "--rows", "scanned"] + Self.kept, input: Data(list.utf8),
      folder: folder.url)
    try folder.write("scan.jsonl", scan.output)
    let merge = ["merge", "--classes", "names.json", "--corpus", "c", "scan.jsonl", "--db", "m.sqlite"]
    #expect(try run(merge).status == 0)
    let verified = try run(["verify", "--db", "m.sqlite"])
    #expect(verified.status == 0 && verified.stdout.contains("rows      6 files, "), "\(verified.stdout)")
    // A folder that was moved is named.
    try FileManager.default.moveItem(atPath: folder.path("scanned"), toPath: folder.path("moved"))
    #expect(try run(["verify", "--db", "m.sqlite"]).status == 1)
    let moved = ["merge", "--classes", "names.json", "--corpus", "c", "scan.jsonl", "--db", "n.sqlite"]
    #expect(try run(moved + ["--rows", "moved"]).status == 0)
    #expect(try run(["verify", "--db", "n.sqlite"]).status == 0)
    // A database that is merged brings its rows.
    #expect(try run(["merge", "n.sqlite", "--db", "o.sqlite"]).status == 0)
    let both = try run(["verify", "--db", "o.sqlite"])
    #expect(both.status == 0 && both.stdout.contains("rows      6 files, "), "\(both.stdout)")
  }

  /// Shards that were counted without rows, or with other fields, are read again; the counts stay.
  @Test func rowsAreAddedLater() throws {
    let plain = ["index", "--classes", "names.json", "--corpus", "c"] + Self.shards
    #expect(try run(plain).status == 0)
    let counts = try run(["query", "--format", "csv"]).stdout
    #expect(
      try run(["query", "--count", "distinct"]).stderr.contains(
        "6 of the 6 shards of the corpus `c` have no rows"))
    try index()
    try check("rows")
    #expect(try run(["query", "--format", "csv"]).stdout == counts)
    let again = try index()
    #expect(again.stderr.contains("already counted and not read again: 6 of 6 shards"))
    #expect(try run(Self.command + Self.shards).status == 0)
    #expect(try files().count == 6)
    try check("rows", kept: [])
    #expect(try run(["verify"]).status == 0)
  }

  /// What is forgotten or replaced leaves no file.
  @Test func filesGoWithTheirShards() throws {
    try index()
    let before = try files()
    try folder.write("a.jsonl", #"{"caption": "a crane", "id": "new"}"# + "\n")
    try index()
    let after = try files()
    #expect(after.count == 6 && Set(after).subtracting(before).count == 1)
    #expect(try run(["verify"]).status == 0)
    #expect(try run(["forget", "--corpus", "c", "b.json"]).status == 0)
    #expect(try files().count == 5)
    try folder.write("rows/mine.parquet", "PAR1 mine")
    #expect(try run(["forget", "--corpus", "c"]).status == 0)
    #expect(try files() == ["mine.parquet"])
  }

  /// Files that were made for another database stay, and are told: a copy of the database names them too.
  @Test func filesOfAnotherDatabaseStay() throws {
    try index()
    let before = try files()
    try FileManager.default.copyItem(atPath: folder.path("corpus.sqlite"), toPath: folder.path("copy.sqlite"))
    let one = try run(["forget", "--db", "copy.sqlite", "--corpus", "c", "b.json"])
    #expect(one.status == 0 && one.stderr.contains("1 file of rows stays: made for another database"))
    let all = try run(["forget", "--db", "copy.sqlite", "--corpus", "c"])
    #expect(all.status == 0 && all.stderr.contains("5 files of rows stay: made for another database"))
    #expect(try files() == before)
    #expect(try run(["verify"]).status == 0)
    let own = try run(["forget", "--corpus", "c"])
    #expect(own.status == 0 && !own.stderr.contains("of rows"))
    #expect(try files().isEmpty)
  }

  /// Files that a scan has made may have been merged into several databases.
  @Test func filesOfAScanStay() throws {
    let list = Self.shards.map { folder.path($0) + "\n" }.joined()
    let lines = try Binary.run(
      ["scan", "--classes", "names.json", "--rows", "rows"], input: Data(list.utf8), folder: folder.url)
    try #require(lines.status == 0, "\(lines.stderr)")
    try folder.write("lines.jsonl", lines.output)
    for database in ["one.sqlite", "two.sqlite"] {
      let merged = try run([
        "merge", "--db", database, "--classes", "names.json", "--corpus", "c", "lines.jsonl",
      ])
      try #require(merged.status == 0, "\(merged.stderr)")
    }
    let forgotten = try run(["forget", "--db", "one.sqlite", "--corpus", "c"])
    #expect(forgotten.status == 0 && forgotten.stderr.contains("6 files of rows stay"))
    #expect(try files().count == 6)
    #expect(try run(["verify", "--db", "two.sqlite"]).status == 0)
  }

  /// Each damage is named by `verify`, and keeps the rows from being counted.
  @Test func damageIsNamed() throws {
    try index()
    let victim = folder.path("rows/" + (try files()[0]))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: victim))
    var flipped = bytes
    flipped[flipped.count / 2] ^= 1
    for (content, sentence) in [
      (nil, "the file is missing"), (flipped, "the file's bytes are not those that were written"),
      (bytes.dropLast(), "the file has \(bytes.count - 1) bytes; \(bytes.count) were written"),
    ] as [(Data?, String)] {
      try? FileManager.default.removeItem(atPath: victim)
      if let content { try content.write(to: URL(fileURLWithPath: victim)) }
      let verified = try run(["verify"])
      #expect(verified.status == 1 && verified.stderr.contains(sentence), "\(verified.stderr)")
      #expect(verified.stderr.contains(victim))
    }
    #expect(try run(["query", "--count", "distinct"]).status == 1)
    // Read again, the shard gets its rows back.
    try index()
    #expect(try run(["verify"]).status == 0)
  }

  /// A shard that fails leaves no file, and neither does what a killed run had begun.
  @Test func nothingHalfWrittenStays() throws {
    try folder.write("bad.jsonl", #"{"caption": "a tench"}"# + "\n" + #"{"caption": "a crane"# + "\n")
    try FileManager.default.createDirectory(atPath: folder.path("rows"), withIntermediateDirectories: true)
    try folder.write("rows/.rows-1-abc.part", "half")
    let done = try run(Self.command + ["bad.jsonl", "a.jsonl"])
    #expect(done.status == 1)
    #expect(try files().count == 1)
    #expect(try files().allSatisfy { !$0.hasPrefix(".rows") })
  }

  /// A folder that cannot be written stops the run with one sentence, before anything is counted.
  @Test func aFolderThatCannotBeMadeIsTold() throws {
    try folder.write("file", "x")
    let done = try run([
      "index", "--classes", "names.json", "--corpus", "c", "--rows", "file/rows", "a.jsonl",
    ])
    #expect(done.status == 1 && done.stderr.contains("cannot make the folder file"), "\(done.stderr)")
  }

  /// Distinct captions and pairs are what Python finds by sets and loops.
  @Test func distinctCaptionsAndPairsAreExact() throws {
    try index()
    let query = try run(["query", "--count", "distinct", "--format", "json"])
    let rows = try #require(
      try JSONSerialization.jsonObject(with: query.output) as? [[String: Any]], "\(query.stderr)")
    #expect(rows.compactMap { $0["distinct"] as? Int } == made["distinct"] as? [Int])
    let pairs = try run(["pairs", "--format", "json"])
    let table = try #require(
      try JSONSerialization.jsonObject(with: pairs.output) as? [[String: Any]], "\(pairs.stderr)")
    let found = table.map {
      [$0["class_index"] as? Int ?? -1, $0["other_index"] as? Int ?? -1, $0["both"] as? Int ?? -1]
    }
    #expect(found.sorted { $0.lexicographicallyPrecedes($1) } == made["pairs"] as? [[Int]])
    let script = """
      import json, math, sys
      from scipy.stats import chi2_contingency
      total, rows = int(sys.argv[1]), json.load(sys.stdin)
      for row in rows:
        n, a, b = row["both"], row["class_captions"], row["other_captions"]
        table = [[n, a - n], [b - n, total - a - b + n]]
        llr = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        pmi = math.log2(n * total / (a * b))
        wanted = [a * b / total, pmi, pmi / -math.log2(n / total), llr]
        own = [row["expected"], row["pmi"], row["npmi"], row["log_likelihood"]]
        if not all(math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-6) for x, y in zip(own, wanted)):
          print(row, wanted)
      """
    let checked = try Run.python(["-c", script, "\(made["captions"] ?? 0)"], input: pairs.output)
    #expect(checked.status == 0 && checked.stdout.isEmpty, "\(checked.stdout)\(checked.stderr)")
  }

  /// The counts of the rows are the counts of the database, and exports hold every row in each form.
  @Test func rowsAreListedAndExported() throws {
    try index()
    let list = try run(["rows", "--format", "json"])
    let corpus = try #require(
      (try JSONSerialization.jsonObject(with: list.output) as? [[String: Any]])?.first)
    let all = (made["shards"] as? [String: [[Any]]] ?? [:]).values.reduce(0) { $0 + $1.count }
    #expect(
      corpus["rows"] as? Int == all && corpus["shards"] as? Int == 6 && corpus["with_rows"] as? Int == 6)
    let byClass = try run(["rows", "list", "--by-class", "--role", "all", "--format", "json"])
    let counted = try run(["query", "--role", "all", "--format", "json"])
    func numbers(_ run: Run, _ key: String) throws -> [Int: [Int]] {
      let rows = try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]] ?? []
      return Dictionary(
        uniqueKeysWithValues: rows.map {
          ($0["class_index"] as? Int ?? -1, [$0[key] as? Int ?? -1, $0["mentions"] as? Int ?? -1])
        })
    }
    #expect(try numbers(byClass, "rows") == numbers(counted, "captions").filter { $0.value != [0, 0] })
    for format in ["csv", "json", "parquet"] {
      let export = try run(["rows", "export", "--role", "all", "-o", "rows.\(format)"])
      #expect(export.status == 0, "\(export.stderr)")
    }
    let script = """
      import csv, json, sys, pyarrow.parquet as pq
      rows = pq.read_table("rows.parquet").to_pylist()
      wanted = [{**row, "caption_hash": str(row["caption_hash"])} for row in rows]
      assert wanted == json.load(open("rows.json")), "json"
      table = list(csv.DictReader(open("rows.csv", newline="")))
      text = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
      assert table == text, "csv"
      print(len(rows))
      """
    let same = try Binary.shell(
      "\(ProjectPaths.python?.path ?? "") -c '\(script)'", folder: folder.url)
    #expect(same.stdout == "\(all)\n", "\(same.stderr)")
    let tench = try run(["rows", "export", "Tinca tinca", "--format", "csv"])
    #expect(tench.stdout.split(separator: "\n").dropFirst().allSatisfy { $0.hasPrefix("c,tench,") })
    #expect(try run(["rows", "export", "tenhc"]).stderr.contains("did you mean `tench`?"))
    // Another choice of what is counted, where the rows are there.
    try folder.write("m.json", #"{"tench": 0.5, "shark": 0.25, "great white shark": 0.3, "crane": 0.9}"#)
    #expect(try run(["accuracy", "add", "--classes", "names", "m.json"]).status == 0)
    let full = try run(["correlate", "--full", "--resamples", "9", "--format", "json"])
    #expect(full.stdout.contains("counting distinct"), "\(full.stderr)")
    let points = try run(["export", "--count", "distinct"])
    #expect(
      points.stdout.hasPrefix("class_index,class,model,corpus,mentions,captions,")
        && points.stdout.contains(",distinct\n"))
  }

  /// Several class sets, standard input, gzip, archives in archives, and bad records that are skipped.
  @Test func otherWaysOfReading() throws {
    try folder.write("more.json", #"["lake", "newt"]"#)
    let two = try run(Self.command + ["--classes", "more.json"] + Self.shards)
    #expect(two.status == 0, "\(two.stderr)")
    #expect(try files().count == 12)
    #expect(try run(["verify"]).status == 0)
    #expect(
      try run(["rows", "export", "--classes", "more", "newt", "--format", "csv"]).stdout.hasPrefix(
        "corpus,class,"))

    try folder.write(
      "bad.jsonl",
      #"{"caption": "a tench", "id": 1}"# + "\n" + #"{"caption": "a tench", "id""# + "\n\n"
        + #"{"caption": "a crane", "id": "3"}"# + "\n")
    try folder.write(
      "bad.json",
      #"[{"caption": "a tench", "id": 1}, {"caption": "a tench" "id": 2}, {"id": true, "caption": "a crane"}]"#
    )
    for (corpus, shard, keys) in [("x", "bad.jsonl", ["1", "3"]), ("y", "bad.json", ["1", "true"])] {
      let index = [
        "index", "--classes", "names.json", "--corpus", corpus, "--rows", corpus, "--skip-bad-records",
      ]
      let done = try run(index + [shard])
      #expect(done.status == 0, "\(done.stderr)")
      let rows = try run(["rows", "export", "--classes", "names", "--corpus", corpus, "--format", "json"])
      let found = try JSONSerialization.jsonObject(with: rows.output) as? [[String: Any]] ?? []
      #expect(found.map { $0["record"] as? Int } == [1, 3], "\(rows.stdout)")
      #expect(found.map { $0["key"] as? String } == keys, "\(rows.stdout)")
    }
    for (corpus, command) in [
      ("p", "cat a.jsonl |"), ("q", "gzip -c a.jsonl |"), ("r", "tar c e.parquet a.jsonl |"),
    ] {
      let done = try Binary.shell(
        "\(command) corpus-tool index --classes names.json --corpus \(corpus) --rows piped --keep url -",
        folder: folder.url)
      #expect(done.status == 0, "\(done.stderr)")
    }
    #expect(try files("piped").count == 3)
    #expect(try run(["verify"]).status == 0)
    let piped = try run(["rows", "export", "--classes", "names", "--corpus", "q", "--format", "csv", "crane"])
      .stdout
    let rows = (made["shards"] as? [String: [[Any]]])?["a.jsonl"]?.filter { $0[4] as? Int == 3 } ?? []
    #expect(piped.split(separator: "\n").count == rows.count + 1)
  }
}
