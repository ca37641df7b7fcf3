import Foundation
import TestSupport
import Testing

/// Examples are drawn from the shards that `index` would count.
@Suite struct ExamplesTests {
  @Test func ofDuplicatesOneIsRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench", "crane"]"#)
    try folder.write("d/a.csv", "caption\na tench\nanother tench\n")
    try folder.write("d/a.jsonl", "{\"caption\": \"a tench\"}\n{\"caption\": \"another tench\"}\n")
    try folder.write("d/b.jsonl", "{\"caption\": \"a third tench\"}\n")
    let command = ["examples", "--classes", "names.json", "tench"]
    for (words, mentions) in [
      (["d"], 3), (["d", "d/b.jsonl"], 3), (["--keep-siblings", "d"], 5), (["d/a.csv", "d/a.jsonl"], 2),
    ] {
      let run = try Binary.run(command + words, folder: folder.url)
      #expect(
        run.status == 0 && run.stderr.contains("\(mentions) of \(mentions) mentions"),
        "\(words): \(run.stderr)")
      #expect(run.stdout.split(separator: "\n").count == mentions, "\(run.stdout)")
      #expect(run.stderr.contains("--keep-siblings") == (mentions != 5), "\(words): \(run.stderr)")
    }
  }
}
