import Foundation
import TestSupport
import Testing

/// Folders that somebody else filled: names that read as commands or lists, and links out of the folder.
@Suite final class StrangerFolderTests {
  private let folder: TemporaryFolder
  private let caption = #"{"caption": "a tench"}"# + "\n"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench"]"#)
  }

  private func index(_ words: String, corpus: String = "c") throws -> Run {
    try Binary.shell(
      "cd f && corpus-tool index --db ../c.sqlite --classes ../names.json --corpus \(corpus) \(words)",
      folder: folder.url)
  }

  /// A Parquet file whose footer claims more rows than a number can say is one failed shard.
  @Test(.enabled(if: ProjectPaths.python != nil)) func moreRowsThanCanBeCounted() throws {
    try folder.write("f/a.jsonl", caption)
    try folder.write("list", "b.parquet\n")
    let made = try Run.python([
      "-c",
      """
      import sys, pyarrow as pa, pyarrow.parquet as pq
      pq.write_table(pa.table({"caption": ["a tench"] * 154}), sys.argv[1], row_group_size=77)
      data = open(sys.argv[1], "rb").read()
      length = int.from_bytes(data[-8:-4], "little")
      body, footer = data[: -8 - length], data[-8 - length : -8]
      # Of each group the values of its column and its rows, as zigzag varints behind the head of a field of 64 bits.
      claim = b"\\x16\\xfe" + b"\\xff" * 8 + b"\\x01"
      assert footer.count(b"\\x16\\x9a\\x01") == 4
      parts = footer.split(b"\\x16\\x9a\\x01")
      footer = parts[0] + b"".join((claim if i % 2 else b"\\x16\\x9a\\x01") + part for i, part in enumerate(parts[1:]))
      open(sys.argv[1], "wb").write(body + footer + len(footer).to_bytes(4, "little") + b"PAR1")
      """, folder.path("f/b.parquet"),
    ])
    try #require(made.status == 0, "\(made.stderr)")
    for command in ["count tench b.parquet", "inspect b.parquet", "scan --classes ../names.json < ../list"] {
      let run = try Binary.shell("cd f && corpus-tool \(command)", folder: folder.url)
      #expect(
        run.status <= 1
          && (run.stderr + run.stdout).contains("its row groups claim more rows than can be counted"),
        "\(command): \(run.stdout)\(run.stderr)")
    }
    let index = try index(".")
    #expect(index.status == 1 && index.stdout.contains("1 counted"), "\(index.stdout)\(index.stderr)")
  }

  @Test func aShellsGlobRunsNothing() throws {
    for name in ["a.jsonl", "pipe:touch owned;.jsonl", "pipe:touch ..%2Fowned #.jsonl"] {
      try folder.write("f/" + name, caption)
    }
    for words in ["*.jsonl", "./a.jsonl pipe*", "{a,'pipe:touch owned;'}.jsonl"] {
      let refused = try index(words)
      #expect(refused.status == 1 && refused.stdout == "", "\(words): \(refused.stdout)")
      #expect(
        refused.stderr.contains("which could also be a command; ./pipe:touch"), "\(words): \(refused.stderr)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("f/owned")))
    for (number, words) in ["./*.jsonl", "'*.jsonl'", "."].enumerated() {
      let counted = try index(words, corpus: "c\(number)")
      #expect(counted.status == 0, "\(words): \(counted.stderr)")
      #expect(counted.stdout.contains("captions  3 caption"), "\(words): \(counted.stdout)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("f/owned")))
    // A command that is no file is one.
    #expect(try index("'pipe:cat a.jsonl'", corpus: "p").stdout.contains("captions  1 caption"))
  }

  /// A link that leads nowhere, or round and round, is a name in the folder as a file's is.
  @Test func aLinkThatLeadsNowhereRunsNothing() throws {
    try folder.write("f/a.jsonl", caption)
    for (link, target) in [
      ("pipe:touch owned #.jsonl", "nowhere"), ("pipe:touch owned; #.jsonl", "pipe:touch owned; #.jsonl"),
    ] {
      let path = folder.path("f/" + link)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
      let refused = try index("*.jsonl")
      #expect(refused.status == 1 && refused.stdout == "", "\(refused.stdout)")
      #expect(refused.stderr.contains("which could also be a command; ./pipe:touch"), "\(refused.stderr)")
      let scan = try Binary.run(
        ["scan", "--allow-pipe", "--classes", "../names.json"], input: Data((link + "\n").utf8),
        folder: folder.url.appending(path: "f"))
      let told = "which could also be a command; ./\(link) reads the file"
      #expect(scan.stdout.contains(told), "\(scan.stdout)")
      try FileManager.default.removeItem(atPath: path)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("f/owned")))
    // Nor is a list read that such a link names.
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("f/@list.jsonl"), withDestinationPath: "nowhere")
    try folder.write("f/list.jsonl", "a.jsonl\n")
    #expect(try index("@list.jsonl").stderr.contains("which could also be a list of shards"))
  }

  @Test func aFileNamedAsAListIsNoList() throws {
    try folder.write("f/a.jsonl", caption)
    try folder.write("f/@evil.jsonl", caption + caption)
    #expect(try index("*.jsonl").stdout.contains("captions  3 caption"))
    try folder.write("f/evil.jsonl", "/etc/passwd\n")
    let refused = try index("@evil.jsonl", corpus: "d")
    #expect(refused.status == 1)
    #expect(
      refused.stderr.contains(
        "a file is named @evil.jsonl, which could also be a list of shards; ./@evil.jsonl reads the file"),
      "\(refused.stderr)")
    #expect(try index("./@evil.jsonl", corpus: "e").stdout.contains("captions  2 caption"))
    try folder.write("f/list", "a.jsonl\n@evil.jsonl\n")
    #expect(try index("@list", corpus: "g").stdout.contains("captions  3 caption"))
  }

  /// What `index --dry-run` names is read by `scan` as the same file, whatever the name looks like.
  @Test func namesGoFromCommandToCommand() throws {
    for (number, name) in ["pipe:touch owned;.jsonl", "@x.jsonl", "a.jsonl"].enumerated() {
      try folder.write("f/" + name, #"{"caption": "tench \#(number)"}"# + "\n")
    }
    let run = try Binary.shell(
      """
      cd f && corpus-tool index --dry-run --db none.sqlite --classes ../names.json --corpus c '*.jsonl' --format json |
        python3 -c 'import json, sys; print("\\n".join(row["shard"] for row in json.load(sys.stdin)))' |
        tee ../list | corpus-tool scan --allow-pipe --classes ../names.json > ../lines
      cd .. && corpus-tool merge --db m.sqlite --classes names.json --corpus c --expect list lines
      """, folder: folder.url)
    #expect(run.status == 0 && run.stderr.contains("3 shards added"), "\(run.stderr)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("f/owned")))
    let list = "pipe:touch owned;.jsonl\npipe:cat a.jsonl\n"
    let scan = try Binary.run(
      ["scan", "--allow-pipe", "--classes", "../names.json"], input: Data(list.utf8),
      folder: folder.url.appending(path: "f"))
    #expect(scan.stdout.contains("which could also be a command; ./pipe:touch owned;.jsonl reads the file"))
    #expect(scan.stdout.contains(#""shard": "pipe:cat a.jsonl""#) && scan.stdout.contains("\"records\": 1"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("f/owned")))
  }

  @Test func aDemoIsWrittenWhereItsFolderSays() throws {
    let run = try Binary.run(["demo", "-o", "pipe:touch owned;"], folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("owned")))
  }

  @Test func walksDoNotLeaveTheFolder() throws {
    let out = try folder.write("secret/s.jsonl", caption + caption)
    try folder.write("f/a.jsonl", caption)
    try folder.write("f/deep/b.jsonl", #"{"caption": "two tench"}"# + "\n")
    let links = [
      ("f/out.jsonl", out), ("f/folder", folder.path("secret")), ("f/inside.jsonl", "deep/b.jsonl"),
      ("f/deep/up", ".."), ("f/relative.jsonl", "../secret/s.jsonl"), ("entrance", "f"),
      ("f/sneaky", "../f2"), ("f2/x.jsonl", "../secret/s.jsonl"),
    ]
    try FileManager.default.createDirectory(atPath: folder.path("f2"), withIntermediateDirectories: true)
    for (link, target) in links {
      try FileManager.default.createSymbolicLink(atPath: folder.path(link), withDestinationPath: target)
    }
    func walked(_ word: String, _ corpus: String) throws -> Run {
      try Binary.shell(
        "corpus-tool index --verbose --db c.sqlite --classes names.json --corpus \(corpus) \(word)",
        folder: folder.url)
    }
    for (number, word) in ["f", "entrance", "f/", "'[e]ntranc?'"].enumerated() {
      let run = try walked(word, "w\(number)")
      #expect(
        run.status == 0 && run.stdout.contains("captions  2 caption"), "\(word): \(run.stdout)\(run.stderr)")
      #expect(
        run.stderr.contains("ignored in the folders: 4 links that lead out of them (--follow reads these)"),
        "\(word): \(run.stderr)")
    }
    let followed = try walked("f --follow", "all")
    #expect(followed.stdout.contains("captions  4 caption"), "\(followed.stdout)\(followed.stderr)")
    #expect(!followed.stderr.contains("ignored in"))
    // A link that is named outright is meant.
    #expect(try walked("f/out.jsonl", "named").stdout.contains("captions  2 caption"))
    let only = try walked("f2", "none")
    #expect(
      only.status == 1
        && only.stderr.contains(
          "the folder f2 has no shards but 1 link out of it; --follow reads what it leads to"),
      "\(only.stderr)")
    for command in ["inspect f", "examples --classes names.json tench f"] {
      let run = try Binary.shell("corpus-tool \(command)", folder: folder.url)
      #expect(run.status == 0 && run.stderr.contains("4 links that lead out"), "\(command): \(run.stderr)")
    }
  }

  @Test func foldersOfScanLinesAreNotLeftEither() throws {
    try folder.write("a.jsonl", caption)
    let scan = try Binary.run(
      ["scan", "--classes", "names.json"], input: Data("a.jsonl\n".utf8), folder: folder.url)
    try folder.write("elsewhere", scan.output)
    try folder.write("lines/part-0", "")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("lines/part-1"), withDestinationPath: "../elsewhere")
    let merge = ["merge", "--db", "m.sqlite", "--classes", "names.json", "--corpus", "c", "lines"]
    let refused = try Binary.run(merge, folder: folder.url)
    #expect(refused.status == 1)
    #expect(
      refused.stderr.contains(
        "lines/part-1: it is a link out of the folder that was named; --follow reads what it leads to"),
      "\(refused.stderr)")
    let followed = try Binary.run(merge + ["--follow"], folder: folder.url)
    #expect(followed.status == 0 && followed.stderr.contains("1 shard added"), "\(followed.stderr)")
  }
}
