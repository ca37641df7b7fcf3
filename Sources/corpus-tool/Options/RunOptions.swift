import ArgumentParser
import Corpus

/// How a run over shards uses the machine: `--threads`.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads that count (default: the cores that the process may use). The counts are the same for any number.",
      valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1") }
  }

  /// The number of threads to use.
  var threadCount: Int { threads ?? AvailableCores.count }
}
