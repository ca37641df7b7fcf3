import Foundation
import TestSupport
import Testing

/// Every command of the tool, found by asking it.
enum CommandTree {
  /// A command that does something.
  struct Leaf {
    /// Its words, such as `classes add`.
    var path: [String]
    /// The names, as they are typed, of each of its options that takes one value.
    var options: [[String]]
  }

  /// The words of each command that does something, such as `classes add`.
  static var leaves: [[String]] { commands.map(\.path) }

  static let commands: [Leaf] = {
    guard let run = try? Binary.run(["--experimental-dump-help"]),
      let tree = try? JSONSerialization.jsonObject(with: run.output) as? [String: Any],
      let root = tree["command"] as? [String: Any]
    else { return [] }
    return leaves(of: root, under: [])
  }()

  private static func leaves(of command: [String: Any], under path: [String]) -> [Leaf] {
    let children = (command["subcommands"] as? [[String: Any]] ?? []).filter {
      $0["commandName"] as? String != "help"
    }
    if children.isEmpty {
      return path.isEmpty ? [] : [Leaf(path: path, options: options(of: command))]
    }
    return children.flatMap { child in
      leaves(of: child, under: path + [child["commandName"] as? String ?? ""])
    }
  }

  private static func options(of command: [String: Any]) -> [[String]] {
    let arguments = (command["arguments"] as? [[String: Any]] ?? []).filter {
      $0["kind"] as? String == "option" && $0["isRepeating"] as? Bool == false
    }
    return arguments.map { argument in
      (argument["names"] as? [[String: String]] ?? []).map {
        ($0["kind"] == "short" ? "-" : "--") + ($0["name"] ?? "")
      }
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

  /// What looks for an option given twice knows the one that has two long names; no other may come without it.
  @Test func oneOptionHasTwoLongNames() throws {
    let long = CommandTree.commands.flatMap(\.options).map { $0.filter { $0.hasPrefix("--") } }
    #expect(long.count > 100)
    #expect(Set(long.filter { $0.count > 1 }) == [["--classes", "--class-set"]])
    let run = try Binary.run(["model", "forget", "m", "--classes", "a", "--class-set", "b"])
    #expect(run.status == 64)
    #expect(run.stderr.contains("--class-set, --classes is given twice"), "\(run.stderr)")
  }
}
