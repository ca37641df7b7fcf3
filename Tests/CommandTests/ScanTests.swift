import Foundation
import TestSupport
import Testing

@Suite struct ScanTests {
  private let folder: TemporaryFolder
  private var root: String { folder.url.resolvingSymlinksInPath().path }

  init() throws {
    folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    try folder.write("b.jsonl", "{\"caption\": \"a newt and a newt\"}\n")
    try folder.write("empty.data", "")
  }

  private func run(_ arguments: String..., input: String = "") throws -> Run {
    try Binary.run(arguments, input: Data(input.utf8), folder: folder.url)
  }

  private func counts(_ database: String) throws -> String {
    let query = try run("query", "--db", database, "--by", "role", "--format", "csv")
    #expect(query.status == 0, "\(query.stderr)")
    return query.stdout + (try run("query", "--db", database, "--by", "term", "--format", "csv").stdout)
  }

  private func merge(_ database: String, _ sources: String..., options: [String] = []) throws -> Run {
    try Binary.run(
      ["merge", "--db", database, "--classes", "names.json", "--corpus", "c"] + options + sources,
      folder: folder.url)
  }

  /// The whole form, so that a change of it is seen; the placeholder of the image is no text.
  @Test func aLineHoldsAllThatWasCounted() throws {
    let scan = try run("scan", "--classes", "names.json", input: "chat.json\n")
    #expect(scan.status == 0 && scan.stderr == "", "\(scan.stderr)")
    var line = try #require(try JSONSerialization.jsonObject(with: scan.output) as? [String: Any])
    #expect(scan.stdout.hasPrefix(#"{"scan_format": 1, "tool_version": ""#))
    #expect(scan.stdout.split(separator: "\n").count == 1)
    for (key, pattern) in [("digest", "^[0-9a-f]{32}$"), ("tool_version", "^[0-9.]+$")] {
      let text = try #require(line.removeValue(forKey: key) as? String)
      #expect(text.range(of: pattern, options: .regularExpression) != nil)
    }
    #expect(line.removeValue(forKey: "modified") is NSNumber)
    var sets = try #require(line.removeValue(forKey: "class_sets") as? [[String: Any]])
    sets[0].removeValue(forKey: "digest")
    let size = Small.chat.utf8.count
    let wanted: [String: Any] = [
      "scan_format": 1, "shard": "chat.json", "path": "\(root)/chat.json", "reading_rule": "shapes 3",
      "size": size, "digest_kind": "whole-file", "records": 1, "excluded_records": 0, "skipped_records": 0,
      "text_bytes": 34, "captions": ["human": 1, "assistant": 1],
    ]
    #expect(NSDictionary(dictionary: line) == NSDictionary(dictionary: wanted), "\(line)")
    let set: [String: Any] = [
      "name": "names", "matching": "word", "overlap": "all", "unicode": "17.0.0", "terms": [String: Any](),
      "classes": ["human": [[3, 1, 1]], "assistant": [[1, 1, 1]]],
    ]
    #expect(sets.count == 1 && NSDictionary(dictionary: sets[0]) == NSDictionary(dictionary: set), "\(sets)")
  }

  @Test func mergedLinesEqualAnIndex() throws {
    #expect(
      try run(
        "index", "--db", "whole.sqlite", "--classes", "names.json", "--corpus", "c", "a.jsonl", "b.jsonl",
        "chat.json"
      )
      .status == 0)
    let first = try run(
      "scan", "--classes", "names.json", input: "chat.json\nempty.data\n\nnone.jsonl\na.jsonl\n")
    #expect(first.status == 0 && first.stderr == "")
    #expect(first.stdout.split(separator: "\n").count == 4)
    #expect(first.stdout.contains(#""error": "the file is empty""#))
    let second = try run("scan", "--classes", "names.json", input: "a.jsonl\nb.jsonl\n")
    try folder.write("out/part-00000", first.stdout)
    try folder.write("out/.part-00000.crc", "crc")
    try folder.write("out/_SUCCESS", "")
    try folder.write("second.jsonl", second.stdout)

