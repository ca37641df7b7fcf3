import Foundation
import TestSupport
import Testing

@Suite struct UsageTests {
  static let cases = [
    CommandCase("version", ["--version"], stdout: "0.1.0\n"),
    CommandCase("no command is help", [], stderr: []),
    CommandCase(
      "unknown command", ["cuont"], status: 64, stdout: "",
      stderr: ["corpus-tool: there is no command `cuont`\nUsage: corpus-tool <subcommand>\n"]),
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
      "unknown flag", ["--frobnicate"], status: 64, stdout: "", stderr: ["corpus-tool: ", "--frobnicate"]),
    CommandCase(
      "an option twice", ["query", "--db", "a", "--db=b"], status: 64, stdout: "",
      stderr: ["corpus-tool: --db is given twice, but takes one value\n"]),
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

  @Test(arguments: ["--help", ""]) func closedPipeIsQuiet(_ argument: String) throws {
    let run = try Binary.shell("corpus-tool \(argument) | true")
    #expect(run.status == 0 && run.stderr == "")
  }
}
