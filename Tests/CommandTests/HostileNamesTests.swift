import Foundation
import TestSupport
import Testing

/// Names that would do harm in SQL, CSV, JSON, HTML, a shell or a terminal come through every command as they are.
@Suite(
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") || ProjectPaths.python != nil)
)
struct HostileNamesTests {
  private static let classes = [
    "=cmd()|'/c calc'!A1", "'; DROP TABLE class; --", "</script><script>alert(1)</script>", "red \u{1B}[31m",
    "two\nlines", "a,\"b\"", "]]><b>&amp;", "\u{9B}2J\u{202E}live", "-o", "$(touch owned)`touch owned`",
    "%s\\n\\0", "é", "e\u{301}",
  ]
  private static let corpora = ["c'; \u{1B}[2J\n</script>", "=HYPERLINK(\"http://x\")"]
  private static let model = "m\"'; DROP TABLE model; --\u{1B}]0;x\u{7}\n<script>"
  private static let shard = "a\u{1B}[31m\n';\" --$(touch owned)=1+1,</script>.jsonl"

  /// What is read by programs: CSV, JSON and SVG, by the file that it is written to.
  private static let machine: [(file: String, command: [String])] = [
    ("show.csv", ["classes", "show", "evil", "--format", "csv"]),
    ("show.json", ["classes", "show", "evil", "--format", "json"]),
    ("corpus.csv", ["query", "--by", "corpus", "--rules", "word", "--format", "csv"]),
    ("corpus.json", ["query", "--by", "corpus", "--rules", "word", "--format", "json"]),
    ("shard.csv", ["query", "--by", "shard", "--rules", "word", "--format", "csv"]),
    ("term.json", ["query", "--by", "term", "--rules", "word", "--format", "json"]),
    ("correlate.csv", ["correlate", "--each-corpus", "--rules", "word", "--format", "csv"]),
    ("correlate.json", ["correlate", "--each-corpus", "--rules", "word", "--format", "json"]),
    ("points.csv", ["export", "--rules", "word", "--format", "csv"]),
    ("points.json", ["export", "--rules", "word", "--format", "json"]),
    ("binned.csv", ["export", "--binned", "--rules", "word", "--format", "csv"]),
    ("compare.csv", ["compare", "word", "bag", "--corpus", corpora[0], "--format", "csv"]),
    ("examples.csv", ["examples", classes[4], "--rules", "word", "--format", "csv"]),
    ("examples.json", ["examples", classes[4], "--rules", "word", "--format", "json"]),
    ("shards.csv", ["shards", "--format", "csv"]), ("shards.json", ["shards", "--format", "json"]),
    ("failed.csv", ["shards", "--failed", "--format", "csv"]),
    ("inspect.json", ["inspect", shard, "--format", "json"]),
    (
      "dry.json",
      ["index", "--dry-run", "--classes", "evil", "--corpus", corpora[1], "--format", "json", shard]
    ),
    ("list.csv", ["classes", "list", "--format", "csv"]),
  ]

  /// Every kind of picture in every form; titles, panels, fonts and display names from the same list.
  private static let pictures: [(kind: String, options: [String])] = [
    ("scatter", ["--label", classes[2], "--label", classes[4]]), ("matrix", ["--label", classes[2]]),
    ("forest", []), ("compare", []), ("binned", []), ("bar", []), ("tail", []), ("sensitivity", []),
    ("curve", []),
  ]

