import Foundation
import TestSupport
import Testing

/// What a database holds, and how a model is taken out of it again.
@Suite struct InfoTests {
  static let cases = [
    CommandCase("info of no database", ["info"], status: 1, stdout: "", stderr: ["no such database"]),
    CommandCase(
      "forget no model", ["model", "forget"], status: 64, stdout: "",
      stderr: ["corpus-tool: Missing expected argument '<model> ...'"]),
    CommandCase(
      "forget in no database", ["accuracy", "forget", "m"], status: 1, stdout: "",
      stderr: ["no such database"]),
  ]

  @Test(arguments: cases) func refusals(_ test: CommandCase) throws { try test.check() }

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    try folder.write("bad.jsonl", "{\"caption\": \"a\"\n")
    try folder.write("other.json", #"["tench", "newt"]"#)
    try folder.write("clip.json", #"{"tench": 0.5, "shark": 0.25, "crane": 0}"#)
    try folder.write("pred.csv", "label,pred\ntench,a tench\nnewt,a toad\n")
    try folder.write("web.csv", "class,captions\ntench,7\nnewt,0\n")
  }

  private func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }

  private func done(_ arguments: String..., status: Int32 = 0) throws {
    let run = try Binary.run(arguments, folder: folder.url)
    #expect(run.status == status, "\(arguments): \(run.stderr)")
  }

