import Foundation
import TestSupport
import Testing

/// What a person's disk and files do to a run: each one clear sentence, a status that says so, nothing half written.
@Suite struct BadInputTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    return folder
  }

  @Test(arguments: [("pretrain-00000.jsonl.zst", "zstd"), ("instruct.json.gz", "gzip")])
  func shardsThatAreCutShort(_ name: String, _ codec: String) throws {
    let folder = try folder()
    #expect(try Binary.run(["demo", "-o", "demo"], folder: folder.url).status == 0)
    let whole = try Data(contentsOf: folder.url.appending(path: "demo/input/\(name)"))
    try folder.write("cut", whole.prefix(whole.count * 2 / 3))
    let run = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "c", "cut", "a.jsonl"], folder: folder.url)
    #expect(run.status == 1)
    #expect(run.stderr.contains("corpus-tool: cut"))
    #expect(run.stderr.contains("the \(codec) data ends early; is the file truncated?\n"), "\(run.stderr)")
    let query = try Binary.run(["query", "tench", "--format", "csv"], folder: folder.url)
    #expect(query.stdout.hasSuffix("\n0,tench,3,2\n"))
  }

  /// As root nothing is read-only, so there the run is somebody else's.
  private func runAsAnybody(_ arguments: [String], in folder: URL) throws -> Run {
    if getuid() != 0 { return try Binary.run(arguments, folder: folder) }
    let program = URL(fileURLWithPath: "/usr/bin/setpriv")
    return try Run(
      program, ["--reuid=65534", "--clear-groups", Binary.url.path] + arguments,
      environment: ["COLUMNS": "80"],
      folder: folder)
  }

  @Test(.enabled(if: getuid() != 0 || FileManager.default.fileExists(atPath: "/usr/bin/setpriv")))
  func aFolderThatMayNotBeWritten() throws {
    let folder = try folder()
    let path = folder.url.path
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path) }
    let before = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    let index = try runAsAnybody(
      ["index", "--classes", "names.json", "--corpus", "c", "a.jsonl"], in: folder.url)
    #expect(index.status == 1 && index.stdout == "")
    #expect(
      index.stderr.hasSuffix(
        "corpus-tool: corpus.sqlite: no permission to write the database or its folder\n"))
    let analyze = try runAsAnybody(
      [
        "analyze", "--classes", "names.json", "--accuracy", "names.json", "--pretrain", "a.jsonl", "-o",
        "out",
      ],
      in: folder.url)
    #expect(analyze.status == 1 && analyze.stdout == "")
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == before)
  }

  /// A small file system of its own; nil where this user may not mount one.
  private static let canMount: Bool = {
    guard getuid() == 0, let folder = try? TemporaryFolder() else { return false }
    let path = folder.url.path
    return (try? Binary.shell("mount -t tmpfs -o size=64k none '\(path)' && umount '\(path)'"))?.status == 0
  }()

  @Test(.enabled(if: canMount)) func aFullDisk() throws {
    let folder = try folder()
    try folder.write("small/x", "")
    let names = (0..<3000).map { "\"a name that takes its room \($0)\"" }.joined(separator: ",")
    try folder.write("many.json", "[\(names)]")
    let mount = try Binary.shell("mount -t tmpfs -o size=256k none small", folder: folder.url)
    try #require(mount.status == 0)
    defer { _ = try? Binary.shell("umount small", folder: folder.url) }
    let run = try Binary.run(
      ["index", "--db", "small/c.sqlite", "--classes", "many.json", "--corpus", "c", "a.jsonl"],
      folder: folder.url)
    #expect(run.status == 1 && run.stdout == "")
    #expect(
      run.stderr.hasSuffix("corpus-tool: small/c.sqlite: the disk is full; what was stored before is kept\n"),
      "\(run.stderr)")
    let list = try Binary.run(
      ["classes", "list", "--db", "small/c.sqlite", "--format", "csv"], folder: folder.url)
    #expect(!list.stdout.contains("many"))
  }

  @Test func anInterruptKeepsWhatIsCounted() throws {
    let folder = try folder()
    let line = """
      corpus-tool index --classes names.json --corpus c --threads 1 a.jsonl 'pipe:touch begun; sleep 6; touch over' chat.json > out 2> err &
      run=$!
      while [ ! -e begun ]; do sleep 0.02; done
      kill -INT $run
      wait $run
      echo $?
      [ -e over ] && echo "it waited for the command"
      """
    let run = try Binary.shell(line + "\ntrue", folder: folder.url)
    #expect(run.stdout == "130\n")
    let told = try String(contentsOf: folder.url.appending(path: "err"), encoding: .utf8)
    #expect(told.hasSuffix("interrupted; what was counted is kept, and the same command resumes from here\n"))
    let again = try Binary.run(
      ["index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "chat.json"], folder: folder.url)
    #expect(again.stdout.hasPrefix("shards    1 counted, 1 unchanged, 0 failed\n"))
  }

  /// The mount table says that the root is of another kind; only the tool believes it.
  @Test(.enabled(if: canMount)) func aNetworkFileSystem() throws {
    let folder = try folder()
    let run = try Binary.shell(
      #"""
      unshare -m bash -c 'sed "s#^\([0-9]* [0-9]* [^ ]* / / .*\) - [^ ]* #\1 - nfs4 #" /proc/self/mountinfo > table
        mount --bind table /proc/$$/mountinfo
        exec corpus-tool index --classes names.json --corpus c a.jsonl'
      """#, folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    #expect(
      run.stderr.hasPrefix(
        "corpus-tool: warning: corpus.sqlite is on a network file system (nfs4), where SQLite's ")
        && run.stderr.contains("count on the others with `scan` and `merge`\n"), "\(run.stderr)")
  }

  /// A corpus has counted shards or imported counts of a class set, not both through this command.
  @Test func importedCountsDoNotJoinCountedOnes() throws {
    let folder = try folder()
    try folder.write("counts.json", #"{"tench": 5}"#)
    #expect(
      try Binary.run(["index", "--classes", "names.json", "--corpus", "c", "a.jsonl"], folder: folder.url)
        .status == 0)
    for options in [[], ["--replace"]] {
      let run = try Binary.run(
        ["frequency", "add", "--classes", "names", "--corpus", "c", "counts.json"] + options,
        folder: folder.url)
      #expect(run.status == 1 && run.stderr.contains("give them a corpus of their own\n"), "\(run.stderr)")
    }
    let query = try Binary.run(["query", "tench", "--format", "csv"], folder: folder.url)
    #expect(query.stdout.hasSuffix("\n0,tench,3,2\n"))
  }

  @Test func hostileNamesComeThrough() throws {
    let folder = try folder()
    let names = [
      "=cmd()", "'; DROP TABLE class; --", "</script><b>", "red \u{1B}[31m", "two\nlines", "a,\"b\"",
    ]
    try folder.write("evil.json", JSONSerialization.data(withJSONObject: names))
    try folder.write("a\u{1B}[31m\n'\".jsonl", Small.lines)
    let corpus = "c'; \u{1B}[2J\n"
    let run = try Binary.run(
      ["index", "--classes", "evil.json", "--corpus", corpus, "a\u{1B}[31m\n'\".jsonl"], folder: folder.url)
    #expect(
      run.status == 0 && !run.stderr.contains("\u{1B}") && !run.stdout.contains("\u{1B}"), "\(run.stderr)")
    let table = try Binary.run(["query"], folder: folder.url)
    #expect(!table.stdout.contains("\u{1B}") && table.stdout.contains(#"red \u{1b}[31m"#))
    #expect(table.stdout.split(separator: "\n").count == 7)
    let json = try Binary.run(["query", "--by", "corpus", "--format", "json"], folder: folder.url)
    let rows = try #require(JSONSerialization.jsonObject(with: json.output) as? [[String: Any]])
    #expect(rows.map { $0["class"] as? String } == names)
    #expect(rows.allSatisfy { $0["corpus"] as? String == corpus })
    let shards = try Binary.run(["query", "--by", "shard", "--format", "csv"], folder: folder.url)
    #expect(shards.status == 0)
  }
}
