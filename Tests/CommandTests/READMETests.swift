import Foundation
import TestSupport
import Testing

/// What README tells to type exists: every command and flag of its shell blocks is understood.
@Suite struct READMETests {
  /// The `corpus-tool` commands of README's shell blocks, continuation lines joined.
  static let commands: [String] = {
    guard let text = try? String(contentsOf: ProjectPaths.root.appending(path: "README.md"), encoding: .utf8)
    else { return [] }
    let blocks = text.components(separatedBy: "```sh\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
    return blocks.flatMap {
      $0.replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n").map(String.init)
    }
    .filter { $0.hasPrefix("corpus-tool ") }
  }()

  @Test func thereAreCommands() { #expect(Self.commands.count >= 10) }

  /// In an empty folder the files are missing, which is a failure and no wrong usage.
  @Test(arguments: commands) func isUnderstood(_ command: String) throws {
    let folder = try TemporaryFolder()
    let run = try Binary.shell(command, folder: folder.url)
    #expect(run.status != 64, "\(command): \(run.stderr)")
  }
}
