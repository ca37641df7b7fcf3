import Foundation
import TestSupport
import Testing

@Suite struct UsageTests {
  static let cases = [
    CommandCase("version", ["--version"], stdout: "0.1.0\n"),
    CommandCase("no command is help", [], stderr: []),
    CommandCase("unknown command", ["cuont"], status: 64, stdout: "", stderr: ["corpus-tool: ", "cuont"]),
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
