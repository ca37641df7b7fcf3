import ArgumentParser
import Corpus

/// How a run over shards uses the machine: `--threads`.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Number of worker threads (default: the available cores). The counts do not depend on it.",
      valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
  }

  /// The number of threads to use.
  var threadCount: Int { threads ?? AvailableCores.count }
}
