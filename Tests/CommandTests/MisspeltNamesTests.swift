import Foundation
import TestSupport
import Testing

/// Names of files that are not there, and of classes that are none.
@Suite struct MisspeltNamesTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench"]"#)
    try folder.write("a.jsonl", #"{"caption": "a tench"}"# + "\n")
    return folder
  }

  @Test func noDatabaseIsMadeOfShardsThatAreNotThere() throws {
    let folder = try folder()
    func run(_ words: String...) throws -> Run { try Binary.run(words, folder: folder.url) }
    let index = ["index", "--classes", "names.json", "--corpus", "c"]
    let wrong = try Binary.run(index + ["b.jsonl", "c.jsonl"], folder: folder.url)
    #expect(wrong.status == 1 && wrong.stdout == "")
    #expect(
      wrong.stderr.hasSuffix("corpus-tool: b.jsonl: no such file\ncorpus-tool: c.jsonl: no such file\n"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("corpus.sqlite")))

    let planned = try Binary.run(
      index + ["--dry-run", "--format", "csv", "b.jsonl", "a.jsonl"], folder: folder.url)
    #expect(planned.status == 1 && planned.stdout == "shard,action,of\nb.jsonl,missing,\na.jsonl,read,\n")

    // With one that is there the others are failed shards, which the database knows.
    let some = try Binary.run(index + ["b.jsonl", "a.jsonl"], folder: folder.url)
    #expect(some.status == 1 && some.stdout.contains("1 counted") && some.stdout.contains("1 failed"))

    let merged = try run("merge", "--db", "all.sqlite", "b.sqlite")
    #expect(
      merged.status == 1 && merged.stderr == "corpus-tool: b.sqlite cannot be merged: there is no such file\n"
    )
    #expect(!FileManager.default.fileExists(atPath: folder.path("all.sqlite")))

    let query = try run("query", "tenhc")
    let lines = query.stderr.split(separator: "\n")
    #expect(query.status == 1 && query.stdout == "" && lines.count == 2)
    #expect(lines.first == "corpus-tool: the class set `names` has no class `tenhc`; did you mean `tench`?")
    #expect(lines.last?.hasPrefix("corpus-tool: note: to count it as a phrase: ") == true)
  }

  @Test func anEmptyShardHasNoHeadingsOverNothing() throws {
    let folder = try folder()
    try folder.write("empty.txt", "")
    let run = try Binary.run(["inspect", "empty.txt"], folder: folder.url)
    #expect(
      run.stdout
        == "empty.txt\n  codec     none\n  layout    empty\n  records   0 in the whole shard\n  captions  none\n"
    )
    let texts = (0..<100).map { "\"text \($0)\"" }.joined(separator: ",")
    try folder.write("many.jsonl", "{\"captions\": [\(texts)]}\n")
    let many = try Binary.run(["inspect", "many.jsonl"], folder: folder.url)
    #expect(many.stdout.hasSuffix("    1 caption: text 29\n    and 70 more captions of these records\n"))
  }
}
