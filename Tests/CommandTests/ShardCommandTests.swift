import Foundation
import TestSupport
import Testing

@Suite struct ShardCommandTests {
  static let cases = [
    CommandCase(
      "--failed and --stale cannot be used together", ["shards", "--failed", "--stale"], status: 64,
      stdout: "",
      stderr: ["corpus-tool: --failed and --stale cannot be used together\n"]),
    CommandCase(
      "shards of no database", ["shards"], status: 1, stdout: "", stderr: ["no such database"]),
    CommandCase(
      "forget in no database", ["forget", "--corpus", "c"], status: 1, stdout: "",
      stderr: ["no such database"]),
    CommandCase(
      "merge scans without a corpus", ["merge", "--classes", "names.json", "x"], files: Small.files,
      status: 64,
      stdout: "", stderr: ["corpus-tool: to merge scans, give both --classes and --corpus\n"]),
    CommandCase(
      "merge what is no database", ["merge", "--db", "into.sqlite", "names.json"], files: Small.files,
      status: 1,
      stdout: "", stderr: ["corpus-tool: names.json: this file is not a database\n"]),
  ]

  @Test(arguments: cases) func refusals(_ test: CommandCase) throws { try test.check() }

  @Test func listForgetVerify() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    try folder.write("bad\n=cmd().data", "")
    func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }
    let index = try run(
      "index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "chat.json", "bad\n=cmd().data")
    #expect(index.status == 1)
    let root = folder.url.resolvingSymlinksInPath().path

    let shards = try run("shards", "--format", "csv")
    #expect(shards.status == 0)
    #expect(
      shards.stdout.hasPrefix(
        "shard,corpus,class_set,rule_set,records,captions,skipped_records,bytes,files,reading_rule,digest,"
          + "textless_records,human_only_records,passed_over,replaced_surrogates\n"))
    #expect(shards.stdout.contains("\(root)/a.jsonl,c,names,word,3,3,0,"))
    #expect(shards.stdout.contains("\(root)/chat.json,c,names,word,1,2,0,"))
    let failed = try run("shards", "--failed")
    #expect(failed.status == 0 && !failed.stdout.contains("bad\n"))
    #expect(
      try run("shards", "--failed", "--format", "csv").stdout.hasSuffix(",c,names,word,the file is empty\n"))

    let verify = try run("verify", "--rescan", "9")
    #expect(verify.status == 0 && verify.stderr == "", "\(verify.stderr)")
    #expect(verify.stdout.hasSuffix("problems  0\nrescanned 2, same counts 2\n"))

    try folder.write("a.jsonl", Small.lines + "{\"caption\": \"a newt\"}\n")
    #expect(
      try run("shards", "--stale", "--format", "csv").stdout.hasSuffix(
        "\(root)/a.jsonl,c,names,word,changed\n"))
    let changed = try run("verify", "--rescan", "9")
    #expect(changed.status == 1)
    #expect(changed.stderr.contains("a.jsonl of the corpus `c`: its file has changed since it was counted\n"))

    let unknown = try run("forget", "--corpus", "c", "a.jsonl", "none.jsonl")
    #expect(
      unknown.status == 1 && unknown.stderr.contains("the corpus `c` has no shard \(root)/none.jsonl\n"))
    let forget = try run("forget", "--corpus", "c", "a.jsonl", "bad\n=cmd().data", "--compact")
    #expect(
      forget.status == 0 && forget.stderr.contains("removed: the counts of 1 shard, 1 failure\n"),
      "\(forget.stderr)")
    #expect(
      try run("query", "shark", "--format", "csv").stdout
        == "class_index,class,mentions,captions\n1,shark,1,1\n")
    #expect(try run("forget", "--corpus", "c").status == 0)
    #expect(try run("shards", "--format", "csv").stdout.split(separator: "\n").count == 1)
  }

  /// A number that was changed behind the program's back is found by both checks.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func verifyFindsADamagedCount() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }
    #expect(try run("index", "--classes", "names.json", "--corpus", "c", "a.jsonl").status == 0)
    let change = """
      import sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      db.execute("UPDATE shard_class SET repeats = repeats + 5 WHERE class = 1")
      db.commit()
      """
    #expect(try Run.python(["-c", change, folder.path("corpus.sqlite")]).status == 0)
    let verify = try run("verify", "--rescan", "1")
    #expect(verify.status == 1)
    #expect(
      verify.stderr.contains(
        "the total of mentions of class 0, role caption, is 3, but its shards add up to 8\n"))
    #expect(
      verify.stderr.contains(
        "the stored mentions of class 0, role caption, are 8, a recount gives 3\n"))
  }

  @Test func databasesAreMerged() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    try folder.write("b.jsonl", "{\"caption\": \"a newt and a newt\"}\n")
    func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }
    func index(_ database: String, _ shards: String...) throws {
      let done = try Binary.run(
        ["index", "--db", database, "--classes", "names.json", "--corpus", "c"] + shards, folder: folder.url)
      #expect(done.status == 0, "\(done.stderr)")
    }
    try index("one.sqlite", "a.jsonl", "chat.json")
    try index("two.sqlite", "b.jsonl", "a.jsonl")
    try index("all.sqlite", "a.jsonl", "b.jsonl", "chat.json")
    for _ in 0..<2 {
      let merge = try run("merge", "--db", "into.sqlite", "one.sqlite", "two.sqlite")
      #expect(merge.status == 0, "\(merge.stderr)")
    }
    func counts(_ database: String) throws -> String {
      try run("query", "--db", database, "--by", "role", "--format", "csv").stdout
    }
    #expect(try counts("into.sqlite") == counts("all.sqlite"))
    let itself = try run("merge", "--db", "into.sqlite", "into.sqlite")
    #expect(
      itself.status == 1
        && itself.stderr.contains("into.sqlite cannot be merged: it is the database itself\n"))
  }

  /// Databases with one list under two names: the sentence says which and how to merge them, and nothing stays behind.
  @Test func listsUnderTwoNamesAreMergedByRenaming() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    try folder.write("same.json", Small.classes)
    func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }
    func index(_ database: String, _ classes: String, _ shard: String) throws {
      #expect(
        try run("index", "--db", database, "--classes", classes, "--corpus", "c", shard).status == 0)
    }
    try index("one.sqlite", "names.json", "a.jsonl")
    try index("two.sqlite", "same.json", "chat.json")
    try index("all.sqlite", "names.json", "a.jsonl")
    try index("all.sqlite", "names", "chat.json")
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    let refused = try run("merge", "--db", "into.sqlite", "one.sqlite", "two.sqlite")
    #expect(
      refused.status == 1
        && refused.stderr
          == "corpus-tool: two.sqlite cannot be merged: its class set `same` has the same classes and terms as "
          + "`names` in the receiving database; --rename same=names merges them\n",
      "\(refused.stderr)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == before)
    let typo = try run("merge", "--db", "into.sqlite", "--rename", "smae=names", "one.sqlite", "two.sqlite")
    #expect(
      typo.status == 1
        && typo.stderr.contains("no database to merge has a class set `smae`; did you mean `same`?"),
      "\(typo.stderr)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == before)
    for word in ["same", "=names", "same="] {
      let usage = try run("merge", "--db", "into.sqlite", "--rename", word, "one.sqlite")
      #expect(usage.status == 64 && usage.stderr.contains("--rename takes OLD=NEW"), "\(usage.stderr)")
    }
    let merged = try run("merge", "--db", "into.sqlite", "--rename", "same=names", "one.sqlite", "two.sqlite")
    #expect(merged.status == 0, "\(merged.stderr)")
    for by in ["role", "term", "corpus"] {
      #expect(
        try run("query", "--db", "into.sqlite", "--by", by, "--format", "csv").stdout
          == run("query", "--db", "all.sqlite", "--by", by, "--format", "csv").stdout)
    }
    #expect(try run("verify", "--db", "into.sqlite").status == 0)
    #expect(
      try run("info", "--db", "into.sqlite", "--format", "csv").stdout
        == run("info", "--db", "all.sqlite", "--format", "csv").stdout)
  }

  /// Scans that cannot be merged leave no class set behind, and no file where there was none.
  @Test func refusedScansLeaveNothing() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    try folder.write("other.json", #"["tench"]"#)
    func run(_ arguments: String..., input: String = "") throws -> Run {
      try Binary.run(arguments, input: Data(input.utf8), folder: folder.url)
    }
    try folder.write(
      "scan.jsonl", try run("scan", "--classes", "names.json", input: "a.jsonl\n").output)
    let refused = try run("merge", "--classes", "other.json", "--corpus", "c", "scan.jsonl")
    #expect(refused.status == 1 && refused.stderr.contains("scan.jsonl"), "\(refused.stderr)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("corpus.sqlite")))
    #expect(try run("index", "--classes", "names.json", "--corpus", "c", "a.jsonl").status == 0)
    #expect(try run("merge", "--classes", "other.json", "--corpus", "d", "scan.jsonl").status == 1)
    let info = try run("info", "--format", "csv").stdout
    #expect(!info.contains("other") && info.contains("class_set,names,names"), "\(info)")
    #expect(try run("verify").status == 0)
  }
}
