import ArgumentParser
import Foundation

@main
struct CorpusTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus-tool",
    abstract: "How often did the training data mention each class, and does that explain accuracy?",
    version: "0.1.0")

  static func main() {
    Terminal.surviveClosedPipes()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Foundation.exit(ExitStatus.report(error))
    }
  }
}
