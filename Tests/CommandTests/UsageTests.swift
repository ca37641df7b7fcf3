import Foundation
import TestSupport
import Testing

@Suite struct UsageTests {
  static let cases = [
    CommandCase("no command is help", [], stderr: []),
    CommandCase(
      "unknown command", ["frobnicate"], status: 64, stdout: "",
      stderr: ["corpus-tool: there is no command `frobnicate`\nUsage: corpus-tool <subcommand>\n"]),
    CommandCase(
      "a command misspelled", ["quary", "--top", "3"], status: 64, stdout: "",
      stderr: ["corpus-tool: there is no command `quary`; did you mean `query`?\nUsage: "]),
    CommandCase(
      "a command of a command misspelled", ["classes", "ad", "x", "y"], status: 64, stdout: "",
      stderr: ["corpus-tool: `corpus-tool classes` has no command `ad`; did you mean `add`?\nUsage: "]),
    CommandCase(
      "help for what is no command", ["help", "quary"], status: 64, stdout: "",
      stderr: ["corpus-tool: there is no command `quary`; did you mean `query`?\n"]),
    CommandCase(
      "an argument too many is no command", ["verify", "quary"], status: 64, stdout: "",
      stderr: ["corpus-tool: Unexpected argument 'quary'\n"]),
    CommandCase(
      "a plot's kind misspelled", ["plot", "scater", "-o", "a.svg"], status: 64, stdout: "",
      stderr: [
        "corpus-tool: The value 'scater' is invalid for '<kind>'. Did you mean 'scatter'? Please provide one of"
      ]),
    CommandCase(
      "an option's value misspelled", ["query", "--format=jsn"], status: 64, stdout: "",
      stderr: [
        "corpus-tool: The value 'jsn' is invalid for '--format <format>'. Did you mean 'json'? Please "
      ]),
    CommandCase(
      "the beginning of an option", ["inspect", "--unescape", "a"], status: 64, stdout: "",
      stderr: ["corpus-tool: Unknown option '--unescape'. Did you mean '--unescape-html'?\n"]),
    CommandCase(
      "an option misspelled, by the parser", ["query", "--corpsu", "a"], status: 64, stdout: "",
      stderr: ["corpus-tool: Unknown option '--corpsu'. Did you mean '--corpus'?\n"]),
    CommandCase(
      "another command's option", ["query", "--resamples", "3"], status: 64, stdout: "",
      stderr: ["corpus-tool: Unknown option '--resamples', which is an option of 'correlate', 'report'\n"]),
    CommandCase(
      "another quantity where captions are looked at: pairs", ["pairs", "--count", "distinct"], status: 64,
      stdout: "", stderr: ["corpus-tool: Unknown option '--count'\n"]),
    CommandCase(
      "another quantity where captions are looked at: sample",
      ["sample", "--rule", "metaclip", "--cap", "5", "-o", "s.csv", "--count", "distinct"], status: 64,
      stdout: "", stderr: ["corpus-tool: Unknown option '--count'\n"]),
    CommandCase(
      "another quantity where captions are looked at: extract",
      ["extract", "-o", "s.csv", "--count", "distinct"], status: 64,
      stdout: "", stderr: ["corpus-tool: Unknown option '--count'. Did you mean '--columns'?\n"]),
    CommandCase(
      "another quantity where captions are looked at: rows list", ["rows", "list", "--count", "distinct"],
      status: 64,
      stdout: "", stderr: ["corpus-tool: Unknown option '--count'\n"]
    ),
    CommandCase(
      "another quantity where captions are looked at: rows export",
      ["rows", "export", "--count", "distinct"], status: 64,
      stdout: "",
      stderr: ["corpus-tool: Unknown option '--count'\n"]),
    CommandCase(
      "another quantity where captions are looked at: examples", ["examples", "dog", "--count", "distinct"],
      status: 64,
      stdout: "", stderr: ["corpus-tool: Unknown option '--count'\n"]),
    CommandCase(
      "an option of no command, its value where a command's name may stand",
      ["rows", "--count", "distinct"], status: 64, stdout: "",
      stderr: ["corpus-tool: Unknown option '--count'\n"]),
    CommandCase(
      "a sample as aligned columns", ["sample", "--rule", "metaclip", "--cap", "5", "-o", "s.txt"],
      status: 64,
      stdout: "", stderr: ["corpus-tool: a sample is written as csv, csv-safe, json or parquet\n"]),
    CommandCase(
      "rows as aligned columns", ["rows", "export", "-o", "s.txt"], status: 64,
      stdout: "", stderr: ["corpus-tool: rows are written as csv, csv-safe, json or parquet\n"]),
    CommandCase(
      "a shard without a phrase", ["count", "a.parquet"], status: 1,
      stdout: "", stderr: ["corpus-tool: no phrase is named before the shard `a.parquet`"]),
    CommandCase(
      "unknown flag", ["--frobnicate"], status: 64, stdout: "", stderr: ["corpus-tool: ", "--frobnicate"]),
    CommandCase(
      "an option twice", ["query", "--db", "a", "--db=b"], status: 64, stdout: "",
      stderr: [
        "corpus-tool: --db is given twice, but takes one value\nUsage: corpus-tool query ",
        "\n  See 'corpus-tool query --help' for more information.\n",
      ]),
    CommandCase(
      "what a command finds when it runs", ["export", "-o", "a.html"], status: 64, stdout: "",
      stderr: [
        "corpus-tool: no format has the ending .html (.csv, .json, .parquet or .txt); --format says which to write to "
          + "a.html\nUsage: corpus-tool export ",
        "\n  See 'corpus-tool export --help' for more information.\n",
      ]),
    CommandCase(
      "the same of a command of a command", ["classes", "list", "-o", "a.html"], status: 64, stdout: "",
      stderr: ["a.html\nUsage: corpus-tool classes list ", "\n  See 'corpus-tool classes list --help'"]),
    CommandCase(
      "by its short and its long name", ["query", "-o", "a", "--output", "b", "-o", "c"], status: 64,
      stdout: "",
      stderr: ["corpus-tool: --output, -o is given 3 times, but takes one value\n"]),
    CommandCase(
      "an option that repeats", ["query", "--db", "none", "--corpus", "a", "--corpus", "b"], status: 1,
      stdout: "",
      stderr: ["corpus-tool: none: no such database"]),
  ]

