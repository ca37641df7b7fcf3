import Foundation
import TestSupport
import Testing

/// How much is told on standard error, and how.
@Suite struct TellingTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (path, content) in Small.files { try folder.write(path, content) }
    return folder
  }

  private func run(_ arguments: [String], _ folder: TemporaryFolder, state: String? = nil) throws -> Run {
    try Binary.run(
      arguments, environment: ["XDG_STATE_HOME": state ?? folder.path("state")], folder: folder.url)
  }

  private static let index = ["index", "--classes", "names.json", "--corpus", "c", "a.jsonl", "chat.json"]
  private static let roles =
    "corpus-tool: note: 1 caption of other roles is excluded (human 1); --role all includes them\n"

  @Test func quietLeavesErrorsAndResults() throws {
    let folder = try folder()
    let index = try run(Self.index + ["--quiet"], folder)
    #expect(index.status == 0 && index.stderr == "" && index.stdout.hasPrefix("shards    2 counted"))
    let query = try run(["query", "--quiet"], folder)
    #expect(query.status == 0 && query.stderr == "" && query.stdout.contains("tench"))
    // What was not told is not known: the next run tells it.
    #expect(try run(["query"], folder).stderr == Self.roles)
    let failed = try run(["query", "--quiet", "--corpus", "other"], folder)
    #expect(failed.status == 1 && failed.stderr == "corpus-tool: no corpus `other`; available: `c`\n")
    try folder.write("bad.jsonl", "{\"caption\":oops}")
    let shard = try run(["index", "--classes", "names", "--corpus", "c", "bad.jsonl", "--quiet"], folder)
    #expect(
      shard.status == 1 && shard.stderr.split(separator: "\n").count == 1
        && shard.stderr.contains("bad.jsonl"))
    let both = try run(["query", "--quiet", "--verbose"], folder)
    #expect(both.status == 64 && both.stderr.contains("--quiet and --verbose cannot be used together"))
  }

  @Test(arguments: CommandTree.leaves) func everyCommandTakesThem(_ command: [String]) throws {
    let help = try Binary.run(command + ["--help"]).stdout
    #expect(help.contains("--quiet") && help.contains("--verbose"), "\(command)")
  }

  /// What holds for the database is told at the first run, and again where it changes, for another copy of the file, with
  /// `--verbose`, and where nothing can be remembered.
  @Test func factsOfADatabaseAreToldOnce() throws {
    let folder = try folder()
    #expect(try run(Self.index, folder).status == 0)
    #expect(try run(["query"], folder).stderr == Self.roles)
    #expect(try run(["query", "--top", "1"], folder).stderr == "")
    #expect(try run(["query", "--verbose"], folder).stderr == Self.roles)
    #expect(try run(["export"], folder).stderr.contains("other roles") == false)
    try FileManager.default.copyItem(atPath: folder.path("corpus.sqlite"), toPath: folder.path("copy.sqlite"))
    #expect(try run(["query", "--db", "copy.sqlite"], folder).stderr == Self.roles)
    #expect(try run(["query"], folder, state: folder.path("other")).stderr == Self.roles)
    #expect(try run(["query"], folder, state: "/proc/none").stderr == Self.roles)
    #expect(try run(["query"], folder, state: "/proc/none").stderr == Self.roles)
    try folder.write(
      "more.json",
      #"[{"conversations": [{"from": "human", "value": "a tench?"}, {"from": "gpt", "value": "yes"}]}]"#)
    #expect(try run(["index", "--classes", "names", "--corpus", "c", "more.json"], folder).status == 0)
    #expect(try run(["query"], folder).stderr.contains("2 captions of other roles are excluded"))
    // A database that was made anew at the same place is another one.
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    where name.hasPrefix("corpus.sqlite") {
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    try folder.write("corpus.sqlite.old", "takes the place of the file that went")
    #expect(try run(Self.index, folder).status == 0)
    #expect(try run(["query"], folder).stderr == Self.roles)
  }

  @Test func notesOfFilesAreToldOnceADatabase() throws {
    let folder = try folder()
    try folder.write("m.json", #"{"tench": 50, "shark": 25, "crane": 75, "dodo": 3}"#)
    let add = ["accuracy", "add", "--classes", "names.json", "m.json"]
    let first = try run(add, folder).stderr
    #expect(
      first.contains("read as percent") && first.contains("dodo") && first.contains("model `m` added"),
      "\(first)")
    #expect(
      try run(add, folder).stderr == "corpus-tool: note: model `m` already exists, with the same accuracies\n"
    )
    #expect(try run(add + ["--verbose"], folder).stderr.contains("dodo"))
    try folder.write("others.json", #"["tench", "goldfish"]"#)
    let classes = ["classes", "add", "again", "others.json"]
    #expect(try run(classes, folder).stderr.contains("read as a JSON list of names"))
    #expect(try !run(classes, folder).stderr.contains("read as"))
    // A warning is no note.
    try folder.write("commas.json", #"["tench, Tinca tinca", "crane, bird"]"#)
    for _ in 0..<2 {
      #expect(try run(["classes", "add", "commas", "commas.json"], folder).stderr.contains("warning: "))
    }
  }

  @Test func oneNoteAKindOfShard() throws {
    let folder = try folder()
    let shards = (1...4).map { "s\($0).jsonl" }
    for (number, name) in shards.enumerated() {
      try folder.write(name, #"{"caption": "a tench \#(number) \ud800"}"#)
    }
    let index = ["index", "--classes", "names.json", "--threads", "1", "--corpus"]
    let told = try run(index + ["c"] + shards, folder).stderr
    #expect(told.components(separatedBy: "unpaired surrogate").count == 2, "\(told)")
    #expect(told.contains("note: the same is true of 3 more shards as of "), "\(told)")
    let all = try run(index + ["d", "--verbose"] + shards, folder).stderr
    #expect(all.components(separatedBy: "unpaired surrogate").count == 5 && !all.contains("the same is true"))
    #expect(all.components(separatedBy: ": 1 record, 1 caption, 1 mention\n").count == 5)
  }

  /// A reader that is no terminal gets a line for a hundred shards.
  @Test func progressInALogIsShort() throws {
    let folder = try folder()
    let count = 250
    for number in 0..<count {
      try folder.write("many/\(number).jsonl", #"{"caption": "a tench \#(number)"}"#)
    }
    let told = try run(["index", "--classes", "names.json", "--corpus", "c", "many"], folder)
    #expect(told.status == 0)
    let lines = told.stderr.split(separator: "\n").filter { $0.contains(" captions  ") }
    #expect(lines.count >= 2 && lines.count < 30, "\(told.stderr)")
    #expect(lines.allSatisfy { $0.hasPrefix("corpus-tool: ") && $0.contains("/250 ") })
    #expect(!told.stderr.contains("1 record, "))
  }

  /// In a pipe a note is one line; a terminal's is broken at words.
  @Test(.enabled(if: ProjectPaths.python != nil, "needs the project's Python"))
  func notesFitTheTerminal() throws {
    let folder = try folder()
    let terminal = ProjectPaths.root.appending(path: "Tests/Oracles/terminal.py").path
    let names = #"["kite (bird of prey)", "tench", "crane"]"#
    try folder.write("names.json", names)
    let database = folder.path("t.sqlite")
    let arguments = [
      "index", "--db", database, "--classes", folder.path("names.json"), "--corpus", "c",
      folder.path("a.jsonl"),
    ]
    let run = try Run.python([terminal, "50", Binary.url.path] + arguments)
    #expect(run.status == 0, "\(run.stderr)")
    // The line of progress is drawn over; what stays is what counts.
    let lines = run.stderr.components(separatedBy: "\n").map { line in
      line.components(separatedBy: "\u{1B}[K").last ?? line
    }
    #expect(lines.contains("corpus-tool: note: 3 classes with 3 terms, read as"), "\(lines)")
    #expect(lines.contains("    a JSON list of names"))
    let command = try #require(lines.first { $0.hasPrefix("  corpus-tool classes add ") })
    #expect(command.hasSuffix("--db \(database)") && command.contains("names.json --base-names"))
    for line in lines where !line.hasPrefix("  ") || line.hasPrefix("    ") {
      #expect(line.count <= 50, "\(line)")
    }
    let piped = try self.run(["classes", "add", "x", "names.json"], folder)
    #expect(piped.stderr.contains("note: 3 classes with 3 terms, read as a JSON list of names\n"))
    // Parentheticals are told once, with the command.
    let index = try self.run(
      ["index", "--db", "u.sqlite", "--classes", "names.json", "--corpus", "c", "a.jsonl"], folder)
    #expect(index.stderr.components(separatedBy: "with a parenthetical").count == 2, "\(index.stderr)")
  }
}
