import ArgumentParser

@main
struct CorpusTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus-tool",
    abstract: "How often did the training data mention each class, and does that explain accuracy?")
}
