import Foundation
import TestSupport
import Testing

/// A few captions whose counts can be told by reading them.
enum Small {
  static let classes = #"["tench", "shark", "hammerhead shark", "crane", "newt"]"#
  static let lines = """
    {"caption": "a tench and a hammerhead shark", "url": "https://example.com/newt.jpg"}
    {"caption": "two cranes, one crane, another crane"}
    {"caption": "TENCH! tench?"}

    """
  static let chat = """
    [{"id": 1, "conversations": [{"from": "human", "value": "<image>\\nIs this a crane?"},
      {"from": "gpt", "value": "No, it is a shark."}]}]
    """
  static let files = ["names.json": classes, "a.jsonl": lines, "chat.json": chat]
}

@Suite struct IndexTests {
  static let cases = [
    CommandCase(
      "counts, progress and summary",
      [
        "index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "chat.json", "--threads", "1",
        "--verbose",
      ],
      files: Small.files, stdout: nil,
      stderr: [
        "corpus-tool: note: 5 classes with 5 terms, read as a JSON list of names\n",
        "a.jsonl: 3 records, 3 captions, 7 mentions\n", "chat.json: 1 record, 2 captions, 2 mentions\n",
      ]),
    CommandCase(
      "standard input", ["index", "--classes", "names.json", "--corpus", "c", "-", "--verbose"],
      input: Small.lines,
      files: Small.files, stderr: ["-: 3 records, 3 captions, 7 mentions\n"]),
    CommandCase(
      "a command's output",
      ["index", "--classes", "names.json", "--corpus", "c", "pipe:cat a.jsonl", "--verbose"],
      files: Small.files,
      stderr: ["pipe:cat a.jsonl: 3 records"]),
    CommandCase(
      "a folder, what is no shard left out and told",
      ["index", "--classes", "names.json", "--corpus", "c", "d", "--verbose"],
      files: Small.files.merging([
        "d/x/a.jsonl": Small.lines, "d/README.md": "a tench", "d/.b.jsonl": "x", "d/y.png": "",
      ]) { $1 },
      stderr: [
        "ignored in the folders: 1 README*, 1 dotfile, 1 file of another type\n", "d/x/a.jsonl: 3 records",
      ]),
    CommandCase(
      "a folder without shards", ["index", "--classes", "names.json", "--corpus", "c", "d"],
      files: Small.files.merging(["d/y.png": ""]) { $1 }, status: 1, stdout: "",
      stderr: ["corpus-tool: the folder d has no shards"]),
    CommandCase(
      "a glob without a match", ["index", "--classes", "names.json", "--corpus", "c", "*.parquet"],
      files: Small.files, status: 1, stdout: "", stderr: ["corpus-tool: no file matches *.parquet\n"]),
    CommandCase(
      "a missing shard among good ones",
      ["index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "b.jsonl"],
      files: Small.files, status: 1,
      stderr: ["corpus-tool: b.jsonl: it cannot be opened: No such file or directory\n"]),
    CommandCase(
      "an empty shard", ["index", "--classes", "names.json", "--corpus", "c", "e.data"],
      files: Small.files.merging(["e.data": ""]) { $1 }, status: 1,
      stderr: ["corpus-tool: e.data: the file is empty\n"]),
    CommandCase(
      "empty parts of other text",
      ["index", "--classes", "names.json", "--corpus", "c", "p.jsonl", "p.ndjson", "p.tsv", "l.json"],
      files: Small.files.merging(["p.jsonl": "", "p.ndjson": "", "p.tsv": "", "l.json": "[]"]) { $1 },
      stderr: [" has 0 records\n"]),
    CommandCase(
      "an empty part of Spark's beside others",
      [
        "index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "part-1.json", "part-2.csv",
        "--verbose",
      ],
      files: Small.files.merging(["part-1.json": "", "part-2.csv": ""]) { $1 },
      stderr: ["part-1.json: 0 records, 0 captions, 0 mentions\n"]),
    CommandCase(
      "a download that failed", ["index", "--classes", "names.json", "--corpus", "c", "e.parquet"],
      files: Small.files.merging(["e.parquet": ""]) { $1 }, status: 1,
      stderr: [
        "corpus-tool: e.parquet: the file has no bytes, which a .parquet file cannot have; did its download fail?\n"
      ]),
    CommandCase(
      "plain lines under another name", ["index", "--classes", "names.json", "--corpus", "c", "e.parquet"],
      files: Small.files.merging(["e.parquet": "a tench\n"]) { $1 }, status: 1,
      stderr: [
        "corpus-tool: e.parquet: the name ends in .parquet, but the content is only plain lines; if each of them is a "
          + "caption, --layout lines reads them\n"
      ]),
    CommandCase(
      "plain lines under another name, on request",
      ["index", "--classes", "names.json", "--corpus", "c", "--layout", "lines", "e.parquet", "--verbose"],
      files: Small.files.merging(["e.parquet": "a tench\n"]) { $1 },
      stderr: ["e.parquet: 1 record, 1 caption, 1 mention\n"]),
    CommandCase(
      "no other layout can be insisted on",
      ["index", "--classes", "names.json", "--corpus", "c", "--layout", "csv", "a.jsonl"], files: Small.files,
      status: 64, stdout: "", stderr: ["--layout"]),
    CommandCase(
      "a window of no size",
      ["index", "--classes", "names.json", "--corpus", "c", "--max-window", "3", "a.jsonl"],
      files: Small.files, status: 64, stdout: "",
      stderr: ["corpus-tool: --max-window must be from 1024 to 2147483648\n"]),
    CommandCase(
      "a JSON array that ends early", ["index", "--classes", "names.json", "--corpus", "c", "e.json"],
      files: Small.files.merging(["e.json": #"[{"caption": "a tench"}, {"caption": "a"#]) { $1 }, status: 1,
      stderr: ["corpus-tool: e.json", "ends"]),
    CommandCase(
      "no text field", ["index", "--classes", "names.json", "--corpus", "c", "e.jsonl"],
      files: Small.files.merging(["e.jsonl": "{\"id\": 1, \"link\": \"x\"}\n"]) { $1 }, status: 1,
      stderr: ["corpus-tool: e.jsonl", "fields seen: ", "id", "--text-field"]),
    CommandCase(
      "no class set of that name", ["index", "--classes", "nmes.json", "--corpus", "c", "a.jsonl"],
      files: Small.files, status: 1, stdout: "",
      stderr: ["corpus-tool: nmes.json: there is no such file; did you mean `names.json`?\n"]),
    CommandCase(
      "longest is for word alone",
      [
        "index", "--classes", "names.json", "--corpus", "c", "--matching", "paper", "--overlap", "longest",
        "a.jsonl",
      ],
      files: Small.files, status: 64, stdout: "",
      stderr: ["corpus-tool: --overlap longest applies only to --matching word\n"]),
    CommandCase(
      "a corpus is missing", ["index", "--classes", "names.json", "a.jsonl"], files: Small.files, status: 64,
      stdout: "", stderr: ["corpus-tool: Missing expected argument '--corpus <name>'"]),
  ]

  @Test(arguments: cases) func index(_ test: CommandCase) throws { try test.check() }

  @Test func whatGaveNoTextIsToldInALineEach() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    try folder.write("none.json", "")
    try folder.write(
      "b.jsonl",
      #"{"messages": [{"role": "user", "content": "a tench"}]}"# + "\n" + #"{"messages": []}"# + "\n")
    func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }
    let first = try run("index", "--classes", "names.json", "--corpus", "c", "b.jsonl", "none.json")
    #expect(
      first.stdout.hasPrefix(
        """
        shards    2 counted, 0 unchanged, 0 failed
        records   2
        captions  1 human
        empty     1 shard without a record
        no text   1 record gave no caption
        no answer 1 record gave only what the person says (human)
        mentions  1 human
        """), "\(first.stdout)")
    let shards = try run("shards", "--format", "csv")
    #expect(shards.stdout.contains(",1,1,,0\n") && shards.stdout.contains(",0,0,,0\n"), "\(shards.stdout)")
    // Of several without a record none is told to be like another.
    for name in ["1.json", "2.csv", "3.txt"] { try folder.write("parts/\(name)", "") }
    let parts = try run("index", "--classes", "names.json", "--corpus", "e", "parts")
    #expect(parts.status == 0 && parts.stdout.contains("\nempty     3 shards without a record\n"))
    #expect(!parts.stderr.contains("same content"), "\(parts.stderr)")
    // Where all gave text nothing is told.
    let other = try run("index", "--classes", "names.json", "--corpus", "d", "a.jsonl")
    #expect(!other.stdout.contains("no text") && !other.stdout.contains("empty"))
  }

  @Test func countsBecomeFrequencies() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }
    let first = try run("index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "chat.json")
    #expect(first.status == 0)
    #expect(
      first.stdout.hasPrefix(
        """
        shards    2 counted, 0 unchanged, 0 failed
        records   4
        captions  5 (3 caption, 1 human, 1 assistant)
        mentions  9 (7 caption, 1 human, 1 assistant)
        classes   4 seen, 1 unseen (in all captions and answers of c)
        speed
        """))
    let counts = """
      class_index,class,mentions,captions
      0,tench,3,2
      1,shark,2,2
      2,hammerhead shark,1,1
      3,crane,2,1
      4,newt,0,0

      """
    let query = try run("query", "--format", "csv")
    #expect(query.stdout == counts)
    #expect(
      query.stderr.contains("1 caption of other roles is excluded (human 1); --role all includes them\n"))

    let again = try run(
      "index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "chat.json", "a.jsonl")
    #expect(again.stdout.hasPrefix("shards    0 counted, 2 unchanged, 0 failed\n"))
    #expect(again.stderr.contains("1 shard was named more than once; each counts once\n"))
    #expect(again.stderr.contains("already counted and not read again: 2 of 2 shards\n"))
    #expect(try run("query", "--format", "csv").stdout == counts)

    let changed = Small.lines + #"{"caption": "a newt"}"# + "\n"
    try folder.write("a.jsonl", changed)
    let third = try run("index", "--classes", "names", "--corpus", "c", "a.jsonl", "chat.json")
    #expect(
      third.stderr.contains("a.jsonl has changed since it was counted; its new counts replace the old ones\n")
    )
    #expect(
      try run("query", "newt", "--format", "csv").stdout
        == "class_index,class,mentions,captions\n4,newt,1,1\n")

    #expect(
      try run("query", "crane", "--by", "role", "--format", "csv").stdout
        == "class_index,class,role,mentions,captions\n3,crane,caption,2,1\n3,crane,human,1,1\n3,crane,assistant,0,0\n"
    )
    #expect(
      try run("query", "--top", "1", "--count", "mentions", "--format", "csv").stdout.hasSuffix(
        "captions\n0,tench,3,2\n"))
    #expect(
      try run("query", "--bottom", "1", "--format", "csv").stdout.hasSuffix(
        "captions\n2,hammerhead shark,1,1\n"))
    #expect(
      try run("query", "--absent", "--role", "assistant", "--format", "csv").stdout.split(separator: "\n")
        .count == 5)
    let longest = try run(
      "index", "--classes", "names", "--corpus", "c", "--overlap", "longest", "a.jsonl", "chat.json")
    #expect(longest.status == 0)
    let mixed = try run("query", "--format", "csv")
    #expect(mixed.status == 1 && mixed.stdout == "" && mixed.stderr.contains("word,longest"))
    #expect(
      try run("query", "shark", "--rules", "word,longest", "--format", "csv").stdout.hasSuffix(
        "1,shark,1,1\n"))
    let bad = try run("query", "tnch", "--rules", "word")
    #expect(bad.status == 1)
    #expect(
      bad.stderr.contains("corpus-tool: the class set `names` has no class `tnch`; did you mean `tench`?\n"))
  }

  @Test func outputFilesAreWholeAndClosedPipesQuiet() throws {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    let setup = try Binary.shell(
      "corpus-tool index --classes names.json --corpus c a.jsonl 2>&1 | head -1", folder: folder.url)
    #expect(setup.status == 0 && setup.stderr == "")
    let head = try Binary.shell("corpus-tool query --format csv | head -1", folder: folder.url)
    #expect(head.status == 0 && head.stderr == "" && head.stdout == "class_index,class,mentions,captions\n")
    let full = try Binary.shell("corpus-tool query > /dev/full", folder: folder.url)
    #expect(full.status == 1)
    #expect(full.stderr == "corpus-tool: cannot write standard output: No space left on device\n")
    let file = try Binary.run(["query", "--format", "json", "-o", "out.json"], folder: folder.url)
    #expect(file.status == 0 && file.stdout == "")
    let missing = try Binary.run(["query", "-o", "no/such/folder.csv"], folder: folder.url)
    #expect(missing.status == 1)
    #expect(missing.stderr == "corpus-tool: cannot write no/such/folder.csv: No such file or directory\n")
  }
}
