import Foundation
import TestSupport
import Testing

/// No slip of an operator and no link of a stranger makes a command write over a file that somebody may miss.
@Suite final class OutputSafetyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench", "great white shark"]"#)
    try folder.write("mixture.yaml", "datasets:\n  - json_path: a.jsonl\n    sampling_strategy: all\n")
    try folder.write(
      "a.jsonl",
      (0..<40).map { #"{"caption": "a tench \#($0)"}"# + "\n" }.joined() + #"{"caption": "shark"}"# + "\n")
    try folder.write("model.json", #"{"tench": 0.5, "great white shark": 0.25}"#)
    for command in [
      ["index", "--classes", "names.json", "--corpus", "c", "a.jsonl"],
      ["accuracy", "add", "--classes", "names", "model.json"],
    ] { #expect(try run(command).status == 0) }
  }

  private func run(_ arguments: [String]) throws -> Run { try Binary.run(arguments, folder: folder.url) }

  private func content(_ name: String) throws -> Data {
    try Data(contentsOf: folder.url.appending(path: name))
  }

  /// Every command that writes a file, with the ending that its kind needs.
  static let writers: [(words: [String], ending: String)] = [
    (["query"], ".csv"), (["query", "--format", "json"], ".json"),
    (["query", "--format", "csv-safe"], ".csv"),
    (["query", "--format", "csv", "--by", "role"], ".csv"), (["query"], ".txt"),
    (["classes", "show"], ".txt"), (["classes", "list", "--format", "json"], ".json"),
    (["shards", "--format", "csv"], ".csv"), (["audit", "list"], ".txt"),
    (["correlate"], ".txt"), (["correlate", "--full", "--resamples", "9"], ".txt"),
    (["correlate", "--full", "--resamples", "9", "--format", "json"], ".json"),
    (["export"], ".csv"), (["export", "--binned", "--format", "json"], ".json"),
    (["index", "--classes", "names.json", "--corpus", "c", "a.jsonl"], ".txt"),
    (["index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "--format", "json"], ".json"),
    (["index", "--dry-run", "--classes", "names.json", "--corpus", "d", "a.jsonl"], ".txt"),
    (["inspect", "a.jsonl"], ".txt"), (["inspect", "a.jsonl", "--format", "json"], ".json"),
    (["examples", "tench"], ".txt"), (["examples", "tench", "--format", "csv"], ".csv"),
    (["plot", "scatter"], ".svg"), (["plot", "bar"], ".vl.json"), (["plot", "tail"], ".html"),
    (["report", "--resamples", "9"], ".html"),
    (["query"], ".parquet"), (["export"], ".parquet"), (["correlate"], ".parquet"), (["shards"], ".parquet"),
    (["index", "--classes", "names.json", "--corpus", "c", "a.jsonl"], ".parquet"),
  ]

  /// A script that runs again replaces its own results; a person's file of the same name is kept.
  @Test(.enabled(if: ExtendedAttributes.areKept)) func everyCommandKnowsItsOwnResultAndNoOther() throws {
    for (words, ending) in Self.writers {
      let file = "out\(ending)"
      let command = words + ["-o", file]
      for time in ["first", "second"] {
        let done = try run(command)
        #expect(done.status == 0, "\(time) \(command): \(done.stderr)")
      }
      // A person's change to the result is kept, too, however small.
      var changed = try content(file)
      changed[changed.startIndex] ^= 1
      try changed.write(to: folder.url.appending(path: file))
      #expect(try run(command).status == 1, "\(command)")
      #expect(try content(file) == changed, "\(command)")
      for mine in [
        "my notes\nof many lines\n", "{\"mine\": 1}\n", "mine,too\n1,2\n",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
      ] {
        try folder.write(file, mine)
        let refused = try run(command)
        #expect(refused.status == 1 && refused.stdout == "", "\(command): \(refused.stdout)")
        #expect(
          refused.stderr.contains(
            "cannot write \(file): the file there is no earlier result of this tool, or was changed since; --replace overwrites it"
          ), "\(command): \(refused.stderr)")
        #expect(try content(file) == Data(mine.utf8), "\(command)")
      }
      let replaced = try run(command + ["--replace"])
      #expect(replaced.status == 0, "\(command): \(replaced.stderr)")
      try FileManager.default.removeItem(atPath: folder.path(file))
      try? FileManager.default.removeItem(atPath: folder.path(file + ".meta.json"))
    }
  }

  /// The ending of a file's name decides its form; one that no form has is refused before any work.
  @Test func endingsDecideTheForm() throws {
    for (ending, start) in [
      ("csv", "class_index,class,"), ("json", "["), ("parquet", "PAR1"), ("txt", "#  class"),
    ] {
      let done = try run(["query", "-o", "o.\(ending)"])
      #expect(done.status == 0, "\(done.stderr)")
      #expect(try content("o.\(ending)").starts(with: Data(start.utf8)), "\(ending)")
    }
    #expect(try run(["query", "--format", "csv", "-o", "o.dat"]).status == 0)
    #expect(try run(["query", "--format", "parquet", "-o", "o"]).status == 0)
    let unknown = try run(["query", "-o", "o.xlsx"])
    #expect(
      unknown.status == 64 && unknown.stderr.contains("no format has the ending .xlsx"), "\(unknown.stderr)")
    let other = try run(["query", "--format", "csv", "-o", "p.parquet"])
    #expect(other.status == 64 && other.stderr.contains("cannot be written as csv"), "\(other.stderr)")
    for (format, file) in [
      ("csv", "x.json"), ("json", "x.csv"), ("table", "x.JSON"), ("csv-safe", "x.parquet"),
    ] {
      let run = try run(["query", "--format", format, "-o", file])
      #expect(run.status == 64 && run.stderr.contains("cannot be written as \(format)"), "\(run.stderr)")
      #expect(!FileManager.default.fileExists(atPath: folder.path(file)))
    }
    for (format, file) in [("csv-safe", "safe.csv"), ("json", "some.jsn"), ("csv", "some.txt")] {
      #expect(try run(["query", "--format", format, "-o", file]).status == 0, "\(format) \(file)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("p.parquet")))
    let piped = try run(["query", "--format", "parquet"])
    let written = try content("o.parquet")
    #expect(piped.status == 0 && piped.output == written)
  }

  /// The database, the shards, the lists and the like, each also under another name.
  @Test(arguments: [[], ["--replace"]]) func whatIsReadIsNeverWritten(_ replace: [String]) throws {
    try folder.write("list", "a.jsonl\n")
    try folder.write("examples.json", "[]")
    try folder.write("control.csv", "class,number\ntench,1\ngreat white shark,2\n")
    let count = ["index", "--classes", "names.json", "--corpus", "c"]
    let cases: [(words: [String], file: String, reason: String)] = [
      (["query"], "corpus.sqlite", "it belongs to the database in use"),
      (["export"], "corpus.sqlite", "it belongs to the database in use"),
      (["query", "--classes", "names.json"], "names.json", "this command reads it"),
      (count + ["a.jsonl"], "a.jsonl", "this command reads it"),
      (count + ["a.jsonl"], "names.json", "this command reads it"),
      (count + ["a.jsonl"], "corpus.sqlite", "it belongs to the database in use"),
      (count + ["@list"], "list", "this command reads it"),
      (count + ["@list"], "a.jsonl", "this command reads it"),
      (count + ["*.jsonl"], "a.jsonl", "this command reads it"),
      (["inspect", "a.jsonl"], "a.jsonl", "this command reads it"),
      (["examples", "tench"], "a.jsonl", "this command reads it"),
      (["examples", "tench", "a.jsonl", "--classes", "names.json"], "names.json", "this command reads it"),
      (["correlate", "--control", "file=control.csv"], "control.csv", "this command reads it"),
      (["correlate", "--mixture", "mixture.yaml"], "mixture.yaml", "this command reads it"),
    ]
    for (words, file, reason) in cases {
      let before = try content(file)
      try? FileManager.default.removeItem(atPath: folder.path("again"))
      try FileManager.default.linkItem(atPath: folder.path(file), toPath: folder.path("again"))
      for name in [file, "./\(file)", "again"] {
        let refused = try run(words + ["-o", name] + replace)
        #expect(refused.status == 1 && refused.stdout == "", "\(words) -o \(name)")
        #expect(refused.stderr.contains("cannot write \(name): \(reason)\n"), "\(words): \(refused.stderr)")
      }
      #expect(try content(file) == before, "\(words)")
    }
    #expect(try run(["verify"]).status == 0)
  }

  /// What only the database names: its shards, where a sheet is drawn from them, and its files of rows, here and moved.
  @Test(arguments: [[], ["--replace"]]) func whatTheDatabaseReadsIsNeverWritten(_ replace: [String]) throws {
    let index = ["index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "--rows", "rows"]
    #expect(try run(index).status == 0)
    let rows = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path("rows")).first)
    try FileManager.default.copyItem(atPath: folder.path("rows"), toPath: folder.path("moved"))
    try FileManager.default.linkItem(atPath: folder.path("a.jsonl"), toPath: folder.path("a.csv"))
    let cases: [(words: [String], file: String)] = [
      (["examples", "tench", "--audit", "a.csv"], "a.csv"),
      (["extract", "tench", "--columns", "caption", "-o", "a.jsonl"], "a.jsonl"),
      (["rows", "export", "-o", "rows/\(rows)"], "rows/\(rows)"),
      (["sample", "--rule", "per-class", "--cap", "3", "-o", "rows/\(rows)"], "rows/\(rows)"),
      (["extract", "tench", "--columns", "caption", "-o", "rows/\(rows)"], "rows/\(rows)"),
      (
        ["extract", "tench", "--columns", "caption", "--rows", "moved", "-o", "moved/\(rows)"],
        "moved/\(rows)"
      ),
    ]
    for (words, file) in cases {
      let before = try content(file)
      let refused = try run(words + replace)
      // Without --replace a sheet is refused for being there at all.
      let isSheet = replace.isEmpty && file == "a.csv"
      #expect(
        refused.status == 1 && refused.stderr.contains(isSheet ? "a.csv" : "\(file): this command reads it"),
        "\(words): \(refused.stderr)")
      #expect(try content(file) == before, "\(words)")
    }
  }

  @Test(arguments: [[], ["--replace"]]) func linksAreNotWrittenThrough(_ replace: [String]) throws {
    let secret = try folder.write("secret", "secret")
    let commands: [(words: [String], link: String)] = [
      (["query", "-o", "x.csv"], "x.csv"), (["export", "-o", "p.csv"], "p.csv.meta.json"),
      (["plot", "scatter", "-o", "x.svg"], "x.svg"), (["report", "-o", "x.html"], "x.html"),
      (["examples", "tench", "--audit", "sheet.csv"], "sheet.csv"),
      (["examples", "tench", "-o", "e.txt"], "e.txt"),
      (
        [
          "analyze", "--classes", "names.json", "--accuracy", "model.json", "--pretrain", "a.jsonl", "-o",
          "r",
        ],
        "r/summary.json"
      ),
      (
        [
          "analyze", "--classes", "names.json", "--accuracy", "model.json", "--pretrain", "a.jsonl", "-o",
          "s",
        ],
        "s/corpus.sqlite"
      ),
      (["demo", "-o", "d"], "d/input/classes.json"),
    ]
    for (words, link) in commands {
      for target in [secret, folder.path("none")] {
        try? FileManager.default.removeItem(atPath: folder.path(link))
        try FileManager.default.createDirectory(
          at: folder.url.appending(path: link).deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder.path(link), withDestinationPath: target)
        let refused = try run(words + replace)
        #expect(refused.status == 1, "\(words)")
        #expect(
          refused.stderr.contains("\(link): it is a symbolic link to \(target); name the file itself"),
          "\(words): \(refused.stderr)")
      }
    }
    #expect(try content("secret") == Data("secret".utf8))
    #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
    // Nothing of a result is left beside the part that was refused.
    #expect(!FileManager.default.fileExists(atPath: folder.path("p.csv")))
  }

  @Test func databasesSheetsAndFolders() throws {
    try folder.write("other.sqlite", content("corpus.sqlite"))
    let refused = try run(["query", "-o", "other.sqlite"])
    #expect(
      refused.stderr == "corpus-tool: cannot write other.sqlite: it is a database; --replace overwrites it\n"
    )
    #expect(try run(["query", "--format", "table", "-o", "other.sqlite", "--replace"]).status == 0)
    #expect(try String(decoding: content("other.sqlite"), as: UTF8.self).contains("tench"))

    #expect(try run(["examples", "tench", "--audit", "sheet.csv", "-n", "3"]).status == 0)
    let again = try run(["examples", "tench", "--audit", "sheet.csv", "-n", "3"])
    #expect(again.status == 1 && again.stderr.contains("--replace overwrites it"))
    #expect(try run(["examples", "tench", "--audit", "sheet.csv", "-n", "3", "--replace"]).status == 0)

    let analyze = [
      "analyze", "--classes", "names.json", "--accuracy", "model.json", "--pretrain", "a.jsonl", "-o", "r",
    ]
    try folder.write("r/points.csv", "my,points\n")
    let kept = try run(analyze)
    #expect(
      kept.status == 1
        && kept.stderr.contains("cannot write r/points.csv: the file there is no earlier result")
    )
    #expect(try content("r/points.csv") == Data("my,points\n".utf8))
    for words in [analyze + ["--replace"]] + (ExtendedAttributes.areKept ? [analyze] : []) {
      let done = try run(words)
      #expect(done.status == 0, "\(done.stderr)")
    }
    try folder.write("p.csv.meta.json", #"{"my": "notes"}"#)
    let meta = try run(["export", "-o", "p.csv"])
    #expect(meta.status == 1 && meta.stderr.contains("cannot write p.csv.meta.json: the file there"))
  }

  @Test func standardOutputAndPipesAreStreams() throws {
    for word in ["-", "/dev/stdout"] {
      let line = "corpus-tool query --format csv -o \(word) > stream.out 2>&1; cat stream.out"
      let done = try Binary.shell(line, folder: folder.url)
      #expect(done.stdout.hasPrefix("class_index,class"), "\(word): \(done.stdout)")
    }
    let piped = try Binary.shell(
      "corpus-tool query --format csv -o >(cat > piped.csv); sleep 0.5", folder: folder.url)
    #expect(piped.status == 0, "\(piped.stderr)")
    #expect(try String(decoding: content("piped.csv"), as: UTF8.self).hasPrefix("class_index,class"))
  }
}