  @Test(arguments: cases) func usage(_ test: CommandCase) throws { try test.check() }

  /// The first line is the version alone, which scripts read; the others say what was built.
  @Test func versionSaysWhatWasBuilt() throws {
    let run = try Binary.run(["--version"])
    #expect(run.status == 0 && run.stderr == "")
    let lines = run.stdout.split(separator: "\n").map(String.init)
    #expect(lines.first == "corpus-tool 0.2.0")
    #expect(lines.count == 5)
    let commit = /commit     (unknown|[0-9a-f]{40}(, modified)?)/
    #expect(lines[1].wholeMatch(of: commit) != nil, "\(lines[1])")
    #expect(lines[2].wholeMatch(of: /kernels    [\w-]+ for words, [\w-]+ for records/) != nil, "\(lines[2])")
    let libraries = ["brotli", "bzip2", "ISA-L", "liblzma", "lz4", "SQLite", "xxHash", "zstd"]
    let named = lines[3].dropFirst("libraries  ".count).split(separator: ", ").map {
      $0.split(separator: " ")
    }
    #expect(named.map { String($0[0]) } == libraries)
    for library in named { #expect(library[1].wholeMatch(of: /[0-9]+(\.[0-9]+)+/) != nil, "\(library)") }
    #expect(lines[4].contains("Unicode 17.0.0"))
    // The instructions that are ruled out are not chosen, and that is told.
    let plain = try Binary.run(["--version"], environment: ["CORPUS_INSTRUCTIONS": "baseline"])
    #expect(!plain.stdout.contains("AVX"))
  }

  /// Whatever is built from a working copy names a commit of it, which may be older where only tests were changed since.
  @Test func theCommitIsOneOfGits() throws {
    let line = try Binary.run(["--version"]).stdout.split(separator: "\n")[1]
    let commit = String(line.dropFirst("commit     ".count).prefix { $0 != "," })
    guard FileManager.default.fileExists(atPath: ProjectPaths.root.appending(path: ".git").path) else {
      return
    }
    let git = try Run(
      URL(fileURLWithPath: "/usr/bin/env"), ["git", "-C", ProjectPaths.root.path, "cat-file", "-t", commit])
    #expect(git.stdout == "commit\n", "\(line) \(git.stderr)")
  }

  @Test(arguments: ["--help", ""]) func closedPipeIsQuiet(_ argument: String) throws {
    let run = try Binary.shell("corpus-tool \(argument) | true")
    #expect(run.status == 0 && run.stderr == "")
  }
}
