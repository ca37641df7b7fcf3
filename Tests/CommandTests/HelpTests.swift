import Foundation
import TestSupport
import Testing

/// Every command of the tool, found by asking it.
enum CommandTree {
  /// The words of each command that does something, such as `classes add`.
  static let leaves: [[String]] = {
    guard let run = try? Binary.run(["--experimental-dump-help"]),
      let tree = try? JSONSerialization.jsonObject(with: run.output) as? [String: Any],
      let root = tree["command"] as? [String: Any]
    else { return [] }
    return leaves(of: root, under: [])
  }()

  private static func leaves(of command: [String: Any], under path: [String]) -> [[String]] {
    let children = (command["subcommands"] as? [[String: Any]] ?? []).filter {
      $0["commandName"] as? String != "help"
    }
    if children.isEmpty { return path.isEmpty ? [] : [path] }
    return children.flatMap { child in
      leaves(of: child, under: path + [child["commandName"] as? String ?? ""])
    }
  }
}

@Suite struct HelpTests {
  @Test func thereAreCommands() { #expect(CommandTree.leaves.count >= 3) }

  @Test(arguments: CommandTree.leaves) func helpHasAnExampleAndFits(_ command: [String]) throws {
    let run = try Binary.run(command + ["--help"])
    #expect(run.status == 0 && run.stderr == "")
    #expect(run.stdout.contains("EXAMPLE\n  corpus-tool \(command.joined(separator: " "))"), "\(run.stdout)")
    for line in run.stdout.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  /// In an empty folder an example fails for want of its files, which is no usage error; none is broken by the width.
  @Test(arguments: CommandTree.leaves) func examplesAreUnderstood(_ command: [String]) throws {
    let help = try Binary.run(command + ["--help"]).stdout
    let example = help.components(separatedBy: "\n\n").first { $0.hasPrefix("EXAMPLE\n") } ?? ""
    for line in example.split(separator: "\n").dropFirst() {
      #expect(line.hasPrefix("  ") || line == "after:", "\(line)")
    }
    let commands = DocumentedCommand.commands(in: example)
    #expect(!commands.isEmpty)
    for line in commands {
      let folder = try TemporaryFolder()
      let run = try Binary.shell(line, folder: folder.url)
      #expect(run.status == 0 || run.status == 1, "\(line): \(run.stderr)")
    }
  }

  @Test(arguments: CommandTree.leaves) func unknownFlagIsAUsageError(_ command: [String]) throws {
    let run = try Binary.run(command + ["--no-such-flag"])
    #expect(run.status == 64 && run.stdout == "" && run.stderr.hasPrefix("corpus-tool: "))
  }
}
