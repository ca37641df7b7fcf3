import ArgumentParser

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "List and remove models, and state what they were trained on.",
    subcommands: [ModelList.self, ModelSet.self, ModelForget.self],
    defaultSubcommand: ModelList.self, aliases: ["models"])
}
