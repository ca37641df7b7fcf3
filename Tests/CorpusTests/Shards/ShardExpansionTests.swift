import TestSupport
import Testing

@testable import Corpus

@Suite struct ShardExpansionTests {
  @Test(arguments: [
    ("a.tar", ["a.tar"]),
    ("{0..2}.tar", ["0.tar", "1.tar", "2.tar"]),
    ("d/{00008..00010}.tar", ["d/00008.tar", "d/00009.tar", "d/00010.tar"]),
    ("{2..0}", ["2", "1", "0"]),
    ("{a,b}-{1..2}", ["a-1", "a-2", "b-1", "b-2"]),
    ("x{,.gz}", ["x", "x.gz"]),
    ("{}", ["{}"]),
    ("{a}", ["{a}"]),
    ("{a..b}", ["{a..b}"]),
    ("a}{b", ["a}{b"]),
  ])
  func braces(word: String, names: [String]) throws {
    #expect(try BraceExpansion.names(of: word, limit: 100) == names)
  }

  @Test func absurdRangesAreRefused() {
    #expect(throws: ShardExpansion.Failure.self) {
      try BraceExpansion.names(of: "{0..999999999999}", limit: 100)
    }
    #expect(throws: ShardExpansion.Failure.self) {
      try BraceExpansion.names(of: "{0..50}{0..50}", limit: 100)
    }
  }

  @Test func foldersAreWalkedAndToldAbout() throws {
    let folder = try TemporaryFolder()
    for name in [
      "b.jsonl.zst", "a.txt", "sub/c.parquet", "README.md", "LICENSE", "00000_stats.json", ".hidden.txt",
      "x.jpg",
      "sub/README", "sub/d.text", "sub/e.text.gz",
    ] { try folder.write(name, "x") }
    let expanded = try ShardExpansion([folder.url.path])
    let found = ["a.txt", "b.jsonl.zst", "sub/c.parquet", "sub/d.text", "sub/e.text.gz"]
    #expect(expanded.shards.map(\.description) == found.map { folder.path($0) })
    #expect(
      expanded.leftOut == [.readme: 2, .license: 1, .statistics: 1, .hidden: 1, .otherExtension: 1])
  }

  @Test func partsOfTextNeedNoEnding() throws {
    let folder = try TemporaryFolder()
    for name in ["part-00000", "part-00001.gz", "part-r-00002", "_SUCCESS", "part-one", ".part-00000.crc"] {
      try folder.write(name, "x")
    }
    let expanded = try ShardExpansion([folder.url.path])
    #expect(
      expanded.shards.map(\.description)
        == ["part-00000", "part-00001.gz", "part-r-00002"].map { folder.path($0) })
    #expect(expanded.leftOut == [.otherExtension: 2, .hidden: 1])
  }

  @Test func whatDescribesADataSetIsNoShard() throws {
    let folder = try TemporaryFolder()
    for name in [
      "train/dataset_info.json", "dataset_infos.json", "train/state.json", "requirements.txt", "NOTICE.txt",
      "readme.txt",
      "license.txt", "notices.json", "train/data.jsonl",
    ] { try folder.write(name, "x") }
    let expanded = try ShardExpansion([folder.url.path])
    #expect(
      expanded.shards.map(\.description) == ["notices.json", "train/data.jsonl"].map { folder.path($0) })
    #expect(expanded.leftOut == [.description: 4, .notice: 1, .readme: 1, .license: 1])
    // Named outright it is read.
    let info = folder.path("train/dataset_info.json")
    #expect(try ShardExpansion([info]).shards == [.file(path: info)])
  }

  @Test func aFileNamedOutrightIsAlwaysRead() throws {
    let folder = try TemporaryFolder()
    let odd = try folder.write("README[1]{a,b}*", "x")
    #expect(try ShardExpansion([odd]).shards == [.file(path: odd)])
  }

  @Test func globsListsAndPipes() throws {
    let folder = try TemporaryFolder()
    for name in ["s-1.txt", "s-2.txt", "t.txt"] { try folder.write(name, "x") }
    let list = try folder.write("list", "\(folder.path("t.txt"))\r\n\n-\npipe:cat x\n")
    let expanded = try ShardExpansion([folder.path("s-*.txt"), "@" + list])
    #expect(
      expanded.shards == [
        .file(path: folder.path("s-1.txt")), .file(path: folder.path("s-2.txt")),
        .file(path: folder.path("t.txt")),
        .standardInput, .pipe(command: "cat x"),
      ])
    #expect(throws: ShardExpansion.Failure.noMatch(folder.path("no*"))) {
      try ShardExpansion([folder.path("no*")])
    }
  }

  @Test func emptyFoldersAndMissingListsAreErrors() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ShardExpansion.Failure.noShards(folder: folder.url.path, seen: 0)) {
      try ShardExpansion([folder.url.path])
    }
    #expect(throws: ShardExpansion.Failure.self) { try ShardExpansion(["@" + folder.path("none")]) }
  }
}
