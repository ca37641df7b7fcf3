import Foundation
import TestSupport
import Testing

/// The commands of the pages on rows and on remedies do what the pages say, one after another in one folder.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
final class RowsPageTests {
  private let folder: TemporaryFolder
  private static let names = ["tench", "crane", "newt", "drake", "hen", "great white shark"]

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", JSONEncoder().encode(Self.names))
    var random = SystemRandomNumberGenerator()
    for shard in ["laion/0.jsonl", "laion/1.jsonl", "a.jsonl", "b.jsonl"] {
      let lines = (0..<200).map { number in
        let (one, two) = (Self.names[number % 5], Self.names[number % 3])
        return
          #"{"caption": "a \#(one) and a \#(two)", "url": "http://x/\#(shard)/\#(number)", "similarity": 0.\#(Int.random(in: 1...9, using: &random))}"#
          + "\n"
      }
      try folder.write(shard, lines.joined())
    }
    let rows = Self.names.enumerated().map { "\($1),\(Double($0) / 8 + 0.1)\n" }.joined()
    try folder.write("accuracy.csv", "class,accuracy\n" + rows)
    for (place, name) in Self.names.enumerated() {
      for number in 0..<(30 + place) { try folder.write("train/\(name)/\(number).jpg", "x") }
    }
    let images = Self.names.flatMap { name in (0..<12).map { "train/\(name)/\($0).jpg,\(name)\n" } }.joined()
    try folder.write("images.csv", "image,label\n" + images)
    try folder.write("mix665k.json", #"[{"id": "1", "conversations": [{"from": "gpt", "value": "a newt"}]}]"#)
  }

  private func run(_ page: String, _ isWanted: (String) -> Bool = { _ in true }) throws {
    let commands = DocumentedCommand.all.filter { $0.page == page && isWanted($0.line) }
    #expect(commands.count > 5)
    for command in commands {
      let done = try Binary.shell(command.line, folder: folder.url)
      #expect(done.status == 0, "\(command.line): \(done.stderr)")
    }
  }

  private func blocks(_ page: String, _ language: String) -> [String] {
    DocumentationPage.all.first { $0.path == page }?.blocks.filter { $0.language == language }.map(\.text)
      ?? []
  }

  @Test func theRowsPage() throws {
    try folder.write("plan.csv", "class,add\ntench,5\n")
    let added = try Binary.shell(
      "corpus-tool accuracy add --classes names.json --model m accuracy.csv", folder: folder.url)
    #expect(added.status == 0, "\(added.stderr)")
    try run("docs/rows.md")
    let (sql, python) = (blocks("docs/rows.md", "sql"), blocks("docs/rows.md", "python"))
    #expect(!sql.isEmpty && !python.isEmpty)
    let script = """
      import duckdb, json, os, sys
      os.chdir(sys.argv[1])
      sql, python = json.load(sys.stdin)
      for text in sql:
        for statement in text.split(";"):
          if statement.strip(): assert duckdb.sql(statement).fetchall(), statement
      # A caption that mentions two classes has two rows, and is one caption.
      from collections import Counter
      from glob import glob
      captions = Counter(json.loads(line)["caption"] for file in glob("laion/*.jsonl") for line in open(file))
      repeated = [s for text in sql for s in text.split(";") if "times" in s]
      assert [row[0] for row in duckdb.sql(repeated[0]).fetchall()] == sorted(captions.values())[:-11:-1]
      for text in python: exec(text)
      import pandas
      urls = pandas.read_parquet("urls.parquet")
      tench = pandas.read_parquet("tench.parquet")
      assert set(urls.url) == set(tench.url) and list(tench.columns) == ["url", "caption"], urls
      assert len(json.load(open("tench.json"))) == len(tench)
      """
    let input = try JSONSerialization.data(withJSONObject: [sql, python])
    let done = try Run.python(["-c", script, folder.url.path], input: input)
    #expect(done.status == 0, "\(done.stdout)\(done.stderr)")
  }

  @Test func theRemedyPage() throws {
    for line in [
      "classes add imagenet names.json", "index --classes imagenet --corpus laion laion",
      "accuracy add --classes imagenet --model llava accuracy.csv",
    ] {
      let done = try Binary.shell("corpus-tool " + line, folder: folder.url)
      #expect(done.status == 0, "\(line): \(done.stderr)")
    }
    // The plans of the page are written to the same file or to standard output.
    try run("docs/remedy.md")
    let check = try Binary.shell("corpus-tool query --corpus extra --format csv", folder: folder.url)
    let plan = try String(contentsOf: folder.url.appending(path: "plan.csv"), encoding: .utf8)
    for line in plan.split(separator: "\n").dropFirst() {
      let cells = line.components(separatedBy: ",")
      let wanted = min(Int(cells[4]) ?? 0, 30)
      #expect(
        check.stdout.contains(",\(cells[1]),\(wanted),\(wanted)") || wanted == 30, "\(line) \(check.stdout)")
    }
  }

  /// Every command that gives a table writes it as Parquet, by its format and by the name of its file.
  @Test func everyTableIsWrittenAsParquet() throws {
    for line in [
      "classes add names names.json", "index --classes names --corpus laion --rows rows laion",
      "accuracy add --classes names --model m accuracy.csv",
      "accuracy add --classes names --model n accuracy.csv",
      "index --classes names --matching paper --corpus both a.jsonl",
      "index --classes names --corpus both a.jsonl",
    ] {
      let done = try Binary.shell("corpus-tool " + line, folder: folder.url)
      #expect(done.status == 0, "\(line): \(done.stderr)")
    }
    let ofCorpus: [String] = [
      "query", "query --by corpus", "query --by shard", "query --by term", "query --by role",
      "query --absent",
      "query --count distinct", "correlate", "correlate --full --resamples 99", "export", "export --binned",
      "pairs", "rows list --by-class", "rows export", "examples tench", "remedy plan --model m",
      "sample --rule per-class --cap 3",
    ]
    let others: [String] = [
      "compare --corpus both word paper", "classes list", "classes show names", "corpora", "shards", "info",
      "rows list", "count tench laion", "count --by shard tench laion", "model list", "expand laion",
      "index --classes names --corpus again b.jsonl",
    ]
    var made: [String] = []
    for (number, table) in (ofCorpus.map { $0 + " --corpus laion" } + others).enumerated() {
      let done = try Binary.shell("corpus-tool \(table) -o \(number).parquet", folder: folder.url)
      #expect(done.status == 0, "\(table): \(done.stderr)")
      made.append("\(number).parquet")
    }
    let asked = try Binary.shell(
      "corpus-tool query --corpus laion --format parquet > asked.parquet", folder: folder.url)
    #expect(asked.status == 0, "\(asked.stderr)")
    made.append("asked.parquet")
    let script = """
      import os, sys, pyarrow.parquet as pq
      os.chdir(sys.argv[1])
      for name in sys.argv[2:]: assert pq.read_table(name).num_columns > 0, name
      """
    let read = try Run.python(["-c", script, folder.url.path] + made)
    #expect(read.status == 0, "\(read.stderr)")
  }
}
