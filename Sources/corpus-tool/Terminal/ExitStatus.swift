import ArgumentParser
import FreqAnalysis
import Foundation

/// What the process's status says, and the one place where an error becomes a line on standard error.
enum ExitStatus {
  /// Anything that failed; a failed shard among good ones too.
  static let failure: Int32 = 1
  /// The run was interrupted and can be resumed.
  static let interrupted: Int32 = 130

  /// Ends a command whose run was interrupted, or met shards that could not be read, with the status that says so.
  static func throwIfFailed(_ summary: IndexSummary) throws {
    if summary.isInterrupted {
      Messages.interrupted(howToGoOn)
      throw ExitCode(interrupted)
    }
    if summary.failed > 0 { throw ExitCode(failure) }
  }

  /// How to go on after an interrupt of a run that stores what it counts.
  static let howToGoOn = "interrupted; what was counted is kept, and the same command resumes from here"

  /// Tells an error of a tree of commands to the person and returns the status to end with.
  ///
  /// - Parameters:
  ///   - error: The error.
  ///   - commands: The commands.
  ///   - explain: Says in the parser's message what was probably meant.
  /// - Returns: The status.
  static func report(
    _ error: any Error, of commands: any ParsableCommand.Type, explain: (String) -> String = { $0 }
  ) -> Int32 {
    switch error {
    case is ClosedPipe:
      return 0
    case let exit as ExitCode:
      return exit.rawValue
    case is ValidationError, is CleanExit:
      return parser(error, commands, explain)
    default:
      // The parser's own errors are private types; it knows them by giving them a status that is no failure.
      let code = commands.exitCode(for: error)
      if code != .failure { return parser(error, commands, explain) }
      Terminal.writeError("corpus-tool: \(DisplayText.escaped(ToldError.sentence(of: error)))\n")
      return failure
    }
  }

  /// Help goes to standard output, a usage error to standard error.
  private static func parser(
    _ error: any Error, _ commands: any ParsableCommand.Type, _ explain: (String) -> String
  ) -> Int32 {
    let code = commands.exitCode(for: error)
    var text = code.isSuccess ? commands.fullMessage(for: error) : explain(commands.fullMessage(for: error))
    if text.hasPrefix("Error: ") { text = "corpus-tool: " + text.dropFirst("Error: ".count) }
    if code.isSuccess {
      do { try Terminal.writeOutput(text + "\n") } catch { return report(error, of: commands) }
    } else {
      Terminal.writeError(text + "\n")
    }
    return code.rawValue
  }
}
