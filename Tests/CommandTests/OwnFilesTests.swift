import Foundation
import TestSupport
import Testing

/// What this tool wrote beside captions is never counted as captions.
@Suite struct OwnFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["dog", "cat"]"#)
    try folder.write("d/a.jsonl", #"{"caption": "a dog"}"# + "\n")
  }

  private func run(_ arguments: String...) throws -> Run { try Binary.run(arguments, folder: folder.url) }

  private func count() throws -> String {
    let query = try run("query", "dog", "--format", "csv")
    return query.stdout.split(separator: "\n").last.map(String.init) ?? ""
  }

  /// Rows that lie in the folder of their shards: the folder may be indexed again and again.
  @Test(arguments: [["--keep", "caption"], []])
  func rowsInTheWalkedFolderAreNoShards(keep: [String]) throws {
    let command = ["index", "--classes", "names.json", "--corpus", "c", "--rows", "d/rows"] + keep + ["d"]
    #expect(try Binary.run(command, folder: folder.url).status == 0)
    let again = try Binary.run(command, folder: folder.url)
    #expect(again.status == 0, "\(again.stderr)")
    #expect(again.stdout.contains("0 counted, 1 unchanged"), "\(again.stdout)")
    #expect(again.stderr.contains("ignored in the folders: 1 file of rows"), "\(again.stderr)")
    #expect(try count() == "0,dog,1,1")
    let inside = try run("count", "dog", "d/rows")
    #expect(
      inside.status != 0 && inside.stderr.contains("d/rows has files of rows"),
      "\(inside.status) \(inside.stderr)")
    let file = "d/rows/" + (try FileManager.default.contentsOfDirectory(atPath: folder.path("d/rows"))[0])
    // Under another name it is still known by what it says of itself.
    try FileManager.default.copyItem(atPath: folder.path(file), toPath: folder.path("other.parquet"))
    for name in [file, "other.parquet"] {
      let named = try run("count", "dog", name)
      #expect(
        named.status == 1 && named.stderr.contains("\(name): this is a file of rows"), "\(named.stderr)")
    }
  }

  /// A stranger's Parquet file under such a name is a shard.
  @Test func aNameAloneMakesNoFileOfRows() throws {
    let name = String(repeating: "0", count: 32) + "-" + String(repeating: "a", count: 16) + ".parquet"
    #expect(
      try run("index", "--classes", "names.json", "--corpus", "c", "--rows", "rows", "--keep", "caption", "d")
        .status == 0)
    try folder.write("s/keep.txt", "a cat\n")
    #expect(try run("extract", "dog", "--columns", "caption", "-o", "x.parquet").status == 0)
    try FileManager.default.moveItem(atPath: folder.path("x.parquet"), toPath: folder.path("s/" + name))
    let count = try run("count", "dog", "s", "--format", "csv")
    #expect(count.stdout.contains("dog,1,1,2,"), "\(count.stdout)\(count.stderr)")
  }

  /// What says how a result was made lies beside it.
  @Test func whatSaysHowAResultWasMadeIsNoShard() throws {
    let index = ["index", "--classes", "names.json", "--corpus", "c", "d"]
    #expect(try Binary.run(index, folder: folder.url).status == 0)
    #expect(try run("extract", "dog", "--columns", "caption", "-o", "d/x.parquet").status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.path("d/x.parquet.meta.json")))
    let again = try Binary.run(index, folder: folder.url)
    #expect(again.status == 0, "\(again.stderr)")
    #expect(again.stderr.contains("ignored in the folders: 1 *.meta.json"), "\(again.stderr)")
  }
}