  /// What people read.
  private static let tables: [[String]] = [
    ["classes", "show", "evil"], ["classes", "list"], ["query", "--rules", "word"],
    ["query", "--by", "corpus", "--rules", "word"], ["query", "--by", "shard", "--rules", "word"],
    ["query", classes[0] + "?"], ["query", "--corpus", corpora[0] + "?"],
    ["query", "--classes", "ev\u{1B}l"],
    ["correlate", "--rules", "word"], ["correlate", "--model", model + "?"],
    ["export", "--rules", "word", "--format", "table"],
    ["compare", "word", "bag", "--corpus", corpora[0]], ["examples", classes[4], "--rules", "word"],
    ["shards"], ["shards", "--failed"], ["inspect", shard], ["verify", "--rescan", "3"],
    ["index", "--dry-run", "--classes", "evil", "--corpus", corpora[1], shard],
    ["accuracy", "add", "--classes", "evil", "--model", model, "predictions.jsonl"],
    ["frequency", "add", "--classes", "evil", "--corpus", corpora[0], "counts.json"],
    ["merge", "--classes", "evil", "--corpus", corpora[0] + "2", "scan.jsonl"],
    ["forget", "--corpus", corpora[0], shard + "?"], ["forget", "--corpus", corpora[0], shard],
  ]

