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
  ]

  @Test(arguments: cases) func usage(_ test: CommandCase) throws { try test.check() }

  @Test(arguments: ["--help", ""]) func closedPipeIsQuiet(_ argument: String) throws {
    let run = try Binary.shell("corpus-tool \(argument) | true")
    #expect(run.status == 0 && run.stderr == "")
  }
}
