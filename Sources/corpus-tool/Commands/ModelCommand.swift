import ArgumentParser

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "State what the models were trained on.",
    subcommands: [ModelSet.self], aliases: ["models"])
}