  private static let check = #"""
    import collections, csv, glob, html.parser, json, os, sys, xml.etree.ElementTree as tree
    folder, names, corpora, model, shard = sys.argv[1], *map(json.loads, sys.argv[2:6])
    def values(thing):
        if isinstance(thing, dict):
            return [v for x in thing.values() for v in values(x)]
        return [v for x in thing for v in values(x)] if isinstance(thing, list) else [thing]
    wanted = {"show": names, "corpus": names + corpora, "shard": names, "term": names, "correlate": corpora + [model],
              "points": names + [model], "examples": [names[4]]}
    pages = []
    for path in sorted(glob.glob(folder + "/*")):
        stem, kind = os.path.splitext(os.path.basename(path))
        if kind == ".csv":
            rows = list(csv.reader(open(path, newline="", encoding="utf-8"), strict=True))
            assert len({len(row) for row in rows}) == 1, path
            found = [cell for row in rows for cell in row]
        elif kind == ".json":
            found = values(json.load(open(path, encoding="utf-8")))
        elif kind == ".svg":
            root = tree.parse(path).getroot()
            assert not [e for e in root.iter() if e.tag.endswith("script")], path
            text = open(path, encoding="utf-8").read()
            assert not [c for c in text if ord(c) < 32 and c != "\n" or 127 <= ord(c) < 160], path
            continue
        else:
            pages.append(path)
            continue
        for name in wanted.get(stem, []):
            assert name in found, (path, name)
        if stem in ("shards", "inspect", "dry"):
            assert any(str(v).endswith(shard) for v in found), (path, shard)
    # What a browser would run or hide in a page: its own scripts alone, and no element that a name made.
    class Reader(html.parser.HTMLParser):
        def __init__(self):
            super().__init__()
            self.tags, self.text, self.inside = collections.Counter(), [], None
        def handle_starttag(self, tag, attributes):
            self.tags[tag] += 1
            assert not [name for name, value in attributes if name.startswith("on")], attributes
            self.inside = tag
        def handle_data(self, data):
            if self.inside == "script":
                self.text.append(data)
    for path in pages:
        page = Reader()
        page.feed(open(path, encoding="utf-8").read())
        page.close()
        assert page.tags["b"] == 0 and page.tags["script"] <= 3, (path, page.tags["script"])
        assert not [text for text in page.text if "alert(1)" in text and "<script" in text], path
    print("checked", len(glob.glob(folder + "/*")))
    """#

  @Test func comeThroughEveryCommand() throws {
    let folder = try TemporaryFolder()
    func run(_ arguments: [String], status: Int32 = 0, line: Int = #line) throws -> Run {
      let run = try Binary.run(arguments, folder: folder.url)
      #expect(run.status == status, "\(arguments): \(run.stderr)")
      #expect(!(run.stderr + "").contains { $0 != "\n" && $0.isControl }, "\(arguments): \(run.stderr)")
      return run
    }
    try folder.write("evil.json", JSONSerialization.data(withJSONObject: Self.classes))
    let rows = try (Self.classes + Self.classes.prefix(6)).map {
      String(
        decoding: try JSONSerialization.data(withJSONObject: ["caption": "see \($0) here"]), as: UTF8.self)
        + "\n"
    }
    try folder.write(Self.shard, rows.joined())
    try folder.write("bad\u{1B}[31m\n.jsonl", "{\"caption\": \"\u{1B}[31m\"\n")
    for (index, corpus) in Self.corpora.enumerated() {
      let shards = index == 0 ? [Self.shard] : [Self.shard, "bad\u{1B}[31m\n.jsonl"]
      let count = try run(
        ["index", "--classes", "evil.json", "--corpus", corpus] + shards, status: Int32(index))
      #expect(!count.stdout.contains { $0 != "\n" && $0.isControl })
    }
    _ = try run(["index", "--classes", "evil", "--corpus", Self.corpora[0], "--matching", "bag", Self.shard])
    let predictions = try Self.classes.enumerated().map { index, name in
      let row = ["label": name, "pred": index % 3 == 0 ? "no" : name]
      return String(decoding: try JSONSerialization.data(withJSONObject: row), as: UTF8.self) + "\n"
    }
    try folder.write("predictions.jsonl", predictions.joined())
    try folder.write("counts.json", JSONSerialization.data(withJSONObject: [Self.classes[0]: 3]))
    _ = try run(["accuracy", "add", "--classes", "evil", "--model", Self.model, "predictions.jsonl"])
    _ = try run(["frequency", "add", "--classes", "evil", "--corpus", "web\u{7}", "counts.json"])

    let out = "out '$(touch owned);\u{1B}\n"
    try FileManager.default.createDirectory(atPath: folder.path(out), withIntermediateDirectories: true)
    for (file, command) in Self.machine {
      _ = try run(command + ["-o", "\(out)/\(file)"])
    }
    let shown = "\(Self.model)\u{1B}[31m<b onclick=alert(1)>\(String(repeating: "long name ", count: 30))"
    try folder.write("shown.json", JSONSerialization.data(withJSONObject: [Self.model: shown]))
    for (kind, options) in Self.pictures {
      for ending in ["svg", "html", "vl.json"] {
        let plain = ["plot", kind, "--rules", "word", "-o", "\(out)/\(kind).\(ending)"]
        _ = try run(plain + options)
        let long = Self.classes[2] + "\u{1B}]0;x\u{7}\"'>" + String(repeating: "w", count: 300)
        _ = try run(
          Array(plain.dropLast()) + ["\(out)/\(kind)2.\(ending)"] + options
            + ["--title", long, "--panel", "\"<&", "--names", "shown.json"])
      }
    }
    func json(_ value: Any) throws -> String {
      String(
        decoding: try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed), as: UTF8.self
      )
    }
    let checked = try Run.python([
      "-c", Self.check, folder.path(out), json(Self.classes), json(Self.corpora), json(Self.model),
      json(Self.shard),
    ])
    #expect(checked.status == 0 && checked.stdout.hasPrefix("checked "), "\(checked.stderr)")

    let scan = try Binary.run(
      ["scan", "--classes", "evil.json"], input: Data("a\u{1B}[31m\n';\" --x\n".utf8), folder: folder.url)
    #expect(scan.status == 0 && !scan.stdout.contains("\u{1B}"))
    try folder.write("scan.jsonl", scan.output)
    _ = try run(["report", "--rules", "word", "-o", "\(out)/page.html"])
    let page = try String(contentsOfFile: folder.path("\(out)/page.html"), encoding: .utf8)
    #expect(page.count > 1000 && !page.contains("<script>alert") && !page.contains("--\u{1B}"))
    for command in Self.tables {
      let run = try Binary.run(command, folder: folder.url)
      #expect(run.status <= 1, "\(command): \(run.stderr)")
      let told = run.stdout + run.stderr
      #expect(!told.contains { $0 != "\n" && $0.isControl }, "\(command): \(told)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("owned")))
    #expect(try Binary.run(["verify"], folder: folder.url).status == 0)
  }
}

extension Character {
  /// Whether a terminal may take it for an order: the controls of ASCII and of Latin-1.
  fileprivate var isControl: Bool {
    unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
  }
}
