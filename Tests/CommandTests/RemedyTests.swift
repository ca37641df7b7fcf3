import Foundation
import TestSupport
import Testing

/// From a plan to a shard whose counts are the plan's.
@Suite struct RemedyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench", "great white shark", "crane", "newt", "drake"]"#)
    // Counts 5, 3, 2, 1 and 0.
    let counts = [("tench", 5), ("great white shark", 3), ("crane", 2), ("newt", 1)]
    try folder.write(
      "captions.txt", counts.map { String(repeating: "a \($0.0)\n", count: $0.1) }.joined() + "nothing\n")
    try folder.write(
      "accuracy.csv", "class,accuracy\ntench,0.1\ngreat white shark,0.9\ncrane,0.5\nnewt,0.4\ndrake,0.45\n")
    for arguments in [
      ["index", "--classes", "names.json", "--corpus", "c", "captions.txt"],
      ["accuracy", "add", "--classes", "names", "--model", "m", "accuracy.csv"],
    ] {
      let run = try Binary.run(arguments, folder: folder.url)
      try #require(run.status == 0, "\(run.stderr)")
    }
  }

  private func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }

  private func plan(_ options: String...) throws -> [[String]] {
    let run = try Binary.run(["remedy", "plan", "--format", "csv"] + options, folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    #expect(run.stderr.contains("no accuracy is promised"))
    return run.stdout.split(separator: "\n").dropFirst().map { $0.components(separatedBy: ",") }
  }

  @Test func theClassesThatLackDataAreListedWithWhatTheyLack() throws {
    // The median of 5, 3, 2, 1 and 0 is 2.
    #expect(
      try plan().map { $0.prefix(5) } == [
        ["4", "drake", "0", "0.45", "2"], ["3", "newt", "1", "0.4", "1"],
      ])
    #expect(try plan("--reach", "4").map { $0[4] } == ["4", "3", "2", "1"])
    #expect(try plan("--reach", "quantile:0.75").map { $0[4] } == ["3", "2", "1"])
    #expect(try plan("--reach", "4", "--below-count", "2").map { $0[1] } == ["drake", "newt"])
    #expect(try plan("--reach", "4", "--below-accuracy", "0.5").map { $0[1] } == ["drake", "newt"])
    #expect(try plan("--reach", "4", "--lowest", "2").map { $0[1] } == ["newt"])
    let lowest = try run("remedy", "plan", "--reach", "4", "--lowest", "2")
    #expect(lowest.stderr.contains("more data is not what they lack: `tench`"), "\(lowest.stderr)")
    #expect(try run("remedy", "plan", "--reach", "many").status == 64)
    #expect(try run("remedy", "plan", "--lowest", "1", "--below-count", "3").status == 64)
  }

  private func makeImages(_ counts: [(String, Int)]) throws {
    for (name, count) in counts {
      for number in 0..<count { try folder.write("train/\(name)/\(number).JPEG", "x") }
    }
  }

  @Test func theShardsCountsAreThePlans() throws {
    try makeImages([("drake", 9), ("Newt", 9), ("great_white_shark", 9), ("2", 9), ("nobody", 1)])
    try folder.write("train/drake/notes.txt", "no image")
    #expect(try run("remedy", "plan", "--reach", "7", "-o", "plan.csv").status == 0)
    let write = try run("remedy", "write", "--plan", "plan.csv", "--images", "train", "-o", "extra.json")
    #expect(write.status == 0, "\(write.stderr)")
    #expect(write.stderr.contains("no class for `nobody`") && write.stderr.contains("tench: 0 of 2"))
    let index = try run("index", "--classes", "names", "--corpus", "extra", "extra.json")
    #expect(index.status == 0, "\(index.stderr)")
    let query = try run("query", "--corpus", "extra", "--format", "csv")
    // drake 7, newt 6, crane 5, shark 4; of tench there is no image.
    let found = query.stdout.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(found.map { "\($0[1]) \($0[3])" }.contains("drake 7"), "\(query.stdout)")
    for (name, count) in [("drake", 7), ("newt", 6), ("crane", 5), ("great white shark", 4), ("tench", 0)] {
      let row = try #require(found.first { $0.contains(Substring(name)) })
      #expect(row.contains("\(count)"), "\(row)")
    }
    let records = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: folder.url.appending(path: "extra.json")))
        as? [[String: Any]])
    #expect(records.count == 22)
    let turns = try #require(records.first?["conversations"] as? [[String: String]])
    #expect(turns.first?["value"] == "<image>\nWhat type of object is in this photo?")
    #expect((records.first?["image"] as? String)?.hasPrefix("great_white_shark/") == true)
  }

  /// The loop is closed: what was added changes what the model saw as much as its weight says, and ImageWikiQA says per class
  /// how good the model is.
  @Test(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
  func whatWasAddedIsWeighed() throws {
    try makeImages([("drake", 9), ("newt", 9), ("crane", 9), ("great white shark", 9)])
    #expect(try run("remedy", "plan", "--reach", "4", "-o", "plan.csv").status == 0)
    #expect(
      try run("remedy", "write", "--plan", "plan.csv", "--images", "train", "-o", "extra.json").status == 0)
    let answers = [
      ("tench", "A"), ("tench", "B"), ("crane", "A"), ("newt", "A"), ("drake", "B"), ("drake", "A"),
    ]
    let questions = answers.enumerated().map { number, answer in
      #"{"image": "\#(number).JPEG", "text": "Which? A. one B. two", "label": "A", "classname": "\#(answer.0)", "pred": "\#(answer.1)"}"#
    }
    try folder.write("wiki.jsonl", questions.joined(separator: "\n") + "\n")
    let add = try run(
      "accuracy", "add", "--classes", "names", "--model", "wiki", "--rule", "letter", "--class-field",
      "classname",
      "wiki.jsonl")
    #expect(add.status == 0, "\(add.stderr)")
    let before = try run("correlate", "--corpus", "c", "--format", "json")
    let index = try run(
      "index", "--classes", "names", "--corpus", "extra", "--stage", "instruct", "extra.json")
    #expect(index.status == 0, "\(index.stderr)")
    let after = try run("correlate", "--weight", "extra=3", "--format", "json")
    let script = """
      import json, sys
      from scipy.stats import pearsonr, spearmanr
      c, extra = [5, 3, 2, 1, 0], [0, 1, 2, 3, 4]
      accuracies = {"m": [.1, .9, .5, .4, .45], "wiki": [.5, None, 1, 1, .5]}
      for text, weight in zip(json.load(sys.stdin), [0, 3]):
        rows = json.loads(text)
        assert sorted(row["model"] for row in rows) == ["m", "wiki"], rows
        for row in rows:
          pairs = [(a + weight * b, y) for a, b, y in zip(c, extra, accuracies[row["model"]]) if y is not None]
          for name, coefficient in [("spearman", spearmanr), ("pearson_raw", pearsonr)]:
            assert abs(row[name] - coefficient(*zip(*pairs)).statistic) < 1e-9, (row, pairs)
      """
    let check = try Run.python(
      ["-c", script], input: JSONSerialization.data(withJSONObject: [before.stdout, after.stdout]))
    #expect(check.status == 0, "\(check.stderr)")
  }

  @Test func aLargerNumberKeepsWhatASmallerOneDrew() throws {
    try makeImages([("drake", 30)])
    func images(_ number: Int, seed: Int) throws -> [String] {
      let run = try run(
        "remedy", "write", "--per-class", "\(number)", "--images", "train", "--seed", "\(seed)", "--format",
        "llava-jsonl", "--replace", "-o", "a.jsonl")
      #expect(run.status == 0, "\(run.stderr)")
      return try String(contentsOf: folder.url.appending(path: "a.jsonl"), encoding: .utf8)
        .matches(of: #/"image": "([^"]+)"/#).map { String($0.1) }
    }
    let (few, more, others) = try (images(5, seed: 1), images(12, seed: 1), images(12, seed: 2))
    #expect(few == Array(more.prefix(5)) && more.count == 12 && Set(more) != Set(others))
  }

  @Test func questionsAnswersAndFormats() throws {
    try folder.write("images.csv", "image,label\n/data/a.jpg,tench\n/data/b.jpg,newt\n/data/c.jpg,what\n")
    try folder.write("questions.txt", "What is this?\n\nName it.\n")
    let run = try run(
      "remedy", "write", "--per-class", "1", "--images", "images.csv", "--image-root", "/data", "--format",
      "openai", "--questions", "questions.txt", "--answer", "A \"{class}\".", "-o", "a.jsonl")
    #expect(run.status == 0, "\(run.stderr)")
    let text = try String(contentsOf: folder.url.appending(path: "a.jsonl"), encoding: .utf8)
    #expect(text.contains(#""url": "a.jpg""#) && text.contains(#""content": "A \"tench\".""#), "\(text)")
    #expect(text.contains("What is this?") || text.contains("Name it."))
    let index = try self.run("index", "--classes", "names", "--corpus", "o", "a.jsonl")
    #expect(index.status == 0 && index.stdout.contains("records   2"), "\(index.stdout)\(index.stderr)")
    let refused = try self.run(
      "remedy", "write", "--per-class", "1", "--images", "images.csv", "--answer", "yes", "-o", "b.json")
    #expect(
      refused.stderr
        == "corpus-tool: the answer `yes` has no {class}, where the class's name goes\n")
    let outside = try self.run(
      "remedy", "write", "--per-class", "1", "--images", "images.csv", "--image-root", "/dat", "-o", "b.json")
    #expect(outside.stderr == "corpus-tool: the image `/data/a.jpg` is not in the image root `/dat`\n")
  }

  /// pyarrow and DuckDB read the records as LLaVA's, and the counts are those of the JSON.
  @Test(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
  func recordsAreWrittenAsParquet() throws {
    try makeImages([("drake", 9), ("newt", 4)])
    let options = ["remedy", "write", "--per-class", "5", "--images", "train", "--seed", "2", "--shuffle"]
    for file in [["-o", "a.json"], ["--format", "parquet", "-o", "a.parquet"]] {
      let write = try Binary.run(options + file, folder: folder.url)
      #expect(write.status == 0, "\(write.stderr)")
    }
    let script = """
      import json, sys, pyarrow as pa, pyarrow.parquet as pq, duckdb
      table = pq.read_table(sys.argv[1] + "/a.parquet")
      turn = [("from", pa.string()), ("value", pa.string())]
      rows = table.to_pylist()
      same = [{"id": r["id"], "image": r["image"], "conversations": [dict(t) for t in r["conversations"]]} for r in rows]
      print(same == json.load(open(sys.argv[1] + "/a.json")), len(rows), [(f.name, f.type) for f in table.schema.field("conversations").type.value_type] == turn)
      print(duckdb.sql(f"SELECT count(*), min(conversations[2].value) FROM '{sys.argv[1]}/a.parquet'").fetchall())
      """
    let check = try Run.python(["-c", script, folder.url.path])
    #expect(check.stdout == "True 9 True\n[(9, 'drake')]\n", "\(check.stdout)\(check.stderr)")
    let index = try run("index", "--classes", "names", "--corpus", "p", "a.parquet")
    #expect(index.status == 0, "\(index.stderr)")
    let query = try run("query", "--corpus", "p", "--format", "csv", "drake", "newt")
    #expect(query.stdout.contains("drake,") && query.stdout.contains("5") && query.stdout.contains("4"))
    #expect(
      try run(
        "remedy", "write", "--per-class", "1", "--images", "train", "--format", "llava", "-o", "b.parquet"
      ).status == 64)
    let both = try Binary.run(
      options + ["--format", "parquet", "--append-to", "a.json", "-o", "c.parquet"], folder: folder.url)
    #expect(both.status == 64)
  }

  /// Python reads the same records from the array with the new ones.
  @Test(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
  func earlierRecordsAreCopiedByteForByte() throws {
    try makeImages([("drake", 3)])
    let earlier = #"""
      [ {"id": 1, "conversations": [{"from": "gpt", "value": "a ]}\" \\ [ crane, é\ud83d\udc15"}]} ,
        {"a": [1, [2, {"b": "}"}]], "n": 1.0e5},{}  ]

      """#
    try folder.write("old.json", earlier)
    for options in [[], ["--shuffle", "--seed", "3"]] {
      let write = try Binary.run(
        ["remedy", "write", "--per-class", "2", "--images", "train", "--append-to", "old.json", "--replace"]
          + options + ["-o", "new.json"], folder: folder.url)
      #expect(write.status == 0, "\(write.stderr)")
      let script = """
        import json, sys
        old, new = json.load(open(sys.argv[1] + "/old.json")), json.load(open(sys.argv[1] + "/new.json"))
        key = lambda record: json.dumps(record, sort_keys=True)
        kept = [r for r in new if not str(r.get("id", "")).startswith("remedy-")]
        print(len(new), kept == old, sorted(map(key, kept)) == sorted(map(key, old)))
        """
      let check = try Run.python(["-c", script, folder.url.path])
      #expect(
        check.stdout.hasPrefix("5 ") && check.stdout.hasSuffix("True\n"), "\(check.stdout)\(check.stderr)")
      if options.isEmpty { #expect(check.stdout == "5 True True\n") }
      let text = try String(contentsOf: folder.url.appending(path: "new.json"), encoding: .utf8)
      #expect(text.contains(#"{"a": [1, [2, {"b": "}"}]], "n": 1.0e5}"#))
    }
    for (content, found) in [
      ("{}", "something else at its start"), ("[1, 2", "an array that does not end"),
      ("[1,]", "a comma before its end"),
      ("[] []", "more behind the array"), ("", "an empty file"), ("[,]", "a comma without an element"),
      ("[}", "a bracket that closes nothing"),
    ] {
      try folder.write("bad.json", content)
      let run = try run(
        "remedy", "write", "--per-class", "1", "--images", "train", "--append-to", "bad.json", "-o", "x.json")
      #expect(run.status == 1 && run.stderr.contains(found), "\(content): \(run.stderr)")
      #expect(!FileManager.default.fileExists(atPath: folder.path("x.json")))
    }
  }

  @Test func aPlanOfOtherClassesIsRefused() throws {
    try makeImages([("drake", 3)])
    func refusal(_ plan: String) throws -> String {
      try folder.write("plan.csv", plan)
      let run = try run("remedy", "write", "--plan", "plan.csv", "--images", "train", "-o", "x.json")
      #expect(run.status == 1)
      return run.stderr
    }
    #expect(
      try refusal("class,add\ndrake,1\nyeti,2\n")
        == "corpus-tool: plan.csv, line 3: the class set `names` has no class `yeti`\n")
    #expect(try refusal("class,add\ndrake,-1\n").contains("plan.csv, line 2"))
    #expect(try refusal("class,number\ndrake,1\n").contains("add"))
  }
}
