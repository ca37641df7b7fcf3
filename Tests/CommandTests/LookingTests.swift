import Foundation
import TestSupport
import Testing

/// The commands that show what the tool understands and why it counts what it counts.
@Suite struct LookingTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("names.json", "[\"dog\", \"cat\", \"potter's wheel\"]")
    try folder.write(
      "rows.jsonl",
      "{\"id\": 1, \"caption\": \"a dog and a dog é\"}\n{\"id\": 2, \"caption\": \"dog\"}\n{\"id\": 3, \"caption\": \"the cat sat\"}\n"
    )
    return folder
  }

  private func run(_ arguments: [String], _ folder: TemporaryFolder) throws -> Run {
    try Binary.run(arguments, folder: folder.url)
  }

  @Test func inspectNamesCodecLayoutAndText() throws {
    let folder = try folder()
    let run = try run(["inspect", "rows.jsonl", "--classes", "names.json", "--format", "json"], folder)
    #expect(run.status == 0, "\(run.stderr)")
    let shards = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
    let shard = try #require(shards.first)
    #expect(shard["codec"] as? String == "none" && shard["layout"] as? String == "json-lines")
    #expect(shard["records"] as? Int == 3)
    let text = try #require((shard["text"] as? [[String: String]])?.first)
    #expect(text == ["field": "caption", "role": "caption"])
    let samples = try #require(shard["samples"] as? [[String: Any]])
    #expect(samples.map { $0["mentions"] as? String } == ["dog", "dog", "cat"])
  }

  @Test func inspectShowsExamplesOfAParquetFilesFields() throws {
    let file = ProjectPaths.root.appending(path: "Tests/Fixtures/parquet/ok/llava_next.parquet").path
    let run = try run(["inspect", file, "--format", "json"], folder())
    #expect(run.status == 0, "\(run.stderr)")
    let shard = try #require((try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])?.first)
    let fields = try #require(shard["fields"] as? [[String: Any]])
    let examples = fields.map { "\($0["field"] ?? "")=\($0["example"] ?? "")" }
    #expect(examples.contains("data_source=d") && examples.contains("id=1"), "\(examples)")
  }

  @Test func inspectGoesOnAfterABadShard() throws {
    let folder = try folder()
    let run = try run(["inspect", "missing.json", "rows.jsonl"], folder)
    #expect(run.status == 1)
    #expect(run.stdout.contains("json-lines") && run.stderr.contains("missing.json"))
  }

  @Test func aDryRunReadsAndWritesNothing() throws {
    let folder = try folder()
    for name in ["d/0.tar", "d/0.json", "d/1.jsonl", "d/1_meta.jsonl"] {
      try folder.write(name, "no shard at all")
    }
    let run = try run(
      ["index", "--dry-run", "--classes", "names.json", "--corpus", "c", "--format", "csv", "d"], folder)
    #expect(run.status == 0, "\(run.stderr)")
    #expect(
      run.stdout.split(whereSeparator: \.isNewline).map(String.init) == [
        "shard,action,of", "d/0.json,sibling,d/0.tar", "d/0.tar,read,", "d/1.jsonl,read,",
        "d/1_meta.jsonl,sibling,d/1.jsonl",
      ])
    #expect(!FileManager.default.fileExists(atPath: folder.path("corpus.sqlite")))
  }

  @Test func examplesAreAFairSampleThatRepeats() throws {
    let folder = try folder()
    let arguments = [
      "examples", "--classes", "names.json", "dog", "rows.jsonl", "--format", "csv", "-n", "2",
    ]
    let (one, two) = (try run(arguments, folder), try run(arguments, folder))
    #expect(one.status == 0 && one.stdout == two.stdout)
    #expect(one.stderr.contains("2 of 3 mentions"), "\(one.stderr)")
    let all = try run(Array(arguments.dropLast(2)), folder)
    let rows = all.stdout.split(whereSeparator: \.isNewline).map(String.init)
    #expect(rows.first == "class,term,shard,record,role,before,mention,after")
    #expect(
      Set(rows.dropFirst()) == [
        "dog,dog,rows.jsonl,1,caption,a ,dog, and a dog é",
        "dog,dog,rows.jsonl,1,caption,a dog and a ,dog, é",
        "dog,dog,rows.jsonl,2,caption,,dog,",
      ])
  }

  @Test func compareShowsTheMissedFirstAndLastWords() throws {
    let folder = try folder()
    for rule in ["paper", "treebank"] {
      let run = try run(
        ["index", "--classes", "names.json", "--corpus", "c", "--matching", rule, "rows.jsonl"], folder)
      #expect(run.status == 0, "\(run.stderr)")
    }
    let compared = try run(["compare", "paper", "treebank", "--format", "csv"], folder)
    #expect(compared.status == 0, "\(compared.stderr)")
    #expect(
      compared.stdout.split(whereSeparator: \.isNewline).map(String.init) == [
        "class_index,class,first,second,difference", "0,dog,1,2,1",
      ])
  }
}
