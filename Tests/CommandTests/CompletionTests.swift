import Foundation
import TestSupport
import Testing

/// A folder with databases whose names are completed.
enum CompletionSample {
  /// Names of corpora that would do something if a shell ran them, each the only one of `hostile-N.sqlite`.
  static let hostile = [
    "$(touch canary)", "`touch canary`", "z;touch canary", "q' \"w $HOME", "a\\b*", "two  blanks", "tab:le=x",
    "!!",
  ]

  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("names.json", #"["tench", "crane"]"#)
    try folder.write("counts.json", #"{"tench": 3, "crane": 1}"#)
    try folder.write("m.json", #"{"tench": 0.5, "crane": 1}"#)
    try folder.write("results/x.txt", "")
    try run(["classes", "add", "--db", "odd.sqlite", "animals", "names.json"], folder)
    try add("laion", to: "odd.sqlite", folder)
    try add("web text", to: "odd.sqlite", folder)
    for model in ["clip-b", "clip-l", "eva"] {
      try run(
        ["accuracy", "add", "--db", "odd.sqlite", "--classes", "animals", "--model", model, "m.json"], folder)
    }
    for (number, name) in hostile.enumerated() { try add(name, to: "hostile-\(number).sqlite", folder) }
    try run(
      [
        "frequency", "add", "--db", "lines.sqlite", "--classes", "names.json", "--corpus", "a\nb",
        "counts.json",
      ], folder)
    return folder
  }

  private static func add(_ corpus: String, to database: String, _ folder: TemporaryFolder) throws {
    try run(
      ["frequency", "add", "--db", database, "--classes", "names.json", "--corpus", corpus, "counts.json"],
      folder)
  }

  private static func run(_ arguments: [String], _ folder: TemporaryFolder) throws {
    let run = try Binary.run(arguments, folder: folder.url)
    #expect(run.status == 0, "\(arguments): \(run.stderr)")
  }
}

/// What the program answers to the scripts of shells.
@Suite struct CompletionRequestTests {
  private func ask(_ words: [String], _ folder: TemporaryFolder? = nil) throws -> [String] {
    let run = try Binary.run(["---complete"] + words, folder: folder?.url)
    #expect(run.status == 0 && run.stderr == "", "\(run.stderr)")
    return run.stdout.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
  }

  @Test func commandsAndOptions() throws {
    #expect(try ask(["fish", "que"]) == ["words", "query"])
    #expect(try ask(["zsh", "classes", ""]) == ["words", "add", "list", "show"])
    #expect(try ask(["zsh", "help", "cl"]) == ["words", "classes"])
    #expect(try ask(["zsh", "query", "--cou"]) == ["words", "--count"])
    #expect(try ask(["zsh", "query", "--count", "captions", "--co"]) == ["words", "--corpus"])
    #expect(try ask(["zsh", "plot", "s"]) == ["words", "scatter", "sensitivity"])
    #expect(try ask(["zsh", "query", "--by", "s"]) == ["words", "stage", "shard"])
    #expect(try ask(["zsh", "query", "--count=m"]) == ["words", "mentions"])
    #expect(try ask(["fish", "query", "--count=m"]) == ["words", "--count=mentions"])
    #expect(try ask(["bash", "corpus-tool query --count=m", "m"]) == ["words", "mentions"])
    #expect(try ask(["bash", "corpus-tool query --count \"m", "m"]) == ["words", "mentions"])
    #expect(try ask(["zsh", "nonsense", ""]) == ["words"])
    #expect(try ask(["zsh", "query", "--", "--"]) == ["words"])
  }

  @Test func filesAndFolders() throws {
    for words in [
      ["inspect", ""], ["index", "a.txt", ""], ["query", "-o", ""], ["query", "--db", ""], ["merge", ""],
      ["analyze", "--accuracy", "a.json", ""], ["analyze", "--pretrain", ""], ["classes", "add", "x", ""],
      ["classes", "show", ""], ["query", "--classes", ""], ["plot", "scatter", "--mixture", ""],
      ["examples", ""],
    ] {
      #expect(try ask(["zsh"] + words).first == "files", "\(words)")
    }
    for words in [["analyze", "-o", ""], ["demo", "--output", ""], ["index", "--spool-dir", ""]] {
      #expect(try ask(["zsh"] + words).first == "folders", "\(words)")
    }
    for words in [
      ["classes", "add", ""], ["query", "--top", ""], ["index", "--text-field", ""], ["query", ""],
    ] {
      #expect(try ask(["zsh"] + words) == ["words"], "\(words)")
    }
  }

  @Test func namesOfTheDatabase() throws {
    let folder = try CompletionSample.folder()
    let before = try Data(contentsOf: folder.url.appending(path: "odd.sqlite"))
    let listing = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    #expect(
      try ask(["zsh", "query", "--db", "odd.sqlite", "--corpus", ""], folder) == [
        "words", "laion", "web text",
      ])
    #expect(try ask(["zsh", "query", "--db=odd.sqlite", "--corpus=l"], folder) == ["words", "laion"])
    #expect(
      try ask(["zsh", "plot", "bar", "--db", "odd.sqlite", "--model", "c"], folder) == [
        "words", "clip-b", "clip-l",
      ])
    #expect(
      try ask(["zsh", "query", "--db", "odd.sqlite", "--classes", "an"], folder) == ["files", "animals"])
    #expect(
      try ask(["zsh", "classes", "show", "--db", "odd.sqlite", ""], folder).prefix(2) == ["files", "animals"])
    #expect(try ask(["zsh", "query", "--db", "odd.sqlite", "--stage", ""], folder) == ["words", "pretrain"])
    // Bash replaces only what stands behind the last `=` or `:`.
    #expect(
      try ask(["bash", "corpus-tool query --db=odd.sqlite --corpus=la", "la"], folder) == ["words", "laion"])
    #expect(
      try ask(["bash", "corpus-tool query --db hostile-6.sqlite --corpus tab:l", "l"], folder) == [
        "words", "le=x",
      ])
    #expect(
      try ask(["bash", "corpus-tool query --db 'odd.sqlite' --corpus web\\ t", "web\\ t"], folder) == [
        "words", "web\\ text",
      ])
    // Names that are no line of text are left out, and the database is as it was.
    #expect(try ask(["zsh", "query", "--db", "lines.sqlite", "--corpus", ""], folder) == ["words"])
    #expect(try Data(contentsOf: folder.url.appending(path: "odd.sqlite")) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == listing)
  }

  /// What bash gets is quoted for where it stands: outside of quotes, or in those that are open.
  @Test func bashGetsQuotedWords() throws {
    let folder = try CompletionSample.folder()
    func ask(_ number: Int, _ typed: String) throws -> [String] {
      let line = "corpus-tool query --db hostile-\(number).sqlite --corpus " + typed
      return Array(try self.ask(["bash", line, ""], folder).dropFirst())
    }
    #expect(try ask(0, "") == [#"\$\(touch\ canary\)"#])
    #expect(try ask(0, "\"") == [#"\$(touch canary)"#])
    #expect(try ask(0, "'") == ["$(touch canary)"])
    #expect(try ask(1, "\"") == [#"\`touch canary\`"#])
    #expect(try ask(3, "'") == [] && ask(3, "") == [#"q\'\ \"w\ \$HOME"#])
    #expect(try ask(7, "\"") == [] && ask(7, "'") == ["!!"] && ask(7, "") == [#"\!\!"#])
  }

  /// Nothing that is wrong says anything in the middle of a line.
  @Test func whateverIsWrongIsSilent() throws {
    let folder = try TemporaryFolder()
    try folder.write("text.sqlite", "no database")
    for database in ["none.sqlite", "text.sqlite", ".", "/dev/zero"] {
      #expect(
        try ask(["zsh", "query", "--db", database, "--corpus", ""], folder) == ["words"], "\(database)")
    }
    #expect(try ask([]) == [])
    #expect(try ask(["csh", "x"]) == [])
    #expect(try ask(["bash"]) == [])
    #expect(try ask(["bash", "", ""]) == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["text.sqlite"])
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func aScriptIsPrinted(_ shell: String) throws {
    for arguments in [["--generate-completion-script", shell], ["--generate-completion-script=\(shell)"]] {
      let run = try Binary.run(arguments)
      #expect(run.status == 0 && run.stderr == "" && run.stdout.contains("---complete \(shell)"))
    }
  }
}

