import Foundation
import TestSupport
import Testing

/// `--format csv-safe`: what a spreadsheet would take for a formula stands behind an apostrophe, all else as in CSV.
@Suite(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
struct SafeCSVTests {
  private static let names: [(name: String, safe: Bool)] = [
    ("=cmd()|'/c calc'!A1", false), ("+cmd", false), ("-cmd", false), ("@SUM(A1)", false), ("\tcmd", false),
    ("\rcmd", false), ("=1+1", false), ("-1+1", false), ("+1,2", false), ("-- a", false), ("--5", false),
    ("-0x10", false), ("+inf", false), ("-5", true), ("+1.5e-3", true), ("-.5", true), ("tench", true),
    ("a=b", true), (" =a", true), ("'=a", true), ("5", true), ("\"=a\"", true), ("-a,\"b\"", false),
  ]

  private static let compare = """
    import csv, json, re, sys
    plain, safe = (list(csv.reader(open(path, newline="", encoding="utf-8"), strict=True)) for path in sys.argv[1:3])
    assert len(plain) == len(safe) and plain[0] == safe[0]
    changed = []
    for one, two in zip(plain[1:], safe[1:]):
        for a, b in zip(one, two, strict=True):
            if a != b:
                assert b == "'" + a, (a, b)
                changed.append(a)
            try:
                float(b)
            except ValueError:
                assert not b or b[0] not in "=+-@\\t\\r", b
    print(json.dumps(changed))
    """

  @Test func onlyFormulasAreChanged() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", JSONSerialization.data(withJSONObject: Self.names.map(\.name)))
    try folder.write("a.jsonl", "{\"caption\": \"a tench\"}\n")
    func run(_ words: [String]) throws {
      let run = try Binary.run(words, folder: folder.url)
      #expect(run.status == 0, "\(words): \(run.stderr)")
    }
    try run(["index", "--classes", "names.json", "--corpus", "=c", "a.jsonl"])
    for (file, format) in [("plain.csv", "csv"), ("safe.csv", "csv-safe")] {
      try run(["query", "--format", format, "-o", file])
    }
    let compared = try Run.python(["-c", Self.compare, folder.path("plain.csv"), folder.path("safe.csv")])
    #expect(compared.status == 0, "\(compared.stderr)")
    let changed = try JSONDecoder().decode([String].self, from: Data(compared.stdout.utf8))
    #expect(changed == Self.names.filter { !$0.safe }.map(\.name))
    let help = try Binary.run(["query", "--help"])
    #expect(help.stdout.contains("csv-safe is csv"))
    try run(["export", "--format", "csv-safe", "-o", "points.csv"])
    #expect(try String(contentsOfFile: folder.path("points.csv"), encoding: .utf8).contains("'=c"))
  }

  /// A stranger's captions, from each command that writes them.
  @Test func captionsAreMadeSafeToo() throws {
    let folder = try TemporaryFolder()
    try folder.write("names.json", "[\"tench\"]")
    let captions = Self.names.map { $0.name + " tench" }
    let lines = try captions.map {
      try JSONSerialization.data(withJSONObject: ["caption": $0]) + Data("\n".utf8)
    }
    try folder.write("a.jsonl", lines.reduce(Data(), +))
    func run(_ words: [String]) throws -> Run { try Binary.run(words, folder: folder.url) }
    let index = try run([
      "index", "--classes", "names.json", "--corpus", "c", "--rows", "rows", "--keep", "caption", "a.jsonl",
    ])
    #expect(index.status == 0, "\(index.stderr)")
    let want = captions.filter { "=+-@\t\r".unicodeScalars.contains($0.unicodeScalars.first ?? " ") }
    for command in [
      ["extract", "tench", "--columns", "caption"], ["rows", "export"],
      ["sample", "--rule", "metaclip", "--cap", "1000"],
    ] {
      for (file, format) in [("plain.csv", "csv"), ("safe.csv", "csv-safe")] {
        let done = try run(command + ["--format", format, "-o", file, "--replace"])
        #expect(done.status == 0, "\(command): \(done.stderr)")
      }
      let compared = try Run.python(["-c", Self.compare, folder.path("plain.csv"), folder.path("safe.csv")])
      #expect(compared.status == 0, "\(command): \(compared.stderr)")
      let changed = try JSONDecoder().decode([String].self, from: Data(compared.stdout.utf8))
      #expect(changed.sorted() == want.sorted(), "\(command)")
    }
    let piped = try run(["extract", "tench", "--columns", "caption", "--format", "jsonl", "-o", "-"])
    #expect(piped.stdout.split(separator: "\n").count == captions.count)
    for (format, file, sentence) in [
      ("json", "x.csv", "a file that ends in .csv cannot be written as json"),
      ("csv-safe", "x.jsonl", "a file that ends in .jsonl cannot be written as csv-safe"),
    ] {
      let refused = try run(["extract", "tench", "--format", format, "-o", file])
      #expect(
        refused.status == 64 && refused.stderr.hasPrefix("corpus-tool: \(sentence)\n"), "\(refused.stderr)")
    }
    let whole = try run(["extract", "tench", "--whole", "--format", "csv-safe", "-o", "x"])
    #expect(whole.status == 64 && whole.stderr.hasPrefix("corpus-tool: --whole writes json or jsonl\n"))
  }
}