  /// Two class sets, three corpora under two rule sets, one imported, and a model on each class set.
  private func fill() throws {
    try done(
      "index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "bad.jsonl", status: 1)
    try done(
      "index", "--classes", "names", "--corpus", "talk", "--stage", "instruct", "--overlap", "longest",
      "chat.json")
    try done("classes", "add", "other", "other.json")
    try done("frequency", "add", "--classes", "other", "--corpus", "web", "web.csv")
    try done("accuracy", "add", "--classes", "names", "--model", "clip", "clip.json")
    try done("accuracy", "add", "--classes", "other", "--model", "clip", "pred.csv")
    try done("accuracy", "add", "--classes", "other", "--model", "=cmd()", "pred.csv")
  }

  @Test func tablesForAPerson() throws {
    try fill()
    let info = try run("info")
    #expect(info.status == 0)
    #expect(
      info.stderr
        == "corpus-tool: note: columns hidden to fit the terminal: text_bytes, rule_set_id; --format json shows every "
        + "column\n")
    let digests = try ["names", "other"].map { try digest(of: $0) }
    #expect(
      info.stdout == """
        Class sets
        class_set  classes  options  source      digest
        names            5           names.json  \(digests[0])
        other            2           other.json  \(digests[1])

        Corpora
        corpus  stage     class_set  rule_set      shards  captions  failed  records
        c       pretrain  names      word               1         3       1        3
        talk    instruct  names      word,longest       1         2       0        1
        web     pretrain  other      imported

        Models
        model   class_set  classes  accuracy  trained_on  answers  source
        clip    names            3      0.25                       clip.json
        clip    other            2       0.5                    2  pred.csv
        =cmd()  other            2       0.5                    2  pred.csv

        """, "\(info.stdout)")
    #expect(try run("models").stdout == run("model", "list").stdout)
    let models = try run("model").stdout
    #expect(info.stdout.contains(models.split(separator: "\n")[1]))
  }

  private func digest(of classSet: String) throws -> String {
    let list = try JSONSerialization.jsonObject(with: run("classes", "list", "--format", "json").output)
    let sets = try #require(list as? [[String: Any]])
    return try #require(
      sets.first { $0["class_set"] as? String == classSet }?["digest"] as? String)
  }

  @Test func oneObjectAndOneTableForPrograms() throws {
    try fill()
    let info = try run("info", "--format", "json")
    let value = try #require(try JSONSerialization.jsonObject(with: info.output) as? [String: Any])
    #expect(Set(value.keys) == ["class_sets", "corpora", "models"])
    let corpora = try #require(value["corpora"] as? [[String: Any]])
    #expect(corpora.map { $0["corpus"] as? String } == ["c", "talk", "web"])
    let bytes = try textBytes("c")
    #expect(corpora[0]["text_bytes"] as? Int == bytes)
    #expect(corpora[2]["shards"] is NSNull && corpora[2]["captions"] is NSNull)
    let list = try JSONSerialization.jsonObject(with: run("corpora", "--format", "json").output)
    #expect(NSArray(array: corpora) == list as? NSArray)
    // Another reader of CSV.
    try folder.write("info.csv", run("info", "--format", "csv-safe").output)
    let script = """
      import csv, sys
      print([[row["kind"], row["name"], row["class_set"], row["shards"], row["mean_accuracy"]]
        for row in csv.DictReader(open(sys.argv[1], newline=""))])
      """
    #expect(
      try Run.python(["-c", script, folder.path("info.csv")]).stdout == """
        [['class_set', 'names', 'names', '', ''], ['class_set', 'other', 'other', '', ''], \
        ['corpus', 'c', 'names', '1', ''], ['corpus', 'talk', 'names', '1', ''], ['corpus', 'web', 'other', '', ''], \
        ['model', 'clip', 'names', '', '0.25'], ['model', 'clip', 'other', '', '0.5'], \
        ['model', "'=cmd()", 'other', '', '0.5']]

        """)
    // The file of an earlier run is written over, another is not.
    for _ in 0..<2 { try done("info", "-o", "info.txt") }
    try folder.write("mine.txt", "mine")
    try done("info", "-o", "mine.txt", status: 1)
  }

  private func textBytes(_ corpus: String) throws -> Int? {
    let script = """
      import sqlite3, sys
      print(sqlite3.connect(sys.argv[1]).execute("SELECT sum(text_bytes) FROM shard JOIN corpus ON corpus.id = corpus "
        "WHERE corpus.name = ?", [sys.argv[2]]).fetchone()[0])
      """
    return Int(
      try Run.python(["-c", script, folder.path("corpus.sqlite"), corpus]).stdout.dropLast())
  }

  @Test func anEmptyDatabaseSaysSo() throws {
    try done("classes", "add", "names", "names.json")
    let info = try run("info")
    #expect(info.stdout.hasSuffix("\nCorpora\nnone\n\nModels\nnone\n"), "\(info.stdout)")
    #expect(try run("corpora", "--format", "json").stdout == "[]\n")
    // A corpus of which every shard failed.
    try done("index", "--classes", "names", "--corpus", "gone", "bad.jsonl", status: 1)
    #expect(
      try run("corpora", "--format", "csv").stdout.contains("gone,pretrain,names,word,0,0,1,0,0,"))
    // A corpus of which nothing is left.
    try done("forget", "--corpus", "gone", "bad.jsonl")
    #expect(try run("corpora", "--format", "csv").stdout.contains("gone,pretrain,,,0,0,0,0,0,\n"))
  }

  @Test func modelsAreForgotten() throws {
    try fill()
    // Of two class sets it is not clear which is meant; nothing happens.
    let twice = try run("model", "forget", "=cmd()", "clip")
    #expect(twice.status == 1)
    #expect(
      twice.stderr
        == "corpus-tool: the model `clip` was tested on several class sets (names, other); name one with --classes\n"
    )
    let unknown = try run("model", "forget", "=cmd()", "clpi")
    #expect(
      unknown.status == 1
        && unknown.stderr
          == "corpus-tool: no model `clpi`; did you mean `clip`? Available: `clip`, `=cmd()`\n",
      "\(unknown.stderr)")
    let elsewhere = try run("accuracy", "forget", "--classes", "names", "=cmd()")
    #expect(
      elsewhere.status == 1
        && elsewhere.stderr.contains("no model `=cmd()`; available: `clip`\n"), "\(elsewhere.stderr)")
    #expect(try run("models", "--format", "csv").stdout.split(separator: "\n").count == 4)

    let one = try run("accuracy", "forget", "--class-set", "other.json", "clip", "clip")
    #expect(
      one.status == 0
        && one.stderr
          == "corpus-tool: note: model `clip` removed, with its accuracies on 2 classes of `other`\n",
      "\(one.stderr)")
    try done("model", "forget", "clip", "=cmd()")
    #expect(try run("models", "--format", "csv").stdout.split(separator: "\n").count == 1)
    let script = """
      import sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      print([db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("model", "accuracy", "corpus", "class_set")])
      """
    #expect(try Run.python(["-c", script, folder.path("corpus.sqlite")]).stdout == "[0, 0, 3, 2]\n")
    // Under its right name it goes in again.
    try done("accuracy", "add", "--classes", "names", "--model", "clip-l", "clip.json")
  }
}
