import ArgumentParser
import Corpus
import Foundation

@main
struct CorpusTool: AsyncParsableCommand {
  // Every command says its name: for one that does not, the parser asks the runtime for its type's, which searches all
  // conformances whenever the program starts.
  static let configuration = CommandConfiguration(
    commandName: "corpus-tool",
    abstract: "How often did the training data mention each class, and does that explain accuracy?",
    discussion: """
      Results go to standard output, everything else to standard error. The exit status is 0 on success, 1 for any \
      failure (even if only one of many shards cannot be read), 64 for a usage error, 130 after an interrupt.

      EXAMPLE
        corpus-tool analyze --classes names.json --accuracy predictions.jsonl \\
          --pretrain 'laion/*.jsonl.zst' --instruct mix665k.json -o result
      """,
    version: ToolVersion.text,
    subcommands: [
      Classes.self, Index.self, Query.self, FrequencyCommand.self, AccuracyCommand.self, ModelCommand.self,
      Correlate.self, Export.self, Analyze.self, Compare.self, Count.self, Examples.self, Extract.self,
      AuditCommand.self, Inspect.self, PlotCommand.self, Report.self, RowsCommand.self, Pairs.self,
      Sample.self,
      Remedy.self,
      Info.self, Corpora.self, Expand.self, Shards.self, Forget.self, Verify.self, Scan.self, Merge.self,
      Demo.self,
    ])

  static func main() async {
    Terminal.surviveClosedPipes()
    let words = FilePath.commandLineWords
    // Once it is known: the parser tells the usage of a command with an error of its own alone.
    var parsed: (any ParsableCommand.Type)?
    do {
      if let answer = CompletionRequest.answer(words, of: self) { return try Terminal.writeOutput(answer) }
      if words.first == "help", let tree = try? CommandTree(self),
        let sentence = UsageMistake(words, in: tree).strangeCommand
      {
        throw ValidationError(sentence)
      }
      var command = try parseAsRoot(words)
      parsed = type(of: command)
      try RepeatedOptions.check(words, of: type(of: command))
      Messages.amount = VerbosityOptions.amount(words)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Messages.remember()
    } catch {
      Foundation.exit(
        ExitStatus.report(error, of: self) { message in
          guard let tree = try? CommandTree(self) else { return message }
          if let parsed, let error = error as? ValidationError {
            return UsageMistake(words, in: tree).message(error.message, usage: usageString(for: parsed))
          }
          return UsageMistake(words, in: tree).explaining(message)
        })
    }
  }
}
