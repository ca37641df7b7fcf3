import ArgumentParser
import Foundation

/// The commands of the program with their options, as the parser itself describes them (`--experimental-dump-help`).
struct CommandTree: Decodable {
  /// The program.
  let command: Command

  /// A command or the program.
  struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var aliases: [String]?
    var shouldDisplay: Bool?
    var arguments: [Argument]?
    var subcommands: [Command]?
    /// The name of the command below it that is meant where none is named.
    var defaultSubcommand: String?

    /// The commands below it that are shown.
    var commands: [Command] { (subcommands ?? []).filter { $0.shouldDisplay ?? true } }

    /// The arguments that stand without a name, in their order.
    var positionals: [Argument] { (arguments ?? []).filter { $0.kind == "positional" } }

    /// The options and flags that are shown.
    var options: [Argument] {
      (arguments ?? []).filter { $0.kind != "positional" && ($0.shouldDisplay ?? true) }
    }

    /// The command below it that has a name or an alias.
    func command(_ name: String) -> Command? {
      (subcommands ?? []).first { $0.commandName == name || $0.aliases?.contains(name) ?? false }
    }

    /// The option or flag of a name with its dashes.
    func option(_ written: String) -> Argument? {
      (arguments ?? []).first { $0.written.contains(written) }
    }
  }

  /// An option, a flag, or an argument without a name.
  struct Argument: Decodable {
    var kind: String
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var abstract: String?
    var shouldDisplay: Bool?
    var parsingStrategy: String?
    /// The values that it may have, where they are known.
    var allValues: [String]?

    /// Its names with their dashes.
    var written: [String] {
      (names ?? []).map { $0.kind == "long" ? "--" + $0.name : "-" + $0.name }
    }

    /// Whether a value follows its name.
    var takesValue: Bool { kind == "option" }

    /// Whether all words up to the next option are its values.
    var takesMany: Bool { parsingStrategy == "upToNextOption" }
  }

  /// A name of an option: `long` or `short`.
  struct Name: Decodable {
    var kind: String
    var name: String
  }

  /// Asks the parser for the commands below one.
  init(_ root: any ParsableCommand.Type) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(root._dumpHelp().utf8))
  }
}
