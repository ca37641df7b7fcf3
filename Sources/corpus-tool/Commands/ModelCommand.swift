import ArgumentParser

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "List and remove the models whose accuracies were imported.",
    subcommands: [ModelList.self, ModelForget.self],
    defaultSubcommand: ModelList.self, aliases: ["models"])
}
