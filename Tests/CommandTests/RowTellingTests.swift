import Foundation
import TestSupport
import Testing

/// What is told of rows: fields that nothing has, files that stay, and how to write them.
@Suite struct RowTellingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("names.json", #"["dog", "cat"]"#)
    try folder.write("a.jsonl", #"{"caption": "a dog", "url": "u"}"# + "\n")
    try folder.write(
      "b.jsonl", #"{"caption": "a dog", "similarity": 0.5}"# + "\n" + #"{"caption": "x", "ulr": 1}"# + "\n")
  }

  private func index(_ options: String..., database: String = "corpus.sqlite") throws -> Run {
    let run = try Binary.run(
      ["index", "--db", database, "--classes", "names.json", "--corpus", "c"] + options + [
        "a.jsonl", "b.jsonl",
      ],
      folder: folder.url)
    #expect(run.status == 0, "\(run.stderr)")
    return run
  }

  /// A slip in a field's name: no record with a mention has it. What one shard alone has is no slip.
  @Test func aFieldThatNoRecordHasIsTold() throws {
    let run = try index("--rows", "r", "--keep", "url", "--keep", "ulr", "--keep", "similarity")
    #expect(
      run.stderr.contains(
        "note: no record that mentions a class has the field `ulr`, so the rows keep nothing of it\n"),
      "\(run.stderr)")
    #expect(!run.stderr.contains("`url`") && !run.stderr.contains("`similarity`"), "\(run.stderr)")
    #expect(try !index("--rows", "q", "--keep", "url").stderr.contains("no record that mentions"))
  }

  /// A copy of a database names the original's files; its own run leaves them.
  @Test func rowsOfTheOriginalStayWhereACopyIsIndexed() throws {
    _ = try index("--rows", "r", "--keep", "url")
    try FileManager.default.copyItem(atPath: folder.path("corpus.sqlite"), toPath: folder.path("copy.sqlite"))
    let run = try index("--rows", "q", "--keep", "url", database: "copy.sqlite")
    #expect(
      run.stderr.contains(
        "note: 2 files of former rows stay, since they were made for another database or by scan"),
      "\(run.stderr)")
    for database in ["corpus.sqlite", "copy.sqlite"] {
      let verified = try Binary.run(["verify", "--db", database], folder: folder.url)
      #expect(verified.status == 0, "\(verified.stdout)\(verified.stderr)")
    }
    // Those of the database itself are replaced as before.
    let own = try index("--rows", "s", "--keep", "url", database: "corpus.sqlite")
    #expect(!own.stderr.contains("former rows"), "\(own.stderr)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("r")).isEmpty)
  }

  /// A corpus may be named by a pattern; a word that means none is an error, not an empty table. Options of the command that is
  /// meant where none is named are understood as its own.
  @Test func theListTakesWhatOtherSelectionsTake() throws {
    _ = try index("--rows", "r")
    func list(_ words: String...) throws -> Run { try Binary.run(["rows"] + words, folder: folder.url) }
    #expect(try list("list", "--corpus", "c*").stdout == list().stdout)
    #expect(try list("--corpus", "c").stdout.contains("c       names"))
    for word in ["x", "x*"] {
      let run = try list("list", "--corpus", word)
      #expect(run.status == 1 && run.stdout == "" && run.stderr.contains("`c`"), "\(run.stderr)")
    }
    let distinct = try list("--count", "distinct")
    #expect(
      distinct.status == 64
        && distinct.stderr.hasPrefix(
          "corpus-tool: Unknown option '--count'\n"),
      "\(distinct.stderr)")
    #expect(try list("dog").stderr.hasPrefix("corpus-tool: `corpus-tool rows` has no command `dog`\n"))
  }

  /// The command that writes rows names the database.
  @Test func theHintNamesTheDatabase() throws {
    _ = try index(database: "o t.sqlite")
    let run = try Binary.run(["pairs", "--db", "o t.sqlite"], folder: folder.url)
    #expect(
      run.stderr.contains("corpus-tool index --db 'o t.sqlite' --corpus c --rows FOLDER, with the class set"),
      "\(run.stderr)")
  }

  /// Rows that were moved: each command says what helps.
  @Test func movedRowsAreToldWithWhatHelps() throws {
    _ = try index("--rows", "r", "--keep", "url")
    try FileManager.default.moveItem(atPath: folder.path("r"), toPath: folder.path("moved"))
    for command in [
      ["pairs"], ["rows", "export", "--format", "csv"], ["query", "--count", "distinct"],
      ["sample", "--rule", "metaclip", "--cap", "1", "-o", "s.csv"],
      ["extract", "dog", "--columns", "url", "-o", "e.csv"],
    ] {
      let run = try Binary.run(command, folder: folder.url)
      #expect(
        run.status == 1
          && run.stderr.contains(
            ".parquet is no longer there; if it was moved, extract finds it with --rows FOLDER, and index --rows FOLDER writes"
          ), "\(command): \(run.stderr)")
    }
    let found = try Binary.run(
      ["extract", "dog", "--columns", "url", "--rows", "moved", "-o", "f.csv"], folder: folder.url)
    #expect(found.status == 0, "\(found.stderr)")
    _ = try index("--rows", "again", "--keep", "url")
    #expect(try Binary.run(["pairs"], folder: folder.url).status == 0)
  }

  @Test func theListFitsATerminal() throws {
    _ = try index("--rows", "r")
    let run = try Binary.shell("COLUMNS=80 corpus-tool rows", folder: folder.url)
    #expect(
      run.status == 0 && run.stdout.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(run.stdout)")
  }

  /// `rows list` is of the rules that are named.
  @Test func theListIsOfTheNamedRules() throws {
    _ = try index("--rows", "r")
    _ = try index("--matching", "paper")
    func rules(_ options: String...) throws -> [Substring] {
      let run = try Binary.run(["rows", "list", "--format", "csv"] + options, folder: folder.url)
      #expect(run.status == 0, "\(run.stderr)")
      return run.stdout.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[2] }
    }
    #expect(try rules() == ["word", "paper"])
    #expect(try rules("--rules", "paper") == ["paper"])
    #expect(try rules("--rules", "word") == ["word"])
    #expect(try rules("--stage", "pretrain", "--rules", "word") == ["word"])
    #expect(try Binary.run(["rows", "list", "--rules", "nothing"], folder: folder.url).status == 1)
  }

  /// A list of dicts as Python prints it, in a cell and in a column.
  @Test(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
  func conversationsAsPythonPrintsThemAreNamed() throws {
    let script = """
      import pandas, sys
      turns = [{"from": "human", "value": "what?"}, {"from": "gpt", "value": "a dog"}]
      frame = pandas.DataFrame({"id": [1, 2], "conversations": [str(turns), str(turns)]})
      frame.to_csv(sys.argv[1] + "/p.csv", index=False)
      frame.to_parquet(sys.argv[1] + "/p.parquet")
      """
    let made = try Run.python(["-c", script, folder.url.path])
    try #require(made.status == 0, "\(made.stderr)")
    for file in ["p.csv", "p.parquet"] {
      let run = try Binary.run(["count", "dog", file], folder: folder.url)
      #expect(
        run.status == 1
          && run.stderr.contains(
            "the conversation is a Python list, not JSON; write it with json.dumps"),
        "\(run.stderr)")
    }
  }
}
