import ArgumentParser

/// `remedy`: what to add for the classes that are short of data.
struct Remedy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remedy",
    abstract: "Plan and write training data for the classes that are mentioned too rarely.",
    subcommands: [RemedyPlanCommand.self, RemedyWrite.self])
}