/// The same typed in the shells themselves, in tmux.
@Suite(
  .enabled(if: ProjectPaths.hasShells, "needs tmux, bash, zsh, fish and Python: Scripts/setup shells python"))
struct CompletionShellTests {
  private struct Case: Encodable {
    var type: String
    var enter = false
    var changes = true
  }

  private struct Answer: Decodable {
    var line: String
    var list: String
    var screen: String?
  }

  private struct Job: Encodable {
    var shell: String
    var folder: String
    var path: String
    var script: String
    var cases: [Case]
  }

  private func type(_ cases: [Case], in shell: String, _ folder: TemporaryFolder) throws -> [Answer] {
    let script = try folder.write(".completions", Binary.run(["--generate-completion-script", shell]).stdout)
    // The program is found by its name wherever it was built.
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: ".bin-corpus-tool"), withDestinationURL: Binary.url)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: ".bin"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      atPath: folder.path(".bin-corpus-tool"), toPath: folder.path(".bin/corpus-tool"))
    let job = Job(
      shell: shell, folder: folder.url.path, path: folder.path(".bin"), script: script, cases: cases)
    let oracle = ProjectPaths.root.appending(path: "Tests/Oracles/completions.py").path
    let run = try Run.python([oracle], input: JSONEncoder().encode(job))
    try #require(run.status == 0, "\(run.stderr)")
    return try JSONDecoder().decode([Answer].self, from: run.output)
  }

  static let plain = [
    ("corpus-tool que", "corpus-tool query"),
    ("corpus-tool classes sh", "corpus-tool classes show"),
    ("corpus-tool query --uni", "corpus-tool query --uni"),
    ("corpus-tool query --bot", "corpus-tool query --bottom"),
    ("corpus-tool plot sca", "corpus-tool plot scatter"),
    ("corpus-tool classes add new nam", "corpus-tool classes add new names.json"),
    ("corpus-tool inspect cou", "corpus-tool inspect counts.json"),
    ("corpus-tool query -o cou", "corpus-tool query -o counts.json"),
    ("corpus-tool demo -o res", "corpus-tool demo -o results/"),
    ("corpus-tool query --db odd.sqlite --corpus la", "corpus-tool query --db odd.sqlite --corpus laion"),
    ("corpus-tool query --db odd.sqlite --corpus=la", "corpus-tool query --db odd.sqlite --corpus=laion"),
    ("corpus-tool bar --db odd.sqlite --model e", "corpus-tool bar --db odd.sqlite --model e"),
    ("corpus-tool report --db odd.sqlite --model e", "corpus-tool report --db odd.sqlite --model eva"),
    ("corpus-tool report --db odd.sqlite --model c", "corpus-tool report --db odd.sqlite --model clip-"),
    ("corpus-tool query --db odd.sqlite --classes an", "corpus-tool query --db odd.sqlite --classes animals"),
    (
      "corpus-tool query --db odd.sqlite --classes nam",
      "corpus-tool query --db odd.sqlite --classes names.json"
    ),
    (
      "corpus-tool query --db odd.sqlite --corpus we", "corpus-tool query --db odd.sqlite --corpus web\\ text"
    ),
    (
      "corpus-tool query --db odd.sqlite --corpus web\\ t",
      "corpus-tool query --db odd.sqlite --corpus web\\ text"
    ),
    (
      "corpus-tool query --db odd.sqlite --corpus \"web t",
      "corpus-tool query --db odd.sqlite --corpus \"web text\""
    ),
    (
      "corpus-tool query --db odd.sqlite --corpus 'web t",
      "corpus-tool query --db odd.sqlite --corpus 'web text'"
    ),
    (
      "corpus-tool query --db nowhere.sqlite --corpus la", "corpus-tool query --db nowhere.sqlite --corpus la"
    ),
  ]

  @Test(arguments: ["bash", "zsh", "fish"]) func wordsFilesAndNames(_ shell: String) throws {
    let folder = try CompletionSample.folder()
    let cases = Self.plain.map { Case(type: $0.0, changes: $0.0 != $0.1) }
    for (answer, expected) in zip(try type(cases, in: shell, folder), Self.plain) {
      #expect(answer.line == expected.1, "\(shell): \(answer.list)")
      #expect(!answer.list.contains("corpus-tool:") && !answer.list.contains("rror"), "\(answer.list)")
    }
  }

  /// The program gets each name as it is, and the shell runs nothing of it.
  @Test(arguments: ["bash", "zsh", "fish"]) func hostileNamesAreOnlyNames(_ shell: String) throws {
    let folder = try CompletionSample.folder()
    let cases = CompletionSample.hostile.indices.flatMap { number in
      (number < 2 ? ["--corpus ", "--corpus="] : ["--corpus "]).map { option in
        Case(type: "corpus-tool query --db hostile-\(number).sqlite --format csv \(option)", enter: true)
      }
    }
    for (answer, one) in zip(try type(cases, in: shell, folder), cases) {
      #expect(answer.line.count > one.type.count, "\(answer.list)")
      let screen = answer.screen ?? ""
      #expect(screen.contains("0,tench,,3") && !screen.contains("corpus-tool: "), "\(one.type): \(screen)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("canary")))
  }
}