    let merge = try merge("into.sqlite", "out", "second.jsonl")
    #expect(merge.status == 1)
    #expect(merge.stderr.contains("corpus-tool: \(root)/empty.data: the file is empty\n"))
    #expect(
      merge.stderr.contains("6 lines: 3 shards added, 1 known, 0 replaced, 2 failed\n"), "\(merge.stderr)")
    #expect(try counts("into.sqlite") == counts("whole.sqlite"))
    let again = try self.merge("into.sqlite", "second.jsonl", "out")
    #expect(again.stderr.contains("6 lines: 0 shards added, 4 known, 0 replaced, 2 failed\n"))
    #expect(try counts("into.sqlite") == counts("whole.sqlite"))
    // What was merged is counted for `index` as well.
    let index = try run("index", "--db", "into.sqlite", "--classes", "names", "--corpus", "c", "a.jsonl")
    #expect(index.stdout.hasPrefix("shards    0 counted, 1 unchanged"))

    // A success beats the error, wherever it stands.
    try folder.write("empty.data", "{\"caption\": \"a crane\"}\n")
    let third = try run("scan", "--classes", "names.json", input: "empty.data\n")
    try folder.write("third.jsonl", third.stdout)
    let beaten = try self.merge("into.sqlite", "third.jsonl", "out")
    #expect(
      beaten.stderr.contains("5 lines: 1 shard added, 2 known, 0 replaced, 1 failed\n"), "\(beaten.stderr)")
    #expect(
      !(try run("shards", "--db", "into.sqlite", "--failed", "--format", "csv").stdout.contains("empty.data"))
    )
  }

  /// As `index` does, once for all of them.
  @Test func shardsWithoutARecordAreTold() throws {
    try folder.write("part-0.json", "")
    try folder.write("part-1.csv", "")
    let one = try run("scan", "--classes", "names.json", input: "part-0.json\na.jsonl\n")
    #expect(
      one.status == 0 && one.stderr == "corpus-tool: note: part-0.json has 0 records\n", "\(one.stderr)")
    let two = try run("scan", "--classes", "names.json", "--threads", "1", input: "part-0.json\npart-1.csv\n")
    #expect(
      two.stderr == "corpus-tool: note: 2 shards have 0 records, such as part-0.json\n", "\(two.stderr)")
  }

  @Test func namesOfAListAreNotTrusted() throws {
    let list = "pipe:touch owned\n-\na.jsonl\n".utf8 + [0x62, 0xFF, 0x0A]
    let scan = try Binary.run(
      ["scan", "--classes", "names.json"], input: Data(list), folder: folder.url)
    #expect(scan.status == 0)
    let lines = scan.stdout.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.count { $0.contains(#""error": "#) } == 3, "\(scan.stdout)")
    #expect(scan.stdout.contains("which may not be run unasked; --allow-pipe runs such commands"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("owned")))
    let allowed = try run("scan", "--classes", "names.json", "--allow-pipe", input: "pipe:cat a.jsonl\n")
    #expect(allowed.stdout.contains(#""shard": "pipe:cat a.jsonl", "path": null"#), "\(allowed.stdout)")
    #expect(allowed.stdout.contains(#""records": 3"#))
    try folder.write("pipe.jsonl", allowed.stdout + allowed.stdout)
    #expect(try merge("into.sqlite", "pipe.jsonl").stderr.contains("2 lines: 1 shard added, 1 known"))
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let scan = try run("scan", "--classes", "names.json", input: "a.jsonl\nb.jsonl\n").stdout
    func refused(_ content: String, options: [String] = [], _ sentence: String, line: Int = #line) throws {
      try folder.write("x.jsonl", content)
      let merge = try Binary.run(
        ["merge", "--db", "refused.sqlite", "--classes", "names.json", "--corpus", "c"] + options + [
          "x.jsonl"
        ],
        folder: folder.url)
      #expect(
        merge.status == 1 && merge.stderr.contains("corpus-tool: x.jsonl") && merge.stderr.contains(sentence),
        "line \(line): \(merge.stderr)")
    }
    func changed(_ old: String, _ new: String) -> String { scan.replacingOccurrences(of: old, with: new) }
    try refused(
      changed(#""scan_format": 1"#, #""scan_format": 2"#),
      ", line 1: the line has version 2 of the scan format; this program supports version 1\n")
    try refused(
      changed(#""unicode": "17.0.0""#, #""unicode": "16.0.0""#), "the Unicode tables of version 16.0.0")
    try refused(
      changed(#""records": "#, #""records": -"#), "`records` is not a whole number from 0 to 10^15\n")
    try refused(changed(#""records": "#, #""recrds": "#), "the line lacks `records`\n")
    try refused(
      changed(#""path": "#, #""extra": 1, "path": "#), "`extra` is duplicated, or is not part of the format\n"
    )
    try refused(changed(#""path": "/"#, #""path": ""#), "`path` is not an absolute path\n")
    try refused("{}\n", ", line 1: this line was not written by `corpus-tool scan`\n")
    try refused("{\"a\n", ", line 1: invalid JSON: ")
    try folder.write("other.json", #"["tench"]"#)
    let other = try run("scan", "--classes", "other.json", input: "a.jsonl\n").stdout
    try refused(other, "counted for a class set `other` with different classes or terms from `names`\n")

    // Another machine's file of the same name.
    try folder.write("good.jsonl", scan)
    #expect(try merge("into.sqlite", "good.jsonl").status == 0)
    let digest = try #require(scan.range(of: #""digest": ""#)).upperBound
    let stranger = scan.replacingOccurrences(
      of: scan[digest...].prefix(32), with: String(repeating: "0", count: 32))
    try folder.write("stranger.jsonl", stranger)
    let conflict = try merge("into.sqlite", "stranger.jsonl")
    #expect(
      conflict.status == 1 && conflict.stderr.contains("with different content; --replace replaces it\n"),
      "\(conflict.stderr)")
    let replaced = try merge("into.sqlite", "stranger.jsonl", options: ["--replace"])
    #expect(
      replaced.status == 0 && replaced.stderr.contains("0 shards added, 1 known, 1 replaced"),
      "\(replaced.stderr)")
  }

  @Test func aLineCutShortIsToldAndExpectedNamesAreMissed() throws {
    let scan = try run("scan", "--classes", "names.json", "--threads", "1", input: "a.jsonl\nb.jsonl\n")
      .stdout
    try folder.write("cut.jsonl", String(scan.dropLast(20)))
    try folder.write("list.txt", "a.jsonl\nb.jsonl\n")
    let cut = try merge("into.sqlite", "cut.jsonl", options: ["--expect", "list.txt"])
    #expect(cut.status == 1)
    #expect(cut.stderr.contains("corpus-tool: cut.jsonl: the last line is truncated and was skipped\n"))
    #expect(cut.stderr.contains("corpus-tool: b.jsonl: expected, but there is no line for it\n"))
    #expect(cut.stderr.contains("1 line: 1 shard added"))
    // Without its line break a line is whole all the same.
    try folder.write("whole.jsonl", String(scan.dropLast()))
    let whole = try merge("into.sqlite", "whole.jsonl", options: ["--expect", "list.txt"])
    #expect(whole.status == 0 && whole.stderr.contains("2 lines: 1 shard added, 1 known"), "\(whole.stderr)")
  }
}
